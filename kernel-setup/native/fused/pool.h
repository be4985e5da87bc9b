// Pools of one image. Averages are convolutions with ones, divided by the number of pixels in the window. Maxima pass
// their gradient to the first pixel with the maximum, as in TensorFlow.
#pragma once

#include "depthwise.h"

namespace hiernas {
namespace HIERNAS_ISA {

template <int lanes>
HIERNAS_KERNEL inline void scale_columns(float* picture, long pixels, long channels, const float* shares) {
  for (long pixel = 0; pixel < pixels; pixel++, picture += channels) store(picture, load<lanes>(picture) * shares[pixel]);
}

/** Multiplies each pixel of a picture without gaps by its share. */
inline void scale_pixels(float* picture, long pixels, int channels, const float* shares) {
  for_channels(channels, [&](auto width_tag, int c) {
    scale_columns<decltype(width_tag)::value>(picture + c, pixels, channels, shares);
  });
}

template <int lanes>
HIERNAS_KERNEL inline void take_maxima_of_columns(const Window& window, const float* padded, long channels, float* out) {
  const long row = window.padded_width * channels;
  for (int y = 0; y < window.out_height; y++)
    for (int x = 0; x < window.out_width; x++, out += channels) {
      const float* line = padded + (long{y} * row + x * channels) * window.stride;
      Vector<lanes> most = load<lanes>(line);
      for (int ty = 0; ty < window.kernel; ty++, line += row)
        for (int tx = 0; tx < window.kernel; tx++) most = larger(most, load<lanes>(line + tx * channels));
      store(out, most);
    }
}

/** The padding of `padded` must be less than every pixel. */
inline void take_maxima(const Window& window, const float* padded, int channels, float* out) {
  for_channels(channels, [&](auto width_tag, int c) {
    take_maxima_of_columns<decltype(width_tag)::value>(window, padded + c, channels, out + c);
  });
}

template <int lanes>
HIERNAS_KERNEL inline void spread_maxima_of_columns(const Window& window, const float* padded, const float* maxima, const float* gradient, long channels,
                                     float* padded_gradient) {
  const long row = window.padded_width * channels;
  const Vector<lanes> none{};
  for (int y = 0; y < window.out_height; y++)
    for (int x = 0; x < window.out_width; x++, maxima += channels, gradient += channels) {
      long place = (long{y} * row + x * channels) * window.stride;
      const Vector<lanes> most = load<lanes>(maxima);
      Vector<lanes> rest = load<lanes>(gradient);
      for (int ty = 0; ty < window.kernel; ty++, place += row)
        for (int tx = 0; tx < window.kernel; tx++) {
          float* at = padded_gradient + place + tx * channels;
          const Vector<lanes> given = load<lanes>(padded + place + tx * channels) == most ? rest : none;
          store(at, load<lanes>(at) + given);
          rest -= given;
        }
    }
}

/** `maxima`: the result of take_maxima; `padded_gradient` is overwritten. */
inline void spread_maxima(const Window& window, const float* padded, const float* maxima, const float* gradient, int channels,
                          float* padded_gradient) {
  std::memset(padded_gradient, 0, sizeof(float) * window.padded_pixels() * channels);
  for_channels(channels, [&](auto width_tag, int c) {
    spread_maxima_of_columns<decltype(width_tag)::value>(window, padded + c, maxima + c, gradient + c, channels, padded_gradient + c);
  });
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
