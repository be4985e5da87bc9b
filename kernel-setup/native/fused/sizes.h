// What the sizes of a call decide: shapes of all tensors, how many images and rows are worked on at a time, how much scratch
// memory a thread needs. Computed once for a batch and image size.
#pragma once

#include <vector>

#include "program.h"
#include "window.h"

namespace hiernas {

struct Shape {
  int height = 0, width = 0;
  long pixels() const { return long{height} * width; }
};

/** Some parts of a product that are multiplied together. */
struct Chunk {
  int begin, end;  // parts
  int first_row, rows;
  bool averaged;
};

/** Where a part keeps pictures in scratch memory while its chunk is worked on; one behind the other for several images. */
struct Slot {
  long picture = 0, gradient = 0;
  long picture_size = 0, gradient_size = 0;
};

/** How an instruction is worked on. */
struct Layout {
  Shape out;
  int images = 1;  // at a time
  int lines = 1;   // rows of pixels at a time that are multiplied: few enough to stay in the cache
  std::vector<Chunk> chunks;
  std::vector<Slot> slots;    // by part
  std::vector<float> shares;  // of an average pool, or of the averaged parts of a product
};

struct Sizes {
  int batch = 0;
  std::vector<Shape> shapes;
  std::vector<Layout> layouts;
  std::vector<int> forward_images, backward_images;  // at a time, by wave
  // Floats of a thread's scratch memory.
  long wide = 0, narrow = 0, padded = 0, padded_gradient = 0, picture = 0, ones = 0;
};

inline Window window_of(const Part& part, Shape in) {
  return Window(part.kernel, part.stride, part.dilation, in.height, in.width);
}

inline bool has_average(const Instruction& instruction) {
  return instruction.direct_parts < static_cast<int>(instruction.parts.size());
}

/** By pixel of the result, 1 / how many pixels of the image its window sees. */
std::vector<float> shares_of(const Window& window);

/** Throws ProgramError when the program does not fit images of this size. */
Sizes measure(const Program& program, int batch, int height, int width, int shards);

}  // namespace hiernas
