// A network that runs its program with the processor's widest vectors.
#pragma once

#include <memory>

#include "program.h"
#include "team.h"

namespace hiernas {

enum class Task : int {
  kTrain = 0,       // loss and gradient, normalized by the batch
  kStatistics = 1,  // means and variances of the batch
  kScore = 2,       // loss and count of correct answers, normalized by given averages
};

/**
 * The tensors of a call: images `[batch, height, width, channels]`, labels `[batch]`, theta and gradient
 * `[parameters]`.
 */
struct Call {
  Task task = Task::kTrain;
  int batch = 0, height = 0, width = 0;
  /** In training, the share of each label that is spread evenly over all classes. */
  float smoothing = 0;
  const float* images = nullptr;
  const int32_t* labels = nullptr;
  const float* theta = nullptr;
  const float* averages = nullptr;
  float* gradient = nullptr;
  float* statistics = nullptr;
  // Results.
  float loss = 0, correct = 0;
};

class Network {
 public:
  virtual ~Network() = default;
  /** Throws ProgramError when the call does not fit the program, std::bad_alloc when memory runs out. */
  virtual void run(Call& call, Team& team) = 0;
};

/**
 * The batch is split into `shards` whatever the number of threads, and sums are taken shard by shard, so that results
 * do not depend on the threads.
 */
std::unique_ptr<Network> make_network(Program program, int shards, float epsilon);

/** The choice of make_network: `avx512`, `avx2` or `portable`. */
const char* vector_name();

}  // namespace hiernas
