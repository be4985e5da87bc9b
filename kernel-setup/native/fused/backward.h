// The backward pass of instructions, on a few images. Inputs of products are recomputed, which is cheaper than storing
// them.
#pragma once

#include "forward.h"

namespace hiernas {
namespace HIERNAS_ISA {

inline void read_output_gradient(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, int image, int line,
                                 int lines, float* to) {
  const InPhase phase(worker.phases, Phase::kRead);
  const int output = instruction.output, columns = state.padded(output);
  const long at = long{line} * layout.out.width * columns;
  read_gradient(state.gradient(output, image) + at, state.raw(output, image) + at, lines, layout.out.width, columns,
                state.reading(worker, output), state.backward_of(worker, output), to, tight(layout.out.width, columns));
}

/**
 * Gradients of the result of a usual depthwise convolution, line by line with padding at both sides: those of a piece,
 * after the last two of the piece above. A line's gradient of the picture takes three of them, so it waits for the piece
 * below.
 */
inline float* usual_line(float* gradient, const Window& window, long channels, int line) {
  return gradient + (line + kRowsBefore) * window.padded_width * channels;
}

/** Prepares the rows for a piece. `most`: the lines of every piece but the last. */
inline void begin_usual(const Window& window, long channels, int most, const Piece& piece, float* gradient) {
  const long row = window.padded_width * channels;
  if (piece.line == 0)
    std::fill_n(usual_line(gradient, window, channels, -1), row, 0.0f);
  else
    std::memmove(gradient, usual_line(gradient, window, channels, most - kRowsBefore), sizeof(float) * kRowsBefore * row);
  // One row more than the picture has is all padding.
  const bool is_last = piece.line + piece.lines == window.height;
  frame(usual_line(gradient, window, channels, 0), window, {window.top + piece.line, piece.lines + is_last}, channels, 0);
}

/** Gives the lines whose gradient a piece completes. */
inline void give_usual(State& state, Worker& worker, const Part& part, const Window& window, const Piece& piece, int image, float* gradient) {
  const InPhase phase(worker.phases, Phase::kConvolve);
  const int channels = state.padded(part.tensor);
  const int begin = piece.line == 0 ? 0 : piece.line - 1;
  const int end = piece.line + piece.lines == window.height ? window.height : piece.line + piece.lines - 1;
  if (begin >= end) return;
  convolve_three_by_three<true>(usual_line(gradient, window, channels, begin - 1 - piece.line), window.padded_width, channels,
                                state.weights(worker.turn, part.packed_filter), end - begin, window.width, worker.picture.data(),
                                tight(window.width, channels));
  give(state, worker, part, piece.shard, image, begin, end - begin, worker.picture.data(), tight(window.width, channels));
}

/** Collects the gradient of a part's result, some lines at a time; parts that need no neighbours pass it on at once. */
inline void take_part(State& state, Worker& worker, const Part& part, const Layout& layout, const Slot& slot, const Piece& piece,
                      const Segment& segment, const float* from, long row) {
  const int channels = state.padded(part.tensor);
  const Strides strides{row, layout.out.width * row};
  if (part.mode == Mode::kOnes) return;
  if (slot.picture_size == 0) {
    if (part.wants_gradient)
      give(state, worker, part, piece.shard, piece.image + segment.image, segment.line, segment.lines, from, strides);
    return;
  }
  const Window window = window_of(part, state.shape(part.tensor));
  const Window view = lines_of(window, segment.lines);
  const float* padded = worker.padded.data() + slot.picture + segment.image * slot.picture_size + line_offset(window, segment.line - piece.line, channels);
  float* gradient = worker.padded_gradient.data() + slot.gradient + segment.image * slot.gradient_size;
  if (part.mode == Mode::kGathered) {
    if (!part.wants_gradient) return;
    gradient += line_offset(window, segment.line, channels);
    for (int y = 0; y < view.out_height; y++)
      for (int x = 0; x < view.out_width; x++) {
        const float* pixel = from + y * strides.row + x * strides.pixel;
        for (int ty = 0; ty < view.kernel; ty++)
          for (int tx = 0; tx < view.kernel; tx++, pixel += channels) {
            const long py = long{y} * view.stride + ty * view.dilation, px = long{x} * view.stride + tx * view.dilation;
            float* at = gradient + (py * view.padded_width + px) * channels;
            for (int c = 0; c < channels; c++) at[c] += pixel[c];
          }
      }
    return;
  }
  const InPhase phase(worker.phases, Phase::kConvolve);
  add_filter_gradient(view, padded, from, strides, channels, state.weight_gradient(worker.turn, piece.shard, part.packed_filter));
  if (!part.wants_gradient) return;
  if (is_usual(window))
    copy_picture(from, strides, usual_line(gradient, window, channels, segment.line - piece.line) + window.left * channels,
                 padded_strides(window, channels), segment.lines, window.width, channels);
  else
    copy_picture(from, strides, gradient + long{segment.line} * window.out_width * channels, tight(window.out_width, channels),
                 segment.lines, window.out_width, channels);
}

/** Runs before the first lines of a piece's gradient are collected. */
inline void begin_part(State& state, Worker& worker, const Part& part, const Layout& layout, const Slot& slot, const Piece& piece) {
  if (slot.picture_size == 0 || !part.wants_gradient) return;
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, state.shape(part.tensor));
  for (int each = 0; each < piece.images; each++) {
    float* gradient = worker.padded_gradient.data() + slot.gradient + each * slot.gradient_size;
    if (part.mode == Mode::kGathered)
      std::memset(gradient, 0, sizeof(float) * slot.picture_size);
    else if (is_usual(window))
      begin_usual(window, channels, layout.lines, piece, gradient);
  }
}

/** The picture's gradient through a depthwise convolution with any window, given that of its result. */
inline void give_spread(State& state, Worker& worker, const Part& part, int shard, int image, const float* gradient, float* scratch) {
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, state.shape(part.tensor));
  const InPhase phase(worker.phases, Phase::kConvolve);
  spread(window, gradient, channels, state.weights(worker.turn, part.packed_filter), scratch);
  give_whole(state, worker, part, shard, image, inner(scratch, window, channels), padded_strides(window, channels));
}

