// Batch normalization and activations without a separate pass: the readers of a tensor apply them, and its writer
// computes their sums while the numbers are still in the cache. Sums are in floats over a few rows, then in doubles.
// The loops are functions of values, not closures, whose captures would be read again after each store.
#pragma once

#include <cmath>

#include "depthwise.h"
#include "program.h"

namespace hiernas {
namespace HIERNAS_ISA {

constexpr int kRowsInFloat = 64;
/** The bytes of a picture that a pass over its channels takes at a time: they stay in the first cache for all vectors of a pixel. */
constexpr long kPassBytes = 16 * 1024;

/** Calls `each(first line, lines)` for lines of a picture that a pass takes at a time; a single vector has them all. */
template <class Each>
inline void for_lines(int height, int width, int channels, const Each& each) {
  const long most = channels <= kLanes ? height : kPassBytes / static_cast<long>(sizeof(float)) / (long{width} * channels);
  const int step = static_cast<int>(most < 1 ? 1 : most < height ? most : height);
  for (int line = 0; line < height; line += step) each(line, step < height - line ? step : height - line);
}

/** The coefficients for reading a tensor: z = activation(y * scale + shift); null for z = activation(y). */
struct Reading {
  const float* scale = nullptr;
  const float* shift = nullptr;
  Activation activation = Activation::kNone;
};

struct NoActivation {
  template <class Values>
  static Values value(const Values& u) { return u; }
  template <class Values>
  static Values slope(const Values&, const Values& dz) { return dz; }
};

struct Relu {
  template <class Values>
  static Values value(const Values& u) { return larger(u, Values{}); }
  template <class Values>
  static Values slope(const Values& u, const Values& dz) { return u > Values{} ? dz : Values{}; }
};

/** Not optimized, because only tests use it. */
struct Softplus {
  template <class Values>
  static Values value(Values u) {
    for (size_t lane = 0; lane < sizeof(Values) / sizeof(float); lane++)
      u[lane] = std::fmax(u[lane], 0.0f) + std::log1p(std::exp(-std::fabs(u[lane])));
    return u;
  }
  template <class Values>
  static Values slope(Values u, const Values& dz) {
    for (size_t lane = 0; lane < sizeof(Values) / sizeof(float); lane++) u[lane] = dz[lane] / (1.0f + std::exp(-u[lane]));
    return u;
  }
};

/** Calls `work(activation, Width, channel, scale, shift)` for vectors of channels. */
template <class Work>
inline void for_reading(const Reading& reading, int channels, const Work& work) {
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    const Vector<lanes> none{};
    const Vector<lanes> scale = reading.scale == nullptr ? none + 1.0f : load<lanes>(reading.scale + c);
    const Vector<lanes> shift = reading.shift == nullptr ? none : load<lanes>(reading.shift + c);
    switch (reading.activation) {
      case Activation::kNone: return work(NoActivation{}, width_tag, c, scale, shift);
      case Activation::kRelu: return work(Relu{}, width_tag, c, scale, shift);
      case Activation::kSoftplus: return work(Softplus{}, width_tag, c, scale, shift);
    }
  });
}

template <class Activate, class Values>
HIERNAS_KERNEL inline void read_columns(const float* raw, int height, int width, long channels, Values scale, Values shift, float* to, Strides strides) {
  constexpr int lanes = sizeof(Values) / sizeof(float);
  for (int y = 0; y < height; y++, to += strides.row) {
    float* at = to;
    for (int x = 0; x < width; x++, raw += channels, at += strides.pixel)
      store(at, Activate::value(load<lanes>(raw) * scale + shift));
  }
}

/** A picture `[height, width, channels]`, normalized and activated for its readers. */
inline void read_picture(const float* raw, int height, int width, int channels, const Reading& reading, float* to, Strides strides) {
  if (reading.scale == nullptr && reading.activation == Activation::kNone && strides.pixel == channels) {
    for (int y = 0; y < height; y++)
      std::memcpy(to + y * strides.row, raw + long{y} * width * channels, sizeof(float) * width * channels);
    return;
  }
  for_lines(height, width, channels, [&](int line, int lines) {
    const float* from = raw + long{line} * width * channels;
    float* into = to + line * strides.row;
    for_reading(reading, channels, [&](auto activation, auto, int c, auto scale, auto shift) {
      read_columns<decltype(activation)>(from + c, lines, width, channels, scale, shift, into + c, strides);
    });
  });
}

template <int lanes>
HIERNAS_KERNEL inline void add_moments_of(const float* y, long rows, int channels, double* sums) {
  Vector<lanes> sum{}, squares{};
  // Relative to the first row: squares of large, nearly equal numbers would lose their differences.
  const Vector<lanes> from = load<lanes>(y);
  for (long r = 0; r < rows; r++, y += channels) {
    const Vector<lanes> value = load<lanes>(y) - from;
    sum += value;
    squares += value * value;
  }
  const double count = static_cast<double>(rows);
  for (int lane = 0; lane < lanes; lane++) {
    const double start = from[lane], more = sum[lane];
    sums[lane] += count * start + more;
    sums[channels + lane] += start * (count * start + 2 * more) + squares[lane];
  }
}

/** Adds the sums over rows of y and of y squared to `sums` `[2, channels]`. */
inline void add_moments(const float* y, long rows, int channels, double* sums) {
  for (long begin = 0; begin < rows; begin += kRowsInFloat) {
    const long count = kRowsInFloat < rows - begin ? kRowsInFloat : rows - begin;
    for_channels(channels, [&](auto width_tag, int c) {
      add_moments_of<decltype(width_tag)::value>(y + begin * channels + c, count, channels, sums + c);
    });
  }
}

