// The left side of a product: all parts of a chunk side by side, for a few rows of pixels at a time, so that they are
// multiplied while in the cache.
#pragma once

#include "pictures.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** What a product processes at a time: some lines of one image, or all lines of some images. */
struct Piece : Block {
  int line, lines;
};

inline Piece first_piece(const Layout& layout, Block block) {
  if (!layout.banded) return {block, 0, layout.out.height};
  return {{block.shard, block.image, 1}, 0, std::min(layout.lines, layout.out.height)};
}

/** The piece of a block after this one; no images: there is none. */
inline Piece next_piece(const Layout& layout, Block block, Piece piece) {
  piece.line += piece.lines;
  if (piece.line == layout.out.height) {
    piece.image += piece.images;
    piece.line = 0;
  }
  piece.lines = std::min(piece.lines, layout.out.height - piece.line);
  if (piece.image == block.image + block.images) piece.images = 0;
  return piece;
}

/** Prefetches what an instruction reads and writes for a piece while another one multiplies so often. */
inline void look_at(State& state, Worker& worker, int index, const Piece& piece, bool back, long multiplications) {
  worker.ahead.clear();
  const Instruction& instruction = state.program.instructions[index];
  if (piece.images <= 0 || instruction.kind == Kind::kLoss) return;
  const int height = state.sizes.layouts[index].out.height;
  const auto add = [&](int tensor, bool and_gradient) {
    const Shape shape = state.shape(tensor);
    const long row = long{shape.width} * state.padded(tensor);
    const long begin = long{piece.line} * shape.height / height * row;
    const size_t floats = ((piece.images - 1) * long{shape.height} + long{piece.lines} * shape.height / height) * row;
    worker.ahead.add(state.raw(tensor, piece.image) + begin, floats);
    if (and_gradient) worker.ahead.add(state.gradient(tensor, piece.image) + begin, floats);
  };
  add(instruction.output, back);
  for (const Part& part : instruction.parts)
    if (part.mode != Mode::kOnes) add(part.tensor, back && part.wants_gradient);
  worker.ahead.spread(multiplications);
}

/** Calls `each(piece)` for the pieces of a block, and prefetches the piece after it. */
template <class Each>
inline void for_pieces(State& state, Worker& worker, int index, Block block, bool back, const Each& each) {
  const Layout& layout = state.sizes.layouts[index];
  const Instruction& instruction = state.program.instructions[index];
  const Next& next = worker.next;
  for (Piece piece = first_piece(layout, block); piece.images > 0;) {
    const Piece after = next_piece(layout, block, piece);
    const long vectors = long{piece.images} * piece.lines * layout.out.width * instruction.rows * state.padded(instruction.output) / kLanes;
    if (after.images > 0)
      look_at(state, worker, index, after, back, vectors * (back ? 2 : 1));
    else
      look_at(state, worker, next.instruction, first_piece(state.sizes.layouts[next.instruction], next.block), next.back,
              vectors * (back ? 2 : 1));
    each(piece);
    piece = after;
  }
}

/** Calls `each(part of the piece, its first image in the piece)` for the images that a chunk takes at a time. */
template <class Each>
inline void for_images(const Chunk& chunk, const Piece& piece, const Each& each) {
  for (int first = 0; first < piece.images; first += chunk.images)
    each(Piece{{piece.shard, piece.image + first, std::min(chunk.images, piece.images - first)}, piece.line, piece.lines}, first);
}

/** Rows of pixels of one image of a piece, and their position in a strip of rows. */
struct Segment {
  int image;  // of the piece
  int line, lines;
  long pixel;  // first one in the strip
};

/** Calls `each(first line of the piece, pixels, segments)` for strips of at most `layout.lines` lines. */
template <class Each>
inline void for_strips(const Layout& layout, const Piece& piece, const Each& each) {
  const int total = piece.images * piece.lines;
  std::vector<Segment> segments;
  for (int begin = 0; begin < total; begin += layout.lines) {
    const int end = std::min(total, begin + layout.lines);
    segments.clear();
    for (int at = begin; at < end;) {
      const int image = at / piece.lines, line = at % piece.lines;
      const int lines = std::min(piece.lines - line, end - at);
      segments.push_back({image, piece.line + line, lines, long{at - begin} * layout.out.width});
      at += lines;
    }
    each(begin, (end - begin) * layout.out.width, segments);
  }
}