/** Runs when all lines of a piece's gradient are collected. */
inline void end_part(State& state, Worker& worker, const Part& part, const Slot& slot, const Piece& piece) {
  if (slot.picture_size == 0 || !part.wants_gradient) return;
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, state.shape(part.tensor));
  for (int each = 0; each < piece.images; each++) {
    float* gradient = worker.padded_gradient.data() + slot.gradient + each * slot.gradient_size;
    if (part.mode == Mode::kGathered)
      give_whole(state, worker, part, piece.shard, piece.image + each, inner(gradient, window, channels), padded_strides(window, channels));
    else if (is_usual(window))
      give_usual(state, worker, part, window, piece, piece.image + each, gradient);
    else  // the padded picture is no longer needed
      give_spread(state, worker, part, piece.shard, piece.image + each, gradient, worker.padded.data() + slot.picture);
  }
}

inline void multiply_backward(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, const Piece& piece) {
  const int columns = state.padded(instruction.output);
  const long picture = layout.out.pixels() * columns;
  for (int each = 0; each < piece.images; each++)
    read_output_gradient(state, worker, instruction, layout, piece.image + each, piece.line, piece.lines, worker.narrow.data() + each * picture);
  bool has_pooled = false;
  for (const Chunk& chunk : layout.chunks) {
    if (chunk.averaged && !has_pooled) {
      const Window window = window_of(instruction.parts.back(), layout.out);
      for (int each = 0; each < piece.images; each++)
        average(worker, window, layout.shares, worker.narrow.data() + each * picture, columns, true, worker.pooled.data() + each * picture);
      has_pooled = true;
    }
    const float* dy = chunk.averaged ? worker.pooled.data() : worker.narrow.data();
    const long packed = state.packed_chunk(instruction, chunk), wide = wide_row(chunk);
    bool wanted = false;
    for (int part = chunk.begin; part < chunk.end; part++)
      wanted = wanted || instruction.parts[part].wants_gradient || instruction.parts[part].mode == Mode::kDepthwise;
    for_images(chunk, piece, [&](const Piece& some, int first) {
      read_chunk(state, worker, instruction, layout, chunk, some);
      for (int part = chunk.begin; part < chunk.end; part++)
        begin_part(state, worker, instruction.parts[part], layout, layout.slots[part], some);
      for_strips(layout, some, [&](int line, int rows, const std::vector<Segment>& segments) {
        const float* strip = dy + first * picture + long{line} * layout.out.width * columns;
        make_strip(state, worker, instruction, layout, chunk, some, segments);
        const InPhase phase(worker.phases, Phase::kWeightGradient);
        add_outer_product(worker.wide.data(), wide, chunk.rows, strip, columns, columns, rows,
                          state.weight_gradient(worker.turn, some.shard, packed), columns, worker.panel.data(), worker.ahead);
        if (!wanted) return;
        const InPhase next(worker.phases, Phase::kProduct);
        product(strip, columns, rows, columns, state.weights(worker.turn, packed), chunk.rows, worker.wide_gradient.data(), wide, false,
                worker.ahead);
        const InPhase last(worker.phases, Phase::kGradient);
        for (int part = chunk.begin; part < chunk.end; part++)
          for (const Segment& segment : segments)
            take_part(state, worker, instruction.parts[part], layout, layout.slots[part], some, segment,
                      worker.wide_gradient.data() + segment.pixel * wide + instruction.parts[part].first_row - chunk.first_row, wide);
      });
      for (int part = chunk.begin; part < chunk.end; part++) end_part(state, worker, instruction.parts[part], layout.slots[part], some);
    });
  }
}

