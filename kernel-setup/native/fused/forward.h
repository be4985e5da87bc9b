// The forward pass of instructions, on a few images.
#pragma once

#include <limits>

#include "product.h"
#include "wide.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** `out`: the first pixel of the piece. */
HIERNAS_KERNEL inline void multiply(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, const Piece& piece, float* out) {
  const int columns = state.padded(instruction.output);
  const long pixels = layout.out.pixels();
  bool has_direct = false, has_averaged = false;
  for (const Chunk& chunk : layout.chunks) {
    bool& has = chunk.averaged ? has_averaged : has_direct;
    float* to = chunk.averaged ? worker.narrow.data() : out;
    for_images(chunk, piece, [&](const Piece& some, int first) {
      read_chunk(state, worker, instruction, layout, chunk, some);
      for_strips(layout, some, [&](int line, int rows, const std::vector<Segment>& segments) {
        make_strip(state, worker, instruction, layout, chunk, some, segments);
        const InPhase phase(worker.phases, Phase::kProduct);
        product(worker.wide.data(), wide_row(chunk), rows, chunk.rows, state.weights(worker.turn, state.packed_chunk(instruction, chunk)), columns,
                to + (first * pixels + long{line} * layout.out.width) * columns, columns, has, worker.ahead);
      });
    });
    has = true;
  }
  if (!has_averaged) return;
  const Window window = window_of(instruction.parts.back(), layout.out);
  for (int each = 0; each < piece.images; each++) {
    float* picture = out + each * pixels * columns;
    average(worker, window, layout.shares, worker.narrow.data() + each * pixels * columns, columns, false,
            has_direct ? worker.picture.data() : picture);
    if (has_direct)
      give_gradient(worker.picture.data(), tight(layout.out.width, columns), layout.out.height, layout.out.width, columns, false, picture, {});
  }
}

/** An operation from one picture to one picture. */
HIERNAS_KERNEL inline void operate(State& state, Worker& worker, const Instruction& instruction, const Layout& layout, int image, float* out) {
  const Part& part = instruction.parts[0];
  const Shape in = state.shape(part.tensor);
  const int channels = state.padded(part.tensor);
  const Window window = window_of(part, in);
  const Strides strides = tight(layout.out.width, channels);
  const Reading reading = state.reading(worker, part.tensor);
  const float* raw = state.raw(part.tensor, image);
  float* padded = worker.padded.data();
  switch (instruction.kind) {
    case Kind::kDepthwise: {
      read_padded(state, worker, part, window, image, all_rows(window), 0, padded);
      const InPhase phase(worker.phases, Phase::kConvolve);
      return convolve(window, padded, channels, state.weights(worker.turn, part.packed_filter), out, strides);
    }
    case Kind::kMaxPool: {
      read_padded(state, worker, part, window, image, all_rows(window), -std::numeric_limits<float>::infinity(), padded);
      const InPhase phase(worker.phases, Phase::kPool);
      return take_maxima(window, padded, channels, out);
    }
    case Kind::kAveragePool: {
      read_padded(state, worker, part, window, image, all_rows(window), 0, padded);
      const InPhase phase(worker.phases, Phase::kPool);
      convolve(window, padded, channels, worker.ones.data(), out, strides);
      return scale_pixels(out, layout.out.pixels(), channels, layout.shares.data());
    }
    case Kind::kMean:
      read_picture(raw, in.height, in.width, channels, reading, worker.picture.data(), tight(in.width, channels));
      for (int c = 0; c < channels; c++) {
        float sum = 0;
        for (long pixel = 0; pixel < in.pixels(); pixel++) sum += worker.picture[pixel * channels + c];
        out[c] = sum / static_cast<float>(in.pixels());
      }
      return;
    default:
      return read_picture(raw, in.height, in.width, channels, reading, out, strides);
  }
}

HIERNAS_KERNEL inline void take_loss(State& state, Worker& worker, const Instruction& instruction, Block block) {
  const Part& part = instruction.parts[0];
  const Tensor& logits = state.program.tensors[part.tensor];
  const Strides strides = tight(1, logits.padded);
  float* row = worker.picture.data();
  for (int image = block.image; image < block.image + block.images; image++) {
    read_picture(state.raw(part.tensor, image), 1, 1, logits.padded, state.reading(worker, part.tensor), row, strides);
    const int label = state.call->labels[image];
    const int best = static_cast<int>(std::max_element(row, row + logits.channels) - row);
    state.correct_counts[block.shard] += best == label;
    const double most = row[best];
    double sum = 0, all = 0;
    for (int c = 0; c < logits.channels; c++) {
      sum += std::exp(row[c] - most);
      all += row[c];
    }
    const double smoothing = state.call->smoothing, rest = smoothing / logits.channels;
    state.loss_sums[block.shard] += std::log(sum) + most - (1 - smoothing) * row[label] - rest * all;
    if (state.call->task != Task::kTrain) continue;
    for (int c = 0; c < logits.channels; c++) {
      const double wanted = (c == label ? 1 - smoothing : 0.0) + rest;
      row[c] = static_cast<float>((std::exp(row[c] - most) / sum - wanted) / state.sizes.batch);
    }
    give_whole(state, worker, part, block.shard, image, row, strides);
  }
}

inline void forward(State& state, Worker& worker, int index, Block block) {
  const Instruction& instruction = state.program.instructions[index];
  const Layout& layout = state.sizes.layouts[index];
  if (instruction.kind == Kind::kLoss) {
    if (state.call->task != Task::kStatistics) take_loss(state, worker, instruction, block);
    return;
  }
  const Tensor& output = state.program.tensors[instruction.output];
  float* out = state.raw(instruction.output, block.image);
  const long picture = layout.out.pixels() * output.padded;
  const auto sum = [&](const float* from, long pixels) {
    if (output.norm < 0 || state.call->task == Task::kScore) return;
    const InPhase phase(worker.phases, Phase::kRead);
    add_moments(from, pixels, output.padded, state.sums(state.forward_sums, output.norm, block.shard));
  };
  if (instruction.kind == Kind::kProduct)
    return for_pieces(state, worker, index, block, false, [&](const Piece& piece) {
      float* to = out + (piece.image - block.image) * picture + long{piece.line} * layout.out.width * output.padded;
      multiply(state, worker, instruction, layout, piece, to);
      sum(to, long{piece.images} * piece.lines * layout.out.width);
    });
  for (int each = 0; each < block.images; each++) operate(state, worker, instruction, layout, block.image + each, out + each * picture);
  sum(out, block.images * layout.out.pixels());
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
