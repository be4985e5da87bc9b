// Prefetches what comes next while an instruction multiplies: a step's tensors exceed the caches, and reading them takes
// a third as long as the arithmetic, which need not wait for it. Evenly spread, since a core waits for few lines at once.
#pragma once

#include <algorithm>
#include <cstddef>

namespace hiernas {

class Ahead {
 public:
  void clear() { count_ = next_ = 0, at_ = end_ = nullptr, bytes_ = 0; }
  /** Adds a range, unless more would only push each other out of the second cache. */
  void add(const float* from, size_t floats) {
    const size_t bytes = std::min(sizeof(float) * floats, kMostBytes - bytes_);
    if (count_ == kMostRanges || bytes == 0) return;
    ranges_[count_++] = {reinterpret_cast<const char*>(from), bytes};
    bytes_ += bytes;
  }
  /** Spreads what was added over this many vector multiplications. */
  void spread(long multiplications) {
    const long lines = static_cast<long>(bytes_ / kLine);
    pace_ = static_cast<int>(std::clamp<long>(lines == 0 ? kLeastPace : multiplications / lines, kLeastPace, kMostPace));
  }
  /** The cache lines to prefetch during this many vector multiplications. */
  int lines(int multiplications) const { return multiplications / pace_; }
  /** Prefetches this many more cache lines. */
  void touch(int lines) {
    for (; lines > 0; lines--) {
      if (at_ >= end_) {
        if (next_ == count_) return;
        at_ = ranges_[next_].from;
        end_ = at_ + ranges_[next_++].bytes;
      }
      __builtin_prefetch(at_, 0, 2);
      at_ += kLine;
    }
  }

 private:
  static constexpr size_t kLine = 64;
  static constexpr int kMostRanges = 64;
  static constexpr size_t kMostBytes = 512 * 1024;
  /** Vector multiplications per line: fewer would wait for the memory, more would leave lines unread. */
  static constexpr int kLeastPace = 10, kMostPace = 64;

  struct Range {
    const char* from;
    size_t bytes;
  };
  Range ranges_[kMostRanges];
  int count_ = 0, next_ = 0, pace_ = kLeastPace;
  size_t bytes_ = 0;
  const char *at_ = nullptr, *end_ = nullptr;
};

}  // namespace hiernas
