// Matrix products of a block of rows, in which a step spends most of its time. Accumulators of a tile of the result
// stay in registers; each number of the left side multiplies whole rows of the right one.
#pragma once

#include "ahead.h"
#include "vector.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** The number of vector multiplications per prefetched cache line. */
constexpr int kCyclesALine = 10;
constexpr int kRowsALook = 24;

/** R rows of x `[., depth]` times w `[depth, lanes * N]` into y, or added to it. */
template <int lanes, int N, int R, bool add>
HIERNAS_KERNEL inline void product_tile(const float* x, long x_row, int depth, const float* w, long w_row, float* y, long y_row) {
  Vector<lanes> sum[R][N];
#pragma GCC unroll 16
  for (int r = 0; r < R; r++)
#pragma GCC unroll 4
    for (int n = 0; n < N; n++) sum[r][n] = add ? load<lanes>(y + r * y_row + n * lanes) : Vector<lanes>{};
  // One pointer for four rows: addressing modes reach the others, while twelve pointers would spill.
  constexpr int P = (R + 3) / 4;
  const float* row[P];
#pragma GCC unroll 4
  for (int p = 0; p < P; p++) row[p] = x + 4 * p * x_row;
  const long x_row3 = 3 * x_row;
  for (int k = 0; k < depth; k++) {
    Vector<lanes> right[N];
#pragma GCC unroll 4
    for (int n = 0; n < N; n++) right[n] = load<lanes>(w + n * lanes);
#pragma GCC unroll 16
    for (int r = 0; r < R; r++) {
      const float* at = row[r / 4];
      const float left = r % 4 == 0 ? at[0] : r % 4 == 1 ? at[x_row] : r % 4 == 2 ? at[2 * x_row] : at[x_row3];
#pragma GCC unroll 4
      for (int n = 0; n < N; n++) sum[r][n] += left * right[n];
    }
#pragma GCC unroll 4
    for (int p = 0; p < P; p++) row[p]++;
    w += w_row;
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; r++)
#pragma GCC unroll 4
    for (int n = 0; n < N; n++) store(y + r * y_row + n * lanes, sum[r][n]);
}

template <int lanes, int N, int R, bool add>
inline void product_panel(const float* x, long x_row, int rows, int depth, const float* w, long w_row, float* y, long y_row,
                          Ahead& ahead) {
  const int lines = R * N * depth / kCyclesALine;
  int r = 0;
  for (; r + R <= rows; r += R) {
    product_tile<lanes, N, R, add>(x + r * x_row, x_row, depth, w, w_row, y + r * y_row, y_row);
    ahead.touch(lines);
  }
  if constexpr (R > 4)
    for (; r + 4 <= rows; r += 4) product_tile<lanes, N, 4, add>(x + r * x_row, x_row, depth, w, w_row, y + r * y_row, y_row);
  for (; r < rows; r++) product_tile<lanes, N, 1, add>(x + r * x_row, x_row, depth, w, w_row, y + r * y_row, y_row);
}

template <bool add>
inline void product_into(const float* x, long x_row, int rows, int depth, const float* w, long w_row, int columns, float* y,
                         long y_row, Ahead& ahead) {
  // Registers: 32 with 16 lanes, otherwise 16.
  constexpr bool many = kLanes == 16;
  int c = 0;
  for (; c + 4 * kLanes <= columns; c += 4 * kLanes)
    product_panel<kLanes, 4, many ? 6 : 3, add>(x, x_row, rows, depth, w + c, w_row, y + c, y_row, ahead);
  for (; c + 2 * kLanes <= columns; c += 2 * kLanes)
    product_panel<kLanes, 2, many ? 12 : 6, add>(x, x_row, rows, depth, w + c, w_row, y + c, y_row, ahead);
  for (; c + kLanes <= columns; c += kLanes)
    product_panel<kLanes, 1, 12, add>(x, x_row, rows, depth, w + c, w_row, y + c, y_row, ahead);
  if constexpr (kFewLanes < kLanes)
    for (; c < columns; c += kFewLanes)
      product_panel<kFewLanes, 1, 12, add>(x, x_row, rows, depth, w + c, w_row, y + c, y_row, ahead);
}

