// Copies weights between the flat vector and the kernels' rows of padded channels.
#pragma once

#include "state.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** Calls `each(packed place, place in theta, length)` for contiguous runs of numbers of one thread's share. */
template <class Each>
inline void for_weights(const Program& program, int thread, int threads, const Each& each) {
  for (size_t index = thread; index < program.instructions.size(); index += threads) {
    const Instruction& instruction = program.instructions[index];
    if (instruction.kind == Kind::kLoss) continue;
    const Tensor& output = program.tensors[instruction.output];
    for (const Part& part : instruction.parts) {
      const Tensor& input = program.tensors[part.tensor];
      const int taps = part.kernel * part.kernel;
      if (part.mode == Mode::kDepthwise || instruction.kind == Kind::kDepthwise)
        for (int tap = 0; tap < taps; tap++)
          each(part.packed_filter + int64_t{tap} * input.padded, part.filter + int64_t{tap} * part.filter_row, input.channels);
      if (instruction.kind != Kind::kProduct) continue;
      const int channels = part.mode == Mode::kOnes ? 1 : input.channels;
      for (int tap = 0; tap < (part.mode == Mode::kGathered ? taps : 1); tap++)
        for (int c = 0; c < channels; c++) {
          const int64_t row = part.first_row + int64_t{tap} * input.padded + c;
          each(instruction.packed_weight + row * output.padded,
               part.weight + (int64_t{tap} * part.tap_rows + c) * output.channels, output.channels);
        }
    }
  }
}

inline void pack_weights(State& state, int thread, int threads) {
  const Program& program = state.program;
  for_weights(program, thread, threads, [&](int64_t packed, int64_t from, int length) {
    std::memcpy(state.weights.data() + packed, state.call->theta + from, sizeof(float) * length);
  });
  if (state.call->task != Task::kTrain) return;
  for (size_t index = thread; index < program.instructions.size(); index += threads) {
    const Instruction& instruction = program.instructions[index];
    if (instruction.kind != Kind::kProduct) continue;
    const long columns = state.padded(instruction.output), rows = instruction.rows;
    const float* from = state.weights.data() + instruction.packed_weight;
    float* to = state.transposed.data() + instruction.packed_weight;
    for (long row = 0; row < rows; row++)
      for (long column = 0; column < columns; column++) to[column * rows + row] = from[row * columns + column];
  }
}

/** Sums the gradients of all shards, in order. */
inline void unpack_gradients(State& state, int thread, int threads) {
  for_weights(state.program, thread, threads, [&](int64_t packed, int64_t to, int length) {
    for (int number = 0; number < length; number++) {
      float sum = 0;
      for (int shard = 0; shard < state.shards; shard++) sum += *state.weight_gradient(shard, packed + number);
      state.call->gradient[to + number] = sum;
    }
  });
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
