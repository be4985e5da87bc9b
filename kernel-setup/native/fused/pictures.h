// Pictures in scratch memory: padded, copied, averaged, and added to a tensor's gradient.
#pragma once

#include "pool.h"
#include "state.h"

namespace hiernas {
namespace HIERNAS_ISA {

inline Strides tight(int width, long channels) { return {channels, width * channels}; }
inline Strides padded_strides(const Window& window, long channels) { return {channels, window.padded_width * channels}; }

/** The start of the picture within its padding. */
inline float* inner(float* padded, const Window& window, long channels) {
  return padded + (long{window.top} * window.padded_width + window.left) * channels;
}

/** Rows of a padded picture. */
struct Rows {
  int begin, count;
};
inline Rows all_rows(const Window& window) { return {0, window.padded_height}; }

/** Fills the padding in some rows of a padded picture. */
HIERNAS_KERNEL inline void frame(float* padded, const Window& window, Rows rows, long channels, float value) {
  const long row = window.padded_width * channels;
  const long right = window.left + window.width;
  for (int y = rows.begin; y < rows.begin + rows.count; y++, padded += row) {
    if (y < window.top || y >= window.top + window.height) {
      std::fill_n(padded, row, value);
      continue;
    }
    std::fill_n(padded, window.left * channels, value);
    std::fill_n(padded + right * channels, (window.padded_width - right) * channels, value);
  }
}

/** Reads some rows of a part's padded picture. */
HIERNAS_KERNEL inline void read_padded(State& state, Worker& worker, const Part& part, const Window& window, int image, Rows rows, float padding,
                                       float* to) {
  const InPhase phase(worker.phases, Phase::kRead);
  const int channels = state.padded(part.tensor);
  frame(to, window, rows, channels, padding);
  const int begin = std::max(rows.begin, window.top), end = std::min(rows.begin + rows.count, window.top + window.height);
  if (begin >= end) return;
  read_picture(state.raw(part.tensor, image) + long{begin - window.top} * window.width * channels, end - begin, window.width, channels,
               state.reading(worker, part.tensor), to + (long{begin - rows.begin} * window.padded_width + window.left) * channels,
               padded_strides(window, channels));
}

template <int lanes>
HIERNAS_KERNEL inline void copy_columns(const float* from, Strides from_strides, float* to, Strides to_strides, int height, int width) {
  for (int y = 0; y < height; y++, from += from_strides.row, to += to_strides.row) {
    const float* source = from;
    float* target = to;
    for (int x = 0; x < width; x++, source += from_strides.pixel, target += to_strides.pixel) store(target, load<lanes>(source));
  }
}

inline void copy_picture(const float* from, Strides from_strides, float* to, Strides to_strides, int height, int width, int channels) {
  for_lines(height, width, channels, [&](int line, int lines) {
    for_channels(channels, [&](auto width_tag, int c) {
      copy_columns<decltype(width_tag)::value>(from + line * from_strides.row + c, from_strides, to + line * to_strides.row + c, to_strides,
                                               lines, width);
    });
  });
}

/** Averages `picture` at stride 1 into `to`; `transposed`: in the manner of the gradient, overwriting `picture`. */
HIERNAS_KERNEL inline void average(Worker& worker, const Window& window, const std::vector<float>& shares, float* picture, int channels,
                    bool transposed, float* to) {
  const InPhase phase(worker.phases, Phase::kPool);
  const Strides strides = tight(window.width, channels);
  const long pixels = long{window.height} * window.width;
  if (transposed) scale_pixels(picture, pixels, channels, shares.data());
  float* padded = worker.padded.data();
  frame(padded, window, all_rows(window), channels, 0);
  copy_picture(picture, strides, inner(padded, window, channels), padded_strides(window, channels), window.height, window.width, channels);
  convolve(window, padded, channels, worker.ones.data(), to, strides);
  if (!transposed) scale_pixels(to, pixels, channels, shares.data());
}

/** Adds rows of pixels from `line` on, computed by a reader, to the gradient of a part's tensor. */
inline void give(State& state, Worker& worker, const Part& part, int shard, int image, int line, int lines, const float* from,
                 Strides strides) {
  const InPhase phase(worker.phases, Phase::kGradient);
  const Tensor& tensor = state.program.tensors[part.tensor];
  const Shape shape = state.shape(part.tensor);
  const long at = long{line} * shape.width * tensor.padded;
  GradientSums wanted;
  if (part.last && tensor.norm >= 0) {
    wanted.raw = state.raw(part.tensor, image) + at;
    wanted.reading = state.reading(worker, part.tensor);
    wanted.mean = state.coefficient(worker, tensor.norm, kMean);
    wanted.sums = state.sums(state.backward_sums, tensor.norm, shard);
  }
  give_gradient(from, strides, lines, shape.width, tensor.padded, part.first, state.gradient(part.tensor, image) + at, wanted);
}

inline void give_whole(State& state, Worker& worker, const Part& part, int shard, int image, const float* from, Strides strides) {
  give(state, worker, part, shard, image, 0, state.shape(part.tensor).height, from, strides);
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