/** y `[rows, columns]` = or += x `[rows, depth]` · w `[depth, columns]`. Columns: a multiple of 8. */
inline void product(const float* x, long x_row, int rows, int depth, const float* w, long w_row, int columns, float* y,
                    long y_row, bool add, Ahead& ahead) {
  if (add)
    product_into<true>(x, x_row, rows, depth, w, w_row, columns, y, y_row, ahead);
  else
    product_into<false>(x, x_row, rows, depth, w, w_row, columns, y, y_row, ahead);
}

/** J columns of x times all rows of y, lanes * N of its columns, added to w. */
template <int lanes, int N, int J>
HIERNAS_KERNEL inline void outer_tile(const float* x, long x_row, const float* y, long y_row, int rows, float* w, long w_row,
                       Ahead& ahead) {
  Vector<lanes> sum[J][N];
#pragma GCC unroll 16
  for (int j = 0; j < J; j++)
#pragma GCC unroll 4
    for (int n = 0; n < N; n++) sum[j][n] = Vector<lanes>{};
  for (int begin = 0; begin < rows; begin += kRowsALook) {
    const int end = begin + kRowsALook < rows ? begin + kRowsALook : rows;
    for (int r = begin; r < end; r++) {
      Vector<lanes> right[N];
#pragma GCC unroll 4
      for (int n = 0; n < N; n++) right[n] = load<lanes>(y + n * lanes);
#pragma GCC unroll 16
      for (int j = 0; j < J; j++)
#pragma GCC unroll 4
        for (int n = 0; n < N; n++) sum[j][n] += x[j] * right[n];
      x += x_row;
      y += y_row;
    }
    ahead.touch(kRowsALook * J * N / kCyclesALine);
  }
#pragma GCC unroll 16
  for (int j = 0; j < J; j++)
#pragma GCC unroll 4
    for (int n = 0; n < N; n++)
      store(w + j * w_row + n * lanes, load<lanes>(w + j * w_row + n * lanes) + sum[j][n]);
}

template <int lanes, int N, int J>
inline void outer_panel(const float* x, long x_row, int depth, const float* y, long y_row, int rows, float* w, long w_row,
                        Ahead& ahead) {
  int j = 0;
  for (; j + J <= depth; j += J) outer_tile<lanes, N, J>(x + j, x_row, y, y_row, rows, w + j * w_row, w_row, ahead);
  if constexpr (J > 8)
    for (; j + 8 <= depth; j += 8) outer_tile<lanes, N, 8>(x + j, x_row, y, y_row, rows, w + j * w_row, w_row, ahead);
  for (; j < depth; j++) outer_tile<lanes, N, 1>(x + j, x_row, y, y_row, rows, w + j * w_row, w_row, ahead);
}

/**
 * The gradient of weights: w `[depth, columns]` += transposed x `[rows, depth]` · y `[rows, columns]`. Columns: a
 * multiple of 8.
 */
inline void add_outer_product(const float* x, long x_row, int depth, const float* y, long y_row, int columns, int rows,
                              float* w, long w_row, Ahead& ahead) {
  constexpr bool many = kLanes == 16;
  int c = 0;
  for (; c + 4 * kLanes <= columns; c += 4 * kLanes)
    outer_panel<kLanes, 4, many ? 4 : 2>(x, x_row, depth, y + c, y_row, rows, w + c, w_row, ahead);
  for (; c + 2 * kLanes <= columns; c += 2 * kLanes)
    outer_panel<kLanes, 2, many ? 8 : 4>(x, x_row, depth, y + c, y_row, rows, w + c, w_row, ahead);
  for (; c + kLanes <= columns; c += kLanes)
    outer_panel<kLanes, 1, many ? 16 : 8>(x, x_row, depth, y + c, y_row, rows, w + c, w_row, ahead);
  if constexpr (kFewLanes < kLanes)
    for (; c < columns; c += kFewLanes)
      outer_panel<kFewLanes, 1, 16>(x, x_row, depth, y + c, y_row, rows, w + c, w_row, ahead);
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
