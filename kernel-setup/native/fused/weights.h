// Copies weights between the flat vector and the kernels' panels and rows of padded channels.
#pragma once

#include "product.h"
#include "state.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** A thread's share of `count` things. */
struct Share {
  int begin, end;
  Share(int count, int thread, int threads)
      : begin(static_cast<int>(long{count} * thread / threads)), end(static_cast<int>(long{count} * (thread + 1) / threads)) {}
};

inline bool has_filter(const Instruction& instruction, const Part& part) {
  return part.mode == Mode::kDepthwise || instruction.kind == Kind::kDepthwise;
}

/** Calls `each(row of the part, place in theta)` for rows of a part's weights that are not padding. */
template <class Each>
inline void for_rows(const Program& program, const Instruction& instruction, const Part& part, Share rows, const Each& each) {
  const Tensor &input = program.tensors[part.tensor], &output = program.tensors[instruction.output];
  const int channels = part.mode == Mode::kOnes ? 1 : input.channels, padded = part.mode == Mode::kOnes ? 8 : input.padded;
  for (int row = rows.begin; row < rows.end; row++) {
    const int64_t tap = row / padded, channel = row % padded;
    if (channel < channels) each(row, part.weight + (tap * part.tap_rows + channel) * output.channels);
  }
}

/** The panel of a column: its first column and its width. */
inline std::pair<int, int> panel_at(int columns, int column) {
  int begin = 0;
  for (int width : {kPanel, kLanes, kFewLanes}) {
    const int end = begin + (columns - begin) / width * width;
    if (column < end) return {column - (column - begin) % width, width};
    begin = end;
  }
  return {begin, kFewLanes};
}

/** Whether some of the packed weights of an instruction belong to no channel. */
inline bool has_padding(const Program& program, const Instruction& instruction) {
  const auto is_padded = [&](int tensor) { return program.tensors[tensor].channels != program.tensors[tensor].padded; };
  return is_padded(instruction.output) || std::any_of(instruction.parts.begin(), instruction.parts.end(), [&](const Part& part) {
           return part.mode == Mode::kOnes || is_padded(part.tensor);
         });
}

/** Packs a chunk's weights in panels for a product with `[., rows]`. */
inline void pack_chunk(const State& state, const Instruction& instruction, const Chunk& chunk, float* packed) {
  const Tensor& output = state.program.tensors[instruction.output];
  for (int index = chunk.begin; index < chunk.end; index++) {
    const Part& part = instruction.parts[index];
    for_rows(state.program, instruction, part, Share(part.rows, 0, 1), [&](int row, int64_t from) {
      const float* numbers = state.call->theta + from;
      const long at = part.first_row - chunk.first_row + row;
      for_panels(output.padded, [&](auto panel, int c) {
        const int count = std::min<int>(panel.columns, output.channels - c);
        if (count > 0) std::memcpy(packed + long{chunk.rows} * c + at * panel.columns, numbers + c, sizeof(float) * count);
      });
    });
  }
}

/** Packs a chunk's transposed weights in panels for a product with `[., columns]`. */
inline void pack_transposed(const State& state, const Instruction& instruction, const Chunk& chunk, float* packed) {
  const Tensor& output = state.program.tensors[instruction.output];
  for (int index = chunk.begin; index < chunk.end; index++) {
    const Part& part = instruction.parts[index];
    for_rows(state.program, instruction, part, Share(part.rows, 0, 1), [&](int row, int64_t from) {
      const int at = part.first_row - chunk.first_row + row;
      const auto [begin, width] = panel_at(chunk.rows, at);
      const float* numbers = state.call->theta + from;
      float* to = packed + long{output.padded} * begin + at - begin;
      for (int column = 0; column < output.channels; column++) to[long{column} * width] = numbers[column];
    });
  }
}

inline void pack_filter(State& state, const Part& part, float* packed) {
  const Tensor& input = state.program.tensors[part.tensor];
  for (int tap = 0; tap < part.kernel * part.kernel; tap++, packed += input.padded) {
    std::memcpy(packed, state.call->theta + part.filter + int64_t{tap} * part.filter_row, sizeof(float) * input.channels);
    std::fill(packed + input.channels, packed + input.padded, 0.0f);
  }
}

/** Packs a thread's share of the weights of a wave: for products, transposed if it goes backward. */
inline void pack_wave(State& state, int turn, int thread, int threads) {
  const Wave& wave = state.wave(turn);
  const bool back = turn >= state.forward_turns();
  int count = 0;
  const auto is_own = [&] { return count++ % threads == thread; };
  for (int index = wave.begin; index < wave.end; index++) {
    const Instruction& instruction = state.program.instructions[index];
    for (const Part& part : instruction.parts)
      if (has_filter(instruction, part) && is_own()) pack_filter(state, part, state.weights(turn, part.packed_filter));
    if (instruction.kind != Kind::kProduct) continue;
    const bool padded = has_padding(state.program, instruction);
    for (const Chunk& chunk : state.sizes.layouts[index].chunks) {
      if (!is_own()) continue;
      float* packed = state.weights(turn, state.packed_chunk(instruction, chunk));
      if (padded) std::memset(packed, 0, sizeof(float) * chunk.rows * state.padded(instruction.output));
      if (back)
        pack_transposed(state, instruction, chunk, packed);
      else
        pack_chunk(state, instruction, chunk, packed);
    }
  }
}

/** Sums numbers of all shards, in order. */
inline void sum_shards(State& state, int turn, int64_t packed, int64_t to, int length) {
  float* sum = state.call->gradient + to;
  std::memcpy(sum, state.weight_gradient(turn, 0, packed), sizeof(float) * length);
  for (int shard = 1; shard < state.shards; shard++) {
    const float* more = state.weight_gradient(turn, shard, packed);
    for (int number = 0; number < length; number++) sum[number] += more[number];
  }
}

/** Sums a thread's share of the gradients of a wave's weights over all shards. */
inline void sum_wave(State& state, int turn, int thread, int threads) {
  const Program& program = state.program;
  const Wave& wave = state.wave(turn);
  for (int index = wave.begin; index < wave.end; index++) {
    const Instruction& instruction = program.instructions[index];
    for (const Part& part : instruction.parts) {
      if (has_filter(instruction, part)) {
        const Tensor& input = program.tensors[part.tensor];
        const Share taps(part.kernel * part.kernel, thread, threads);
        for (int tap = taps.begin; tap < taps.end; tap++)
          sum_shards(state, turn, part.packed_filter + int64_t{tap} * input.padded, part.filter + int64_t{tap} * part.filter_row,
                     input.channels);
      }
      if (instruction.kind != Kind::kProduct) continue;
      const Tensor& output = program.tensors[instruction.output];
      for_rows(program, instruction, part, Share(part.rows, thread, threads), [&](int row, int64_t to) {
        sum_shards(state, turn, instruction.packed_weight + long{part.first_row + row} * output.padded, to, output.channels);
      });
    }
  }
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
