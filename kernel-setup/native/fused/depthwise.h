// Depthwise convolutions of one image: every channel has its own taps. The image is in scratch memory with its padding,
// so that taps need no bounds checks.
#pragma once

#include "sizes.h"
#include "vector.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** The layout of a picture: floats from one pixel to the next and from one row of pixels to the next. */
struct Strides {
  long pixel, row;
};

/** P neighbouring pixels of a 3 x 3 convolution at stride 1. */
template <int lanes, int P>
inline void three_by_three(const float* image, long pixel, long row, const Vector<lanes> (&filter)[9], float* out, long out_pixel) {
  Vector<lanes> sum[P];
#pragma GCC unroll 4
  for (int p = 0; p < P; p++) sum[p] = Vector<lanes>{};
#pragma GCC unroll 3
  for (int y = 0; y < 3; y++) {
#pragma GCC unroll 8
    for (int x = 0; x < P + 2; x++) {
      const Vector<lanes> value = load<lanes>(image + y * row + x * pixel);
#pragma GCC unroll 4
      for (int p = 0; p < P; p++)
        if (x - p >= 0 && x - p < 3) sum[p] += value * filter[3 * y + x - p];
    }
  }
#pragma GCC unroll 4
  for (int p = 0; p < P; p++) store(out + p * out_pixel, sum[p]);
}

template <bool flipped, int lanes>
HIERNAS_KERNEL inline void three_by_three_columns(const float* image, long row, long channels, const float* filter, int height, int width, float* out,
                                   Strides to) {
  Vector<lanes> taps[9];
#pragma GCC unroll 9
  for (int tap = 0; tap < 9; tap++) taps[tap] = load<lanes>(filter + (flipped ? 8 - tap : tap) * channels);
  for (int y = 0; y < height; y++, image += row, out += to.row) {
    int x = 0;
    const float* at = image;
    float* line = out;
    for (; x + 4 <= width; x += 4, at += 4 * channels, line += 4 * to.pixel)
      three_by_three<lanes, 4>(at, channels, row, taps, line, to.pixel);
    for (; x < width; x++, at += channels, line += to.pixel) three_by_three<lanes, 1>(at, channels, row, taps, line, to.pixel);
  }
}

/** `flipped`: the taps in reverse order, which gives the gradient of the image at stride 1. */
template <bool flipped>
inline void convolve_three_by_three(const float* padded, int padded_width, int channels, const float* filter, int height,
                                    int width, float* out, Strides to) {
  const long row = long{padded_width} * channels;
  for_channels(channels, [&](auto width_tag, int c) {
    three_by_three_columns<flipped, decltype(width_tag)::value>(padded + c, row, channels, filter + c, height, width, out + c, to);
  });
}

template <int lanes>
HIERNAS_KERNEL inline void convolve_columns(const Window& window, const float* padded, long channels, const float* filter, float* out,
                                            Strides to) {
  const long row = window.padded_width * channels, step = window.dilation * channels;
  for (int y = 0; y < window.out_height; y++)
    for (int x = 0; x < window.out_width; x++) {
      const float *line = padded + (y * row + x * channels) * window.stride, *tap = filter;
      Vector<lanes> sum{};
      for (int ty = 0; ty < window.kernel; ty++, line += window.dilation * row)
        for (int tx = 0; tx < window.kernel; tx++, tap += channels) sum += load<lanes>(line + tx * step) * load<lanes>(tap);
      store(out + y * to.row + x * to.pixel, sum);
    }
}

/** out = the convolution of `padded` with `filter` `[taps, channels]`. */
inline void convolve(const Window& window, const float* padded, int channels, const float* filter, float* out, Strides to) {
  if (is_usual(window))
    return convolve_three_by_three<false>(padded, window.padded_width, channels, filter, window.out_height, window.out_width, out, to);
  for_channels(channels, [&](auto width_tag, int c) {
    convolve_columns<decltype(width_tag)::value>(window, padded + c, channels, filter + c, out + c, to);
  });
}