inline void operate_backward(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, int shard, int image) {
  const Part& part = instruction.parts[0];
  const Shape in = state.shape(part.tensor);
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, in);
  const Strides strides = tight(layout.out.width, channels);
  float *dy = worker.narrow.data(), *padded = worker.padded.data(), *gradient = worker.padded_gradient.data();
  if (instruction.kind == Kind::kDepthwise) {
    read_padded(state, worker, part, window, image, all_rows(window), 0, padded);
    add_filter_gradient(window, padded, dy, strides, channels, state.weight_gradient(worker.turn, shard, part.packed_filter));
    if (!part.wants_gradient) return;
    if (!is_usual(window)) return give_spread(state, worker, part, shard, image, dy, padded);
    const Piece whole{{shard, image, 1}, 0, window.height};
    begin_usual(window, channels, window.height, whole, gradient);
    copy_picture(dy, strides, usual_line(gradient, window, channels, 0) + window.left * channels, padded_strides(window, channels),
                 window.height, window.width, channels);
    return give_usual(state, worker, part, window, whole, image, gradient);
  }
  if (!part.wants_gradient) return;
  switch (instruction.kind) {
    case Kind::kMaxPool: {
      read_padded(state, worker, part, window, image, all_rows(window), -std::numeric_limits<float>::infinity(), padded);
      const InPhase phase(worker.phases, Phase::kPool);
      spread_maxima(window, padded, state.raw(instruction.output, image), dy, channels, gradient);
      return give_whole(state, worker, part, shard, image, inner(gradient, window, channels), padded_strides(window, channels));
    }
    case Kind::kAveragePool: {
      const InPhase phase(worker.phases, Phase::kPool);
      scale_pixels(dy, layout.out.pixels(), channels, layout.shares.data());
      spread(window, dy, channels, worker.ones.data(), gradient);
      return give_whole(state, worker, part, shard, image, inner(gradient, window, channels), padded_strides(window, channels));
    }
    case Kind::kMean:
      for (int c = 0; c < channels; c++) dy[c] /= static_cast<float>(in.pixels());
      return give_whole(state, worker, part, shard, image, dy, {0, 0});
    default:
      return give_whole(state, worker, part, shard, image, dy, strides);
  }
}

inline void backward(State& state, Worker& worker, int index, Block block) {
  const Instruction& instruction = state.program.instructions[index];
  const Layout& layout = state.sizes.layouts[index];
  if (instruction.kind == Kind::kLoss) return;
  if (instruction.kind == Kind::kProduct)
    return for_pieces(state, worker, index, block, true, [&](const Piece& piece) { multiply_backward(state, worker, instruction, layout, piece); });
  for (int each = 0; each < block.images; each++) {
    read_output_gradient(state, worker, instruction, layout, block.image + each, 0, layout.out.height, worker.narrow.data());
    operate_backward(state, worker, instruction, layout, block.shard, block.image + each);
  }
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
