// Vectors of floats by GCC's extensions: the same source is compiled for 16 (AVX-512), 8 (AVX2) and 4 lanes, with the
// namespace HIERNAS_ISA for each. Rows are padded to 8 channels, so the remainder of 16 lanes uses 8.
#pragma once

#include <cstring>

#ifndef HIERNAS_LANES
#error "compile with -DHIERNAS_LANES=16, 8 or 4 and -DHIERNAS_ISA=a name"
#endif

/** An inner loop, not inlined, so that it has all registers. */
#define HIERNAS_KERNEL __attribute__((noinline))

namespace hiernas {
namespace HIERNAS_ISA {

template <int lanes>
struct VectorOf;
template <>
struct VectorOf<16> {
  typedef float type __attribute__((vector_size(64)));
};
template <>
struct VectorOf<8> {
  typedef float type __attribute__((vector_size(32)));
};
template <>
struct VectorOf<4> {
  typedef float type __attribute__((vector_size(16)));
};
template <int lanes>
using Vector = typename VectorOf<lanes>::type;

template <int lanes>
inline Vector<lanes> load(const float* from) {
  Vector<lanes> value;
  std::memcpy(&value, from, sizeof value);
  return value;
}
template <class Values>
inline void store(float* to, const Values& value) {
  std::memcpy(to, &value, sizeof value);
}
template <class Values>
inline Values larger(const Values& one, const Values& other) {
  return one > other ? one : other;
}

constexpr int kLanes = HIERNAS_LANES;
/** For the rest of a multiple of 8 channels. */
constexpr int kFewLanes = kLanes < 8 ? kLanes : 8;

template <int lanes>
struct Width {
  static constexpr int value = lanes;
};

/** Calls `work(Width<lanes>{}, channel)` for vectors that cover `channels`, a multiple of 8. */
template <class Work>
inline void for_channels(int channels, const Work& work) {
  int channel = 0;
  for (; channel + kLanes <= channels; channel += kLanes) work(Width<kLanes>{}, channel);
  if constexpr (kFewLanes < kLanes)
    for (; channel < channels; channel += kFewLanes) work(Width<kFewLanes>{}, channel);
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
