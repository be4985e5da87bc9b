// Pools of one image. Averages are convolutions with ones, divided by how many pixels a window sees; maxima send their
// gradient to the first pixel that has the maximum, as TensorFlow's do (ours).
#pragma once

#include "depthwise.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** Divides each pixel of a picture of the result's size by the pixels that its window sees. */
inline void divide_by_seen(const Window& window, float* picture, Strides strides, int channels) {
  for (int y = 0; y < window.out_height; y++)
    for (int x = 0; x < window.out_width; x++) {
      const float share = 1.0f / window.seen(y, x);
      float* pixel = picture + y * strides.row + x * strides.pixel;
      for_channels(channels, [&](auto width_tag, int c) {
        constexpr int lanes = decltype(width_tag)::value;
        store(pixel + c, load<lanes>(pixel + c) * share);
      });
    }
}

/** The padding of `padded` must be less than every pixel. */
inline void take_maxima(const Window& window, const float* padded, int channels, float* out) {
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    for (int y = 0; y < window.out_height; y++)
      for (int x = 0; x < window.out_width; x++) {
        const float* image = padded + (long{y} * window.stride * window.padded_width + long{x} * window.stride) * channels + c;
        Vector<lanes> most = load<lanes>(image);
        for (int ty = 0; ty < window.kernel; ty++)
          for (int tx = 0; tx < window.kernel; tx++)
            most = larger(most, load<lanes>(image + (long{ty} * window.padded_width + tx) * channels));
        store(out + (long{y} * window.out_width + x) * channels + c, most);
      }
  });
}

/** `maxima`: what take_maxima gave; `padded_gradient` is overwritten. */
inline void spread_maxima(const Window& window, const float* padded, const float* maxima, const float* gradient, int channels,
                          float* padded_gradient) {
  std::memset(padded_gradient, 0, sizeof(float) * window.padded_pixels() * channels);
  for_channels(channels, [&](auto width_tag, int c) {
    constexpr int lanes = decltype(width_tag)::value;
    for (int y = 0; y < window.out_height; y++)
      for (int x = 0; x < window.out_width; x++) {
        const long corner = (long{y} * window.stride * window.padded_width + long{x} * window.stride) * channels + c;
        const long at = (long{y} * window.out_width + x) * channels + c;
        const Vector<lanes> most = load<lanes>(maxima + at);
        Vector<lanes> rest = load<lanes>(gradient + at);
        for (int ty = 0; ty < window.kernel; ty++)
          for (int tx = 0; tx < window.kernel; tx++) {
            const long place = corner + (long{ty} * window.padded_width + tx) * channels;
            const Vector<lanes> none{};
            const Vector<lanes> given = load<lanes>(padded + place) == most ? rest : none;
            store(padded_gradient + place, load<lanes>(padded_gradient + place) + given);
            rest = rest - given;
          }
      }
  });
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
