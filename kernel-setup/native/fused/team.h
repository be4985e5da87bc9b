// Threads that run one step together: all run the same function, each on its own shards, and wait for each other at
// barriers. TensorFlow's pools have no barrier, and a network has hundreds of points where sums over the batch must be
// complete.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace hiernas {

class Team {
 public:
  explicit Team(int size) : size_(size) {
    for (int index = 1; index < size; index++) threads_.emplace_back([this, index] { serve(index); });
  }
  ~Team() {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int size() const { return size_; }

  /** Runs `work(index)` on every thread, the caller's included; returns when all are done. `work` must not throw. */
  void run(const std::function<void(int)>& work) {
    if (size_ == 1) return work(0);
    {
      std::lock_guard<std::mutex> lock(mutex_);
      work_ = &work;
      turn_++;
    }
    wake_.notify_all();
    work(0);
    barrier();
  }

  /** Waits until every thread has arrived. */
  void barrier() {
    if (size_ == 1) return;
    const unsigned phase = phase_.load(std::memory_order_acquire);
    if (arrived_.fetch_add(1, std::memory_order_acq_rel) == size_ - 1) {
      arrived_.store(0, std::memory_order_relaxed);
      phase_.store(phase + 1, std::memory_order_release);
      phase_.notify_all();
      return;
    }
    // Shards take equally long, so the others arrive soon, unless another program has their core.
    for (int spin = 0; spin < kSpins; spin++) {
      if (phase_.load(std::memory_order_acquire) != phase) return;
      pause();
    }
    while (phase_.load(std::memory_order_acquire) == phase) phase_.wait(phase, std::memory_order_acquire);
  }

 private:
  static constexpr int kSpins = 4000;

  static void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
  }

  void serve(int index) {
    for (long seen = 0;;) {
      const std::function<void(int)>* work;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        wake_.wait(lock, [&] { return ended_ || turn_ != seen; });
        if (ended_) return;
        seen = turn_;
        work = work_;
      }
      (*work)(index);
      barrier();
    }
  }

  const int size_;
  std::vector<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable wake_;
  const std::function<void(int)>* work_ = nullptr;
  long turn_ = 0;
  bool ended_ = false;
  alignas(64) std::atomic<unsigned> phase_{0};
  alignas(64) std::atomic<int> arrived_{0};
};

}  // namespace hiernas
