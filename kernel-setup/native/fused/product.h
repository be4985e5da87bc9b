// Matrix products of a block of rows, in which a step spends most of its time. Accumulators of a tile of the result
// stay in registers; each number of the left side multiplies whole rows of the right one.
#pragma once

#include "ahead.h"
#include "vector.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** Steps of an inner loop between prefetches. */
constexpr int kStepsALook = 16;
/** The most columns of a right side that stay in the first cache without being packed. */
constexpr int kUnpackedColumns = 64;

/** The vectors of a panel: with two, twelve rows of a result fill 24 of 32 registers, six rows 12 of 16. */
constexpr int kPanelVectors = 2;
constexpr int kPanelRows = kLanes == 16 ? 12 : 6;
constexpr int kPanel = kPanelVectors * kLanes;

template <int lanes_, int vectors_>
struct PanelOf {
  static constexpr int lanes = lanes_, vectors = vectors_, columns = lanes * vectors;
};

/** Calls `each(PanelOf{}, first column)` for the panels of `columns`, a multiple of 8. */
template <class Each>
inline void for_panels(int columns, const Each& each) {
  int c = 0;
  for (; c + kPanel <= columns; c += kPanel) each(PanelOf<kLanes, kPanelVectors>{}, c);
  for (; c + kLanes <= columns; c += kLanes) each(PanelOf<kLanes, 1>{}, c);
  if constexpr (kFewLanes < kLanes)
    for (; c < columns; c += kFewLanes) each(PanelOf<kFewLanes, 1>{}, c);
}

/** R rows of x `[., depth]` times a panel w `[depth, lanes * N]` into y, or added to it. */
template <int lanes, int N, int R, bool add>
HIERNAS_KERNEL inline void product_tile(const float* x, long x_row, int depth, const float* w, float* y, long y_row, Ahead& ahead) {
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
  for (int begin = 0; begin < depth; begin += kStepsALook) {
    const int end = begin + kStepsALook < depth ? begin + kStepsALook : depth;
    for (int k = begin; k < end; k++) {
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
      w += N * lanes;
    }
    if constexpr (R > 4) ahead.touch(ahead.lines(kStepsALook * R * N));
  }
#pragma GCC unroll 16
  for (int r = 0; r < R; r++)
#pragma GCC unroll 4
    for (int n = 0; n < N; n++) store(y + r * y_row + n * lanes, sum[r][n]);
}

template <int lanes, int N, int R, bool add>
inline void product_panel(const float* x, long x_row, int rows, int depth, const float* w, float* y, long y_row, Ahead& ahead) {
  int r = 0;
  for (; r + R <= rows; r += R) product_tile<lanes, N, R, add>(x + r * x_row, x_row, depth, w, y + r * y_row, y_row, ahead);
  if constexpr (R > 4)
    for (; r + 4 <= rows; r += 4) product_tile<lanes, N, 4, add>(x + r * x_row, x_row, depth, w, y + r * y_row, y_row, ahead);
  for (; r < rows; r++) product_tile<lanes, N, 1, add>(x + r * x_row, x_row, depth, w, y + r * y_row, y_row, ahead);
}

/** y `[rows, columns]` = or += x `[rows, depth]` · w `[depth, columns]`, packed in panels. Columns: a multiple of 8. */
inline void product(const float* x, long x_row, int rows, int depth, const float* w, int columns, float* y, long y_row, bool add,
                    Ahead& ahead) {
  for_panels(columns, [&](auto panel, int c) {
    constexpr int lanes = panel.lanes, N = panel.vectors, R = N > 1 ? kPanelRows : 12;
    const float* right = w + long{depth} * c;
    if (add)
      product_panel<lanes, N, R, true>(x, x_row, rows, depth, right, y + c, y_row, ahead);
    else
      product_panel<lanes, N, R, false>(x, x_row, rows, depth, right, y + c, y_row, ahead);
  });
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
  for (int begin = 0; begin < rows; begin += kStepsALook) {
    const int end = begin + kStepsALook < rows ? begin + kStepsALook : rows;
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
    ahead.touch(ahead.lines(kStepsALook * J * N));
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
  // A rest of J + 2 is 4 + 4, since tiles of 2 are slow.
  for (; j + J <= depth && depth - j != J + 2; j += J) outer_tile<lanes, N, J>(x + j, x_row, y, y_row, rows, w + j * w_row, w_row, ahead);
  if constexpr (J > 8)
    for (; j + 8 <= depth; j += 8) outer_tile<lanes, N, 8>(x + j, x_row, y, y_row, rows, w + j * w_row, w_row, ahead);
  if constexpr (J > 4)
    for (; j + 4 <= depth; j += 4) outer_tile<lanes, N, 4>(x + j, x_row, y, y_row, rows, w + j * w_row, w_row, ahead);
  for (; j < depth; j++) outer_tile<lanes, N, 1>(x + j, x_row, y, y_row, rows, w + j * w_row, w_row, ahead);
}

/**
 * The gradient of weights: w `[depth, columns]` += transposed x `[rows, depth]` · y `[rows, columns]`. Columns: a
 * multiple of 8. `scratch` takes `[rows, kPanel]`.
 */
inline void add_outer_product(const float* x, long x_row, int depth, const float* y, long y_row, int columns, int rows,
                              float* w, long w_row, float* scratch, Ahead& ahead) {
  for_panels(columns, [&](auto panel, int c) {
    constexpr int lanes = panel.lanes, N = panel.vectors;
    constexpr int J = N > 1 ? kPanelRows : lanes == kLanes && kLanes < 16 ? 8 : 16;
    if (columns <= kUnpackedColumns) return outer_panel<lanes, N, J>(x, x_row, depth, y + c, y_row, rows, w + c, w_row, ahead);
    // Rows of many columns would share few sets of the first cache.
    for (int r = 0; r < rows; r++)
#pragma GCC unroll 4
      for (int n = 0; n < N; n++) store(scratch + r * panel.columns + n * lanes, load<lanes>(y + r * y_row + c + n * lanes));
    outer_panel<lanes, N, J>(x, x_row, depth, scratch, panel.columns, rows, w + c, w_row, ahead);
  });
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
