// Batch normalization and activations without a pass of their own: whoever reads a tensor applies them, whoever writes one
// takes the sums that they need while its numbers are still in the cache (ours). Sums are taken in floats over at most 64
// rows, then in doubles.
#pragma once

#include <cmath>
#include <type_traits>

#include "depthwise.h"
#include "program.h"

namespace hiernas {
namespace HIERNAS_ISA {

constexpr int kRowsInFloat = 64;

/** What reading a tensor needs: z = activation(y * scale + shift); null for z = activation(y). */
struct Reading {
  const float* scale = nullptr;
  const float* shift = nullptr;
  Activation activation = Activation::kNone;
};

template <class Values>
inline Values softplus(Values value) {
  for (size_t lane = 0; lane < sizeof(Values) / sizeof(float); lane++)
    value[lane] = std::fmax(value[lane], 0.0f) + std::log1p(std::exp(-std::fabs(value[lane])));
  return value;
}
template <class Values>
inline Values softplus_slope(Values value) {
  for (size_t lane = 0; lane < sizeof(Values) / sizeof(float); lane++) value[lane] = 1.0f / (1.0f + std::exp(-value[lane]));
  return value;
}

/** Calls `work(Width, channel, scale, shift, read)` with `read(y)` = y * scale + shift, where there is one. */
template <int lanes, class Work>
inline void with_affine(const Reading& reading, int c, const Work& work) {
  if (reading.scale == nullptr) return work([](const auto& y) { return y; });
  const Vector<lanes> scale = load<lanes>(reading.scale + c), shift = load<lanes>(reading.shift + c);
  work([scale, shift](const auto& y) { return y * scale + shift; });
}

/** A picture `[height, width, channels]` as its readers see it. */
inline void read_picture(const float* raw, int height, int width, int channels, const Reading& reading, float* to, Strides strides) {
  if (reading.scale == nullptr && reading.activation == Activation::kNone && strides.pixel == channels) {
    for (int y = 0; y < height; y++)
      std::memcpy(to + y * strides.row, raw + long{y} * width * channels, sizeof(float) * width * channels);
    return;
  }
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    with_affine<lanes>(reading, c, [&](auto&& affine) {
      const auto each = [&](auto&& activate) {
        for (int y = 0; y < height; y++) {
          const float* from = raw + long{y} * width * channels + c;
          float* line = to + y * strides.row + c;
          for (int x = 0; x < width; x++) store(line + x * strides.pixel, activate(affine(load<lanes>(from + long{x} * channels))));
        }
      };
      switch (reading.activation) {
        case Activation::kNone: return each([](const auto& u) { return u; });
        case Activation::kRelu: return each([](const auto& u) { return larger(u, std::decay_t<decltype(u)>{}); });
        case Activation::kSoftplus: return each([](const auto& u) { return softplus(u); });
      }
    });
  });
}

/** Adds the sums over rows of y and of y squared to `sums` `[2, channels]`. */
inline void add_moments(const float* y, long rows, int channels, double* sums) {
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    for (long begin = 0; begin < rows; begin += kRowsInFloat) {
      const long end = begin + kRowsInFloat < rows ? begin + kRowsInFloat : rows;
      Vector<lanes> sum{}, squares{};
      for (long r = begin; r < end; r++) {
        const Vector<lanes> value = load<lanes>(y + r * channels + c);
        sum += value;
        squares += value * value;
      }
      for (int lane = 0; lane < lanes; lane++) {
        sums[c + lane] += sum[lane];
        sums[channels + c + lane] += squares[lane];
      }
    }
  });
}

/** dz (by what readers see) -> dm (by y * scale + shift). */
template <class Values, class Affine>
inline Values through_activation(Activation activation, const Affine& affine, const Values& y, const Values& dz) {
  switch (activation) {
    case Activation::kRelu: return affine(y) > Values{} ? dz : Values{};
    case Activation::kSoftplus: return dz * softplus_slope(affine(y));
    default: return dz;
  }
}

/** The sums that the gradient of a normalization needs, or nothing: `mean` `[channels]`, `sums` `[2, channels]` of dm and dm * (y - mean). */
struct GradientSums {
  const float* raw = nullptr;
  Reading reading;
  const float* mean = nullptr;
  double* sums = nullptr;
};

/**
 * Writes (first) or adds a picture to the gradient of a tensor; where that completes it, takes the sums in the same pass.
 */
inline void give_gradient(const float* from, Strides strides, int height, int width, int channels, bool first, float* gradient,
                          const GradientSums& sums) {
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    const auto value_at = [&](long y, long x) {
      const Vector<lanes> value = load<lanes>(from + y * strides.row + x * strides.pixel + c);
      return first ? value : value + load<lanes>(gradient + (y * width + x) * channels + c);
    };
    if (sums.sums == nullptr) {
      for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) store(gradient + (long{y} * width + x) * channels + c, value_at(y, x));
      return;
    }
    const Vector<lanes> mean = load<lanes>(sums.mean + c);
    with_affine<lanes>(sums.reading, c, [&](auto&& affine) {
      Vector<lanes> sum{}, moments{};
      const auto flush = [&] {
        for (int lane = 0; lane < lanes; lane++) {
          sums.sums[c + lane] += sum[lane];
          sums.sums[channels + c + lane] += moments[lane];
        }
        sum = moments = Vector<lanes>{};
      };
      int rows = 0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          const long at = (long{y} * width + x) * channels + c;
          const Vector<lanes> dz = value_at(y, x), raw = load<lanes>(sums.raw + at);
          store(gradient + at, dz);
          const Vector<lanes> dm = through_activation(sums.reading.activation, affine, raw, dz);
          sum += dm;
          moments += dm * (raw - mean);
        }
        rows += width;
        if (rows >= kRowsInFloat) {
          flush();
          rows = 0;
        }
      }
      flush();
    });
  });
}

/** Of the gradient through a normalization: dy = a * dm + b * y + c; null where there is none. */
struct Backward {
  const float* a = nullptr;
  const float* b = nullptr;
  const float* c = nullptr;
};

/** The gradient of a picture as it was written, from that of what readers see. */
inline void read_gradient(const float* gradient, const float* raw, int height, int width, int channels, const Reading& reading,
                          const Backward& backward, float* to, Strides strides) {
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    with_affine<lanes>(reading, c, [&](auto&& affine) {
      const auto each = [&](auto&& finish) {
        for (int y = 0; y < height; y++)
          for (int x = 0; x < width; x++) {
            const long at = (long{y} * width + x) * channels + c;
            const Vector<lanes> value = load<lanes>(raw + at);
            const Vector<lanes> dm = through_activation(reading.activation, affine, value, load<lanes>(gradient + at));
            store(to + y * strides.row + x * strides.pixel + c, finish(dm, value));
          }
      };
      if (backward.a == nullptr) return each([](const auto& dm, const auto&) { return dm; });
      const Vector<lanes> a = load<lanes>(backward.a + c), b = load<lanes>(backward.b + c), constant = load<lanes>(backward.c + c);
      each([a, b, constant](const auto& dm, const auto& value) { return a * dm + b * value + constant; });
    });
  });
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
