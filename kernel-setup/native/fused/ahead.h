// Prefetches the next instruction's inputs while this one multiplies: a step's tensors exceed the caches, and reading
// them takes a third as long as the arithmetic, which need not wait for it.
#pragma once

#include <cstddef>

namespace hiernas {

class Ahead {
 public:
  static constexpr int kMostRanges = 64;

  void clear() { count_ = next_ = 0, at_ = end_ = nullptr; }
  void add(const float* from, size_t floats) {
    if (count_ < kMostRanges) ranges_[count_++] = {reinterpret_cast<const char*>(from), sizeof(float) * floats};
  }
  /** Prefetches this many more cache lines. */
  void touch(int lines) {
    for (; lines > 0; lines--) {
      if (at_ >= end_) {
        if (next_ == count_) return;
        at_ = ranges_[next_].from;
        end_ = at_ + ranges_[next_++].bytes;
      }
      __builtin_prefetch(at_, 0, 2);
      at_ += 64;
    }
  }

 private:
  struct Range {
    const char* from;
    size_t bytes;
  };
  Range ranges_[kMostRanges];
  int count_ = 0, next_ = 0;
  const char *at_ = nullptr, *end_ = nullptr;
};

}  // namespace hiernas
