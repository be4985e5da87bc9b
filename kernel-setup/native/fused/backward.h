// The backward pass of instructions, on a few images. Inputs of products are recomputed, which is cheaper than storing
// them.
#pragma once

#include "forward.h"

namespace hiernas {
namespace HIERNAS_ISA {

inline void read_output_gradient(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, int image, float* to) {
  const InPhase phase(worker.phases, Phase::kRead);
  const int output = instruction.output, columns = state.padded(output);
  read_gradient(state.gradient(output, image), state.raw(output, image), layout.out.height, layout.out.width, columns,
                state.reading(worker, output), state.backward_of(worker, output), to, tight(layout.out.width, columns));
}

/** Collects the gradient of a part's result, some lines at a time; parts that need no neighbours pass it on at once. */
inline void take_part(State& state, Worker& worker, const Part& part, const Layout& layout, const Slot& slot, Block block,
                      const Segment& segment, const float* from, long row) {
  const int channels = state.padded(part.tensor);
  const Strides strides{row, layout.out.width * row};
  if (part.mode == Mode::kOnes) return;
  if (slot.picture_size == 0) {
    if (part.wants_gradient)
      give(state, worker, part, block.shard, block.image + segment.image, segment.line, segment.lines, from, strides);
    return;
  }
  const Window window = window_of(part, state.shape(part.tensor));
  const Window view = lines_of(window, segment.lines);
  const float* padded = worker.padded.data() + slot.picture + segment.image * slot.picture_size + line_offset(window, segment.line, channels);
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
  add_filter_gradient(view, padded, from, strides, channels, state.weight_gradient(worker.wave, block.shard, part.packed_filter));
  if (!part.wants_gradient) return;
  if (is_usual(window))
    copy_picture(from, strides, inner(gradient, window, channels) + line_offset(window, segment.line, channels),
                 padded_strides(window, channels), segment.lines, window.width, channels);
  else
    copy_picture(from, strides, gradient + long{segment.line} * window.out_width * channels, tight(window.out_width, channels),
                 segment.lines, window.out_width, channels);
}

/** Runs before the first lines of a part's gradient are collected. */
inline void begin_part(State& state, Worker& worker, const Part& part, const Slot& slot, int images) {
  if (slot.picture_size == 0 || !part.wants_gradient) return;
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, state.shape(part.tensor));
  for (int each = 0; each < images; each++) {
    float* gradient = worker.padded_gradient.data() + slot.gradient + each * slot.gradient_size;
    if (part.mode == Mode::kGathered)
      std::memset(gradient, 0, sizeof(float) * slot.picture_size);
    else if (is_usual(window))
      frame(gradient, window, channels, 0);
  }
}

/**
 * The picture's gradient through a depthwise convolution, given that of its result: padded for a usual window,
 * otherwise without padding.
 */
inline void give_convolved(State& state, Worker& worker, const Part& part, int shard, int image, const float* gradient, float* scratch) {
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, state.shape(part.tensor));
  const float* filter = state.weights.data() + part.packed_filter;
  const InPhase phase(worker.phases, Phase::kConvolve);
  if (!is_usual(window)) {
    spread(window, gradient, channels, filter, scratch);
    return give_whole(state, worker, part, shard, image, inner(scratch, window, channels), padded_strides(window, channels));
  }
  convolve_three_by_three<true>(gradient, window.padded_width, channels, filter, window.height, window.width, worker.picture.data(),
                                tight(window.width, channels));
  give_whole(state, worker, part, shard, image, worker.picture.data(), tight(window.width, channels));
}

/** Runs when all lines of a part's gradient are collected. */
inline void end_part(State& state, Worker& worker, const Part& part, const Slot& slot, Block block) {
  if (slot.picture_size == 0 || !part.wants_gradient) return;
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, state.shape(part.tensor));
  for (int each = 0; each < block.images; each++) {
    float* gradient = worker.padded_gradient.data() + slot.gradient + each * slot.gradient_size;
    if (part.mode == Mode::kGathered)
      give_whole(state, worker, part, block.shard, block.image + each, inner(gradient, window, channels), padded_strides(window, channels));
    else  // the padded picture is no longer needed
      give_convolved(state, worker, part, block.shard, block.image + each, gradient, worker.padded.data() + slot.picture);
  }
}

inline void multiply_backward(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, Block block) {
  const int columns = state.padded(instruction.output);
  const long picture = layout.out.pixels() * columns;
  bool has_pooled = false;
  for (const Chunk& chunk : layout.chunks) {
    if (chunk.averaged && !has_pooled) {
      const Window window = window_of(instruction.parts.back(), layout.out);
      for (int each = 0; each < block.images; each++)
        average(worker, window, layout.shares, worker.narrow.data() + each * picture, columns, true, worker.pooled.data() + each * picture);
      has_pooled = true;
    }
    const float* dy = chunk.averaged ? worker.pooled.data() : worker.narrow.data();
    const long packed = state.packed_chunk(instruction, chunk), wide = wide_row(chunk);
    bool wanted = false;
    for (int part = chunk.begin; part < chunk.end; part++)
      wanted = wanted || instruction.parts[part].wants_gradient || instruction.parts[part].mode == Mode::kDepthwise;
    for_images(chunk, block, [&](Block some, int first) {
      read_chunk(state, worker, instruction, layout, chunk, some);
      for (int part = chunk.begin; part < chunk.end; part++)
        begin_part(state, worker, instruction.parts[part], layout.slots[part], some.images);
      for_strips(layout, some.images, [&](int line, int rows, const std::vector<Segment>& segments) {
        const float* strip = dy + first * picture + long{line} * layout.out.width * columns;
        make_strip(state, worker, instruction, layout, chunk, some, segments);
        const InPhase phase(worker.phases, Phase::kWeightGradient);
        add_outer_product(worker.wide.data(), wide, chunk.rows, strip, columns, columns, rows,
                          state.weight_gradient(worker.wave, some.shard, packed), columns, worker.panel.data(), worker.ahead);
        if (!wanted) return;
        const InPhase next(worker.phases, Phase::kProduct);
        product(strip, columns, rows, columns, state.transposed(worker.wave, packed), chunk.rows, worker.wide_gradient.data(), wide, false,
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
    read_padded(state, worker, part, window, image, 0, padded);
    add_filter_gradient(window, padded, dy, strides, channels, state.weight_gradient(worker.wave, shard, part.packed_filter));
    if (!part.wants_gradient) return;
    if (!is_usual(window)) return give_convolved(state, worker, part, shard, image, dy, padded);
    frame(gradient, window, channels, 0);
    copy_picture(dy, strides, inner(gradient, window, channels), padded_strides(window, channels), window.height, window.width, channels);
    return give_convolved(state, worker, part, shard, image, gradient, padded);
  }
  if (!part.wants_gradient) return;
  switch (instruction.kind) {
    case Kind::kMaxPool: {
      read_padded(state, worker, part, window, image, -std::numeric_limits<float>::infinity(), padded);
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
  if (instruction.kind != Kind::kProduct) {
    for (int each = 0; each < block.images; each++) {
      read_output_gradient(state, worker, instruction, layout, block.image + each, worker.narrow.data());
      operate_backward(state, worker, instruction, layout, block.shard, block.image + each);
    }
    return;
  }
  const long picture = layout.out.pixels() * state.padded(instruction.output);
  for (int each = 0; each < block.images; each++)
    read_output_gradient(state, worker, instruction, layout, block.image + each, worker.narrow.data() + each * picture);
  multiply_backward(state, worker, instruction, layout, block);
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
