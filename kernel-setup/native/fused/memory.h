// Memory for floats on 64-byte boundaries (vectors across two cache lines cost a fifth of the time), in huge pages if
// it is large; and the memory that the networks of a process share.
#pragma once

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include <sys/mman.h>

namespace hiernas {

constexpr size_t kHugePage = size_t{1} << 21;

class Floats {
 public:
  Floats() = default;
  Floats(Floats&& other) noexcept { swap(other); }
  Floats& operator=(Floats&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Floats() { std::free(data_); }

  /** New memory, all zeros. Throws std::bad_alloc. */
  void resize(size_t count) {
    std::free(std::exchange(data_, nullptr));
    count_ = 0;
    if (count == 0) return;
    const size_t bytes = (count * sizeof(float) + 63) / 64 * 64;
    const bool large = bytes >= kHugePage;
    void* memory = nullptr;
    if (posix_memalign(&memory, large ? kHugePage : 64, bytes) != 0) throw std::bad_alloc();
#if defined(MADV_HUGEPAGE)
    if (large) madvise(memory, bytes, MADV_HUGEPAGE);
#endif
    std::memset(memory, 0, bytes);
    data_ = static_cast<float*>(memory);
    count_ = count;
  }

  /** New memory unless it is large enough. Throws std::bad_alloc. */
  void reserve(size_t count) {
    if (count_ < count) resize(count);
  }

  size_t size() const { return count_; }
  float* data() { return data_; }
  const float* data() const { return data_; }
  float& operator[](size_t index) { return data_[index]; }

 private:
  void swap(Floats& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
  }
  float* data_ = nullptr;
  size_t count_ = 0;
};

/**
 * Memory for a network's tensors, which are not needed between calls. The networks of a process share it, so that
 * training, statistics and scoring do not each hold their own.
 */
class SharedMemory {
 public:
  /** The requested number of floats, uninitialized, until it is destroyed. Throws std::bad_alloc. */
  class Lease {
   public:
    explicit Lease(size_t count) {
      {
        std::lock_guard<std::mutex> lock(mutex());
        if (!spare().empty()) {
          floats_ = std::move(spare().back());
          spare().pop_back();
        }
      }
      floats_.reserve(count);
    }
    ~Lease() {
      std::lock_guard<std::mutex> lock(mutex());
      if (users() > 0) spare().push_back(std::move(floats_));
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    float* data() { return floats_.data(); }

   private:
    Floats floats_;
  };

  /** Every network is a user; without users the memory is freed. */
  static void add_user() {
    std::lock_guard<std::mutex> lock(mutex());
    users()++;
  }
  static void remove_user() {
    std::lock_guard<std::mutex> lock(mutex());
    if (--users() == 0) spare().clear();
  }

 private:
  // Never destroyed, because kernels may outlive static objects when a process exits.
  static std::mutex& mutex() {
    static std::mutex* const value = new std::mutex;
    return *value;
  }
  static std::vector<Floats>& spare() {
    static std::vector<Floats>* const value = new std::vector<Floats>;
    return *value;
  }
  static int& users() {
    static int value = 0;
    return value;
  }
};

}  // namespace hiernas
