// The position of a window of kernel * kernel taps over an image with padding SAME, as in TensorFlow.
#pragma once

#include <algorithm>

namespace hiernas {

struct Window {
  int kernel, stride, dilation;
  int height, width;          // of the image
  int out_height, out_width;  // of the result
  int top, left;              // rows and columns of padding before the image
  int padded_height, padded_width;

  Window(int kernel, int stride, int dilation, int height, int width)
      : kernel(kernel), stride(stride), dilation(dilation), height(height), width(width) {
    out_height = (height + stride - 1) / stride;
    out_width = (width + stride - 1) / stride;
    const int reach = (kernel - 1) * dilation + 1;
    const int tall = (out_height - 1) * stride + reach, wide = (out_width - 1) * stride + reach;
    top = std::max(0, tall - height) / 2;
    left = std::max(0, wide - width) / 2;
    padded_height = std::max(tall, height + top);
    padded_width = std::max(wide, width + left);
  }

  long padded_pixels() const { return long{padded_height} * padded_width; }
  /** The number of the image's pixels in the window of a position in the result, along one side. */
  int seen(int at, int before, int side) const {
    int count = 0;
    for (int tap = 0; tap < kernel; tap++) {
      const int place = at * stride + tap * dilation - before;
      count += place >= 0 && place < side;
    }
    return count;
  }
  int seen(int y, int x) const { return seen(y, top, height) * seen(x, left, width); }
};

}  // namespace hiernas