/** The window for some lines of the result, on a padded picture that starts at the first of them. */
inline Window lines_of(Window window, int lines) {
  window.out_height = lines;
  return window;
}
inline long line_offset(const Window& window, int line, long channels) {
  return long{line} * window.stride * window.padded_width * channels;
}

/** Makes the padded pictures for a chunk's parts, as far as a piece needs them. */
HIERNAS_KERNEL inline void read_chunk(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, const Chunk& chunk, const Piece& piece) {
  for (int index = chunk.begin; index < chunk.end; index++) {
    const Part& part = instruction.parts[index];
    const Slot& slot = layout.slots[index];
    if (slot.picture_size == 0) continue;
    const Window window = window_of(part, state.shape(part.tensor));
    const Rows rows = piece.lines == layout.out.height ? all_rows(window) : Rows{piece.line, piece.lines + 2};
    for (int each = 0; each < piece.images; each++)
      read_padded(state, worker, part, window, piece.image + each, rows, 0, worker.padded.data() + slot.picture + each * slot.picture_size);
  }
}

HIERNAS_KERNEL inline void gather(const Window& window, const float* padded, int channels, float* to, Strides strides) {
  for (int y = 0; y < window.out_height; y++)
    for (int x = 0; x < window.out_width; x++) {
      float* pixel = to + y * strides.row + x * strides.pixel;
      for (int ty = 0; ty < window.kernel; ty++)
        for (int tx = 0; tx < window.kernel; tx++, pixel += channels) {
          const long py = long{y} * window.stride + ty * window.dilation, px = long{x} * window.stride + tx * window.dilation;
          std::memcpy(pixel, padded + (py * window.padded_width + px) * channels, sizeof(float) * channels);
        }
    }
}

HIERNAS_KERNEL inline void make_part(State& state, Worker& worker, const Part& part, const Layout& layout, const Slot& slot, const Piece& piece,
                      const Segment& segment, float* to, long row) {
  const Shape in = state.shape(part.tensor);
  const int channels = state.padded(part.tensor);
  const Strides strides{row, layout.out.width * row};
  const Window window = window_of(part, in);
  const float* padded = worker.padded.data() + slot.picture + segment.image * slot.picture_size + line_offset(window, segment.line - piece.line, channels);
  switch (part.mode) {
    case Mode::kDirect:
    case Mode::kAveraged:
      return read_picture(state.raw(part.tensor, piece.image + segment.image) + long{segment.line} * in.width * channels, segment.lines,
                          in.width, channels, state.reading(worker, part.tensor), to, strides);
    case Mode::kDepthwise: {
      const InPhase phase(worker.phases, Phase::kConvolve);
      return convolve(lines_of(window, segment.lines), padded, channels, state.weights(worker.turn, part.packed_filter), to, strides);
    }
    case Mode::kGathered:
      return gather(lines_of(window, segment.lines), padded, channels, to, strides);
    case Mode::kOnes:
      for (long pixel = 0; pixel < long{segment.lines} * layout.out.width; pixel++) {
        std::fill_n(to + pixel * row, 8, 0.0f);
        to[pixel * row] = 1;
      }
  }
}

inline void make_strip(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, const Chunk& chunk, const Piece& piece,
                       const std::vector<Segment>& segments) {
  const InPhase phase(worker.phases, Phase::kRead);
  for (int index = chunk.begin; index < chunk.end; index++) {
    const Part& part = instruction.parts[index];
    for (const Segment& segment : segments)
      make_part(state, worker, part, layout, layout.slots[index], piece, segment,
                worker.wide.data() + segment.pixel * wide_row(chunk) + part.first_row - chunk.first_row, wide_row(chunk));
  }
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
