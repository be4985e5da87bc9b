// A profile of a step: a clock that is always in one phase, if requested (HIERNAS_PROFILE names a file for the
// milliseconds per step of each phase, summed over threads).
#pragma once

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace hiernas {

enum class Phase : int { kOther, kRead, kProduct, kWeightGradient, kConvolve, kPool, kGradient, kWait, kCount };

constexpr const char* kPhaseNames[] = {"other", "read and normalize", "products", "weight gradients",
                                       "depthwise convolutions", "pools", "gradients between", "waiting"};

class Phases {
 public:
  static bool wanted() { return std::getenv("HIERNAS_PROFILE") != nullptr; }

  void start() { last_ = now(); }
  /** Ends the current phase and starts another; returns the previous one. */
  Phase turn(Phase phase) {
    const double time = now();
    seconds_[static_cast<int>(phase_)] += time - last_;
    last_ = time;
    const Phase before = phase_;
    phase_ = phase;
    return before;
  }
  double seconds(Phase phase) const { return seconds_[static_cast<int>(phase)]; }

 private:
  static double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

  double seconds_[static_cast<int>(Phase::kCount)] = {};
  double last_ = 0;
  Phase phase_ = Phase::kOther;
};

/** A phase for the lifetime of the object. */
class InPhase {
 public:
  InPhase(Phases* phases, Phase phase) : phases_(phases) {
    if (phases_ != nullptr) before_ = phases_->turn(phase);
  }
  ~InPhase() {
    if (phases_ != nullptr) phases_->turn(before_);
  }
  InPhase(const InPhase&) = delete;
  InPhase& operator=(const InPhase&) = delete;

 private:
  Phases* phases_;
  Phase before_ = Phase::kOther;
};

/** Writes the file; `seconds_of` gives a phase's seconds over `steps` steps. */
template <class SecondsOf>
inline void write_phases(long steps, const SecondsOf& seconds_of) {
  std::FILE* file = steps == 0 ? nullptr : std::fopen(std::getenv("HIERNAS_PROFILE"), "w");
  if (file == nullptr) return;
  for (int phase = 0; phase < static_cast<int>(Phase::kCount); phase++)
    std::fprintf(file, "%s\"%s\": %.4f", phase == 0 ? "{" : ",\n ", kPhaseNames[phase],
                 1000 * seconds_of(static_cast<Phase>(phase)) / static_cast<double>(steps));
  std::fprintf(file, "}\n");
  std::fclose(file);
}

}  // namespace hiernas
