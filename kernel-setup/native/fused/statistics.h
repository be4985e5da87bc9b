// Batch normalization: turns sums over the whole batch, shard by shard in doubles, into the readers' coefficients of
// each channel.
#pragma once

#include "state.h"

namespace hiernas {
namespace HIERNAS_ISA {

inline void set_coefficients(State& state, Worker& worker, int index, int c, double mean, double variance) {
  const Norm& norm = state.program.norms[index];
  const double inverse = 1 / std::sqrt(variance + state.epsilon);
  const double scale = state.call->theta[norm.scale + c] * inverse;
  state.coefficient(worker, index, kMean)[c] = static_cast<float>(mean);
  state.coefficient(worker, index, kInverse)[c] = static_cast<float>(inverse);
  state.coefficient(worker, index, kScale)[c] = static_cast<float>(scale);
  state.coefficient(worker, index, kShift)[c] = static_cast<float>(state.call->theta[norm.offset + c] - mean * scale);
}

/** Both sums of a channel over all shards, in order. */
inline std::pair<double, double> sums_of_batch(State& state, std::vector<double>& all, int index, int c) {
  const int padded = state.padded(state.program.norms[index].tensor);
  double first = 0, second = 0;
  for (int shard = 0; shard < state.shards; shard++) {
    const double* sums = state.sums(all, index, shard);
    first += sums[c];
    second += sums[padded + c];
  }
  return {first, second};
}

inline double values_of_channel(const State& state, const Norm& norm) {
  return static_cast<double>(state.sizes.batch) * state.shape(norm.tensor).pixels();
}

/** Every thread computes the coefficients for itself; one `writes` the results for the caller. */
inline void settle(State& state, Worker& worker, int index, bool writes) {
  const Norm& norm = state.program.norms[index];
  const int channels = state.program.tensors[norm.tensor].channels;
  const double count = values_of_channel(state, norm);
  for (int c = 0; c < channels; c++) {
    const auto [sum, squares] = sums_of_batch(state, state.forward_sums, index, c);
    const double mean = sum / count, variance = std::max(0.0, squares / count - mean * mean);
    set_coefficients(state, worker, index, c, mean, variance);
    if (!writes || state.call->statistics == nullptr) continue;
    state.call->statistics[norm.mean + c] = static_cast<float>(mean);
    state.call->statistics[norm.variance + c] = static_cast<float>(variance * count / std::max(1.0, count - 1));
  }
}

inline void use_averages(State& state, Worker& worker) {
  for (size_t index = 0; index < state.program.norms.size(); index++) {
    const Norm& norm = state.program.norms[index];
    for (int c = 0; c < state.program.tensors[norm.tensor].channels; c++)
      set_coefficients(state, worker, static_cast<int>(index), c, state.call->averages[norm.mean + c],
                       state.call->averages[norm.variance + c]);
  }
}

/** dy = a dm + b y + c: the gradient through the normalization; `sums` are those of dm and dm (y - mean). */
inline void settle_backward(State& state, Worker& worker, int index, bool writes) {
  const Norm& norm = state.program.norms[index];
  const int channels = state.program.tensors[norm.tensor].channels;
  const double count = values_of_channel(state, norm);
  for (int c = 0; c < channels; c++) {
    const auto [sum, moments] = sums_of_batch(state, state.backward_sums, index, c);
    const double inverse = state.coefficient(worker, index, kInverse)[c], scale = state.coefficient(worker, index, kScale)[c];
    const double mean = state.coefficient(worker, index, kMean)[c], slope = moments * inverse;
    const double b = -scale * inverse * slope / count;
    state.coefficient(worker, index, kA)[c] = static_cast<float>(scale);
    state.coefficient(worker, index, kB)[c] = static_cast<float>(b);
    state.coefficient(worker, index, kC)[c] = static_cast<float>(-scale * sum / count - mean * b);
    if (!writes) continue;
    state.call->gradient[norm.scale + c] = static_cast<float>(slope);
    state.call->gradient[norm.offset + c] = static_cast<float>(sum);
  }
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