template <int lanes>
HIERNAS_KERNEL inline void spread_columns(const Window& window, const float* gradient, long channels, const float* filter, float* padded) {
  const long row = window.padded_width * channels, step = window.dilation * channels;
  for (int y = 0; y < window.out_height; y++)
    for (int x = 0; x < window.out_width; x++, gradient += channels) {
      const Vector<lanes> value = load<lanes>(gradient);
      float* line = padded + (y * row + x * channels) * window.stride;
      const float* tap = filter;
      for (int ty = 0; ty < window.kernel; ty++, line += window.dilation * row)
        for (int tx = 0; tx < window.kernel; tx++, tap += channels)
          store(line + tx * step, load<lanes>(line + tx * step) + value * load<lanes>(tap));
    }
}

/** The gradient of the padded image from that of the result, for any window; `padded` is overwritten. */
inline void spread(const Window& window, const float* gradient, int channels, const float* filter, float* padded) {
  std::memset(padded, 0, sizeof(float) * window.padded_pixels() * channels);
  for_channels(channels, [&](auto width_tag, int c) {
    spread_columns<decltype(width_tag)::value>(window, gradient + c, channels, filter + c, padded + c);
  });
}

/** P neighbouring pixels of the gradient times the pixels under their taps. */
template <int lanes, int P>
inline void three_by_three_outer(const float* image, long row, long channels, const float* gradient, long gradient_pixel,
                                 Vector<lanes> (&sum)[9]) {
  Vector<lanes> value[P];
#pragma GCC unroll 4
  for (int p = 0; p < P; p++) value[p] = load<lanes>(gradient + p * gradient_pixel);
#pragma GCC unroll 3
  for (int y = 0; y < 3; y++)
#pragma GCC unroll 8
    for (int x = 0; x < P + 2; x++) {
      const Vector<lanes> seen = load<lanes>(image + y * row + x * channels);
#pragma GCC unroll 4
      for (int p = 0; p < P; p++)
        if (x - p >= 0 && x - p < 3) sum[3 * y + x - p] += value[p] * seen;
    }
}

template <int lanes>
HIERNAS_KERNEL inline void add_three_by_three_gradient(const float* image, long row, long channels, const float* gradient, Strides from, int height,
                                        int width, float* filter_gradient) {
  Vector<lanes> sum[9];
#pragma GCC unroll 9
  for (int tap = 0; tap < 9; tap++) sum[tap] = load<lanes>(filter_gradient + tap * channels);
  for (int y = 0; y < height; y++, image += row, gradient += from.row) {
    const float *top = image, *line = gradient;
    int x = 0;
    for (; x + 4 <= width; x += 4, top += 4 * channels, line += 4 * from.pixel) three_by_three_outer<lanes, 4>(top, row, channels, line, from.pixel, sum);
    for (; x < width; x++, top += channels, line += from.pixel) three_by_three_outer<lanes, 1>(top, row, channels, line, from.pixel, sum);
  }
#pragma GCC unroll 9
  for (int tap = 0; tap < 9; tap++) store(filter_gradient + tap * channels, sum[tap]);
}

template <int lanes>
HIERNAS_KERNEL inline void add_window_gradient(const Window& window, const float* padded, const float* gradient, Strides from,
                                               long channels, float* filter_gradient) {
  const long row = window.padded_width * channels;
  for (int ty = 0; ty < window.kernel; ty++)
    for (int tx = 0; tx < window.kernel; tx++, filter_gradient += channels) {
      Vector<lanes> sum = load<lanes>(filter_gradient);
      const float* line = padded + (ty * row + tx * channels) * window.dilation;
      for (int y = 0; y < window.out_height; y++, line += window.stride * row)
        for (int x = 0; x < window.out_width; x++)
          sum += load<lanes>(line + x * window.stride * channels) * load<lanes>(gradient + y * from.row + x * from.pixel);
      store(filter_gradient, sum);
    }
}

/** Adds the gradient of the filter; `gradient` is a picture of the result's size. */
inline void add_filter_gradient(const Window& window, const float* padded, const float* gradient, Strides from, int channels,
                                float* filter_gradient) {
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    if (is_usual(window))
      add_three_by_three_gradient<lanes>(padded + c, long{window.padded_width} * channels, channels, gradient + c, from,
                                         window.out_height, window.out_width, filter_gradient + c);
    else
      add_window_gradient<lanes>(window, padded + c, gradient + c, from, channels, filter_gradient + c);
  });
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
