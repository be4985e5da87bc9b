// Everything that depends on the sizes of a call: the shapes of all tensors, the images and rows per pass, and a
// thread's scratch memory. Computed once per batch and image size.
#pragma once

#include <vector>

#include "program.h"
#include "window.h"

namespace hiernas {

struct Shape {
  int height = 0, width = 0;
  long pixels() const { return long{height} * width; }
};

/** Parts of a product that are multiplied together. */
struct Chunk {
  int begin, end;  // parts
  int first_row, rows;
  bool averaged;
  int images = 1;  // at a time
};

/** A part's pictures in scratch memory while its chunk is processed, consecutive for several images. */
struct Slot {
  long picture = 0, gradient = 0;
  long picture_size = 0, gradient_size = 0;
};

/** The distance of a chunk's rows in scratch memory: neither 512 bytes nor a multiple, or all would share a few sets of the first cache. */
inline int wide_row(const Chunk& chunk) { return chunk.rows % 128 == 0 ? chunk.rows + 16 : chunk.rows; }

/** How an instruction is processed. */
struct Layout {
  Shape out;
  int images = 1;  // at a time
  int lines = 1;   // rows of pixels to multiply at a time: few enough to stay in the cache
  bool banded = false;  // whether these lines of one image are all that is in the cache: pictures are large
  std::vector<Chunk> chunks;
  std::vector<Slot> slots;    // by part
  std::vector<float> shares;  // of an average pool, or of the averaged parts of a product
};

struct Sizes {
  int batch = 0;
  std::vector<Shape> shapes;
  std::vector<Layout> layouts;
  std::vector<int> forward_images, backward_images;  // at a time, by wave
  // The size of a thread's scratch memory, in floats.
  long wide = 0, narrow = 0, padded = 0, padded_gradient = 0, picture = 0, ones = 0, panel = 0;
};

inline Window window_of(const Part& part, Shape in) {
  return Window(part.kernel, part.stride, part.dilation, in.height, in.width);
}

/** A 3 x 3 window that moves pixel by pixel. */
inline bool is_usual(const Window& window) { return window.kernel == 3 && window.stride == 1 && window.dilation == 1; }

/** The rows of a slot for gradients of a usual window's results: two before and one after the lines of a piece. */
constexpr int kRowsBefore = 2, kRowsAround = 3;

inline bool has_average(const Instruction& instruction) {
  return instruction.direct_parts < static_cast<int>(instruction.parts.size());
}

/** For each pixel of the result, 1 / the number of the image's pixels in its window. */
std::vector<float> shares_of(const Window& window);

/** Throws ProgramError when the program does not fit images of this size. */
Sizes measure(const Program& program, int batch, int height, int width, int shards);

}  // namespace hiernas