/**
 * The sums for the gradient of a normalization, if any: `mean` `[channels]`, `sums` `[2, channels]` of dm and dm * (y -
 * mean).
 */
struct GradientSums {
  const float* raw = nullptr;
  Reading reading;
  const float* mean = nullptr;
  double* sums = nullptr;
};

template <bool first, int lanes>
HIERNAS_KERNEL inline void give_columns(const float* from, Strides strides, int height, int width, long channels, float* gradient) {
  for (int y = 0; y < height; y++, from += strides.row) {
    const float* at = from;
    for (int x = 0; x < width; x++, at += strides.pixel, gradient += channels)
      store(gradient, first ? load<lanes>(at) : load<lanes>(at) + load<lanes>(gradient));
  }
}

template <bool first, class Activate, class Values>
HIERNAS_KERNEL inline void give_and_sum_columns(const float* from, Strides strides, int height, int width, long channels, float* gradient,
                                 const float* raw, Values scale, Values shift, Values mean, double* sums) {
  constexpr int lanes = sizeof(Values) / sizeof(float);
  Values sum{}, moments{};
  int rows = 0;
  for (int y = 0; y < height; y++, from += strides.row) {
    const float* at = from;
    for (int x = 0; x < width; x++, at += strides.pixel, gradient += channels, raw += channels) {
      const Values dz = first ? load<lanes>(at) : load<lanes>(at) + load<lanes>(gradient), value = load<lanes>(raw);
      store(gradient, dz);
      const Values dm = Activate::slope(value * scale + shift, dz);
      sum += dm;
      moments += dm * (value - mean);
    }
    rows += width;
    if (rows < kRowsInFloat && y + 1 < height) continue;
    for (int lane = 0; lane < lanes; lane++) {
      sums[lane] += sum[lane];
      sums[channels + lane] += moments[lane];
    }
    sum = moments = Values{};
    rows = 0;
  }
}

/**
 * Writes (if `first`) or adds a picture to the gradient of a tensor, and computes the sums in the same pass if that
 * completes it.
 */
inline void give_gradient(const float* from, Strides strides, int height, int width, int channels, bool first, float* gradient,
                          const GradientSums& sums) {
  for_lines(height, width, channels, [&](int line, int lines) {
    const float* source = from + line * strides.row;
    const long at = long{line} * width * channels;
    float* target = gradient + at;
    if (sums.sums == nullptr)
      return for_channels(channels, [&](auto width_tag, int c) {
        constexpr int lanes = decltype(width_tag)::value;
        if (first)
          give_columns<true, lanes>(source + c, strides, lines, width, channels, target + c);
        else
          give_columns<false, lanes>(source + c, strides, lines, width, channels, target + c);
      });
    const float* raw = sums.raw + at;
    for_reading(sums.reading, channels, [&](auto activation, auto width_tag, int c, auto scale, auto shift) {
      using Activate = decltype(activation);
      const auto mean = load<decltype(width_tag)::value>(sums.mean + c);
      if (first)
        give_and_sum_columns<true, Activate>(source + c, strides, lines, width, channels, target + c, raw + c, scale, shift, mean,
                                             sums.sums + c);
      else
        give_and_sum_columns<false, Activate>(source + c, strides, lines, width, channels, target + c, raw + c, scale, shift, mean,
                                              sums.sums + c);
    });
  });
}

/** The coefficients of the gradient through a normalization: dy = a * dm + b * y + c; null if there is none. */
struct Backward {
  const float* a = nullptr;
  const float* b = nullptr;
  const float* c = nullptr;
};

template <class Activate, class Values>
HIERNAS_KERNEL inline void read_gradient_columns(const float* gradient, const float* raw, int height, int width, long channels, Values scale,
                                  Values shift, Values a, Values b, Values c, float* to, Strides strides) {
  constexpr int lanes = sizeof(Values) / sizeof(float);
  for (int y = 0; y < height; y++, to += strides.row) {
    float* at = to;
    for (int x = 0; x < width; x++, at += strides.pixel, gradient += channels, raw += channels) {
      const Values value = load<lanes>(raw);
      store(at, a * Activate::slope(value * scale + shift, load<lanes>(gradient)) + b * value + c);
    }
  }
}

/** The gradient of a stored picture, from that of its normalized and activated form. */
inline void read_gradient(const float* gradient, const float* raw, int height, int width, int channels, const Reading& reading,
                          const Backward& backward, float* to, Strides strides) {
  for_lines(height, width, channels, [&](int line, int lines) {
    const long at = long{line} * width * channels;
    float* into = to + line * strides.row;
    for_reading(reading, channels, [&](auto activation, auto width_tag, int c, auto scale, auto shift) {
      constexpr int lanes = decltype(width_tag)::value;
      const Vector<lanes> none{};
      const bool normalized = backward.a != nullptr;
      const Vector<lanes> a = normalized ? load<lanes>(backward.a + c) : none + 1.0f;
      const Vector<lanes> b = normalized ? load<lanes>(backward.b + c) : none, constant = normalized ? load<lanes>(backward.c + c) : none;
      read_gradient_columns<decltype(activation)>(gradient + at + c, raw + at + c, lines, width, channels, scale, shift, a, b, constant,
                                                  into + c, strides);
    });
  });
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
