// The state of a running network: weights in the kernels' layout, tensors, sums, and each thread's own memory.
#pragma once

#include <algorithm>

#include "ahead.h"
#include "memory.h"
#include "network.h"
#include "normalization.h"
#include "phases.h"
#include "sizes.h"

namespace hiernas {
namespace HIERNAS_ISA {

/** The coefficients of a normalization for each channel, once its sums are known. */
enum Row { kScale, kShift, kMean, kInverse, kA, kB, kC, kRowCount };

/** The images of a shard that an instruction is processing. */
struct Block {
  int shard = 0, image = 0, images = 0;
};

/** The instruction that comes next, backward or forward. */
struct Next {
  int instruction = 0;
  Block block;
  bool back = false;
};

/** Per-thread copies of what threads would otherwise write to the same place. */
struct Worker {
  Floats coefficients;  // [kRowCount, channels of all normalizations]
  Floats wide, wide_gradient, narrow, pooled;
  Floats padded, padded_gradient, picture, ones, panel;
  int turn = 0;  // the number of waves before this one, forward and backward
  Ahead ahead;
  Next next;
  Phases* phases = nullptr;
};

struct State {
  State(Program given, int shard_count, float normalization_epsilon)
      : program(std::move(given)), shards(shard_count), epsilon(normalization_epsilon) {
    for (const Norm& norm : program.norms) {
      coefficient_at.push_back(norm_channels);
      norm_channels += program.tensors[norm.tensor].padded;
    }
    for (int turn = 0; turn < turns(); turn++) {
      int64_t& most = wave_size[turn % 2];
      most = std::max(most, (wave(turn).packed_count + 15) / 16 * 16);
    }
    SharedMemory::add_user();  // last, because nothing undoes it if memory runs out
  }

  ~State() { SharedMemory::remove_user(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  /** Allocates memory for a call. */
  void bind(const Call& next, int threads) {
    const bool fits = !workers.empty() && next.batch == sizes.batch && next.height == sizes.shapes[0].height && next.width == sizes.shapes[0].width;
    if (fits && threads == static_cast<int>(workers.size())) return;
    const Sizes fresh = measure(program, next.batch, next.height, next.width, shards);
    sizes = Sizes{};  // if memory runs out, the next call binds again
    place_buffers(fresh);
    workers.clear();
    for (int half = 0; half < 2; half++) {
      packed_weights[half].reserve(wave_size[half]);
      weight_gradients[half].reserve(program.backward ? wave_size[half] * shards : 0);
    }
    for (int thread = 0; thread < threads; thread++) {
      Worker worker;
      worker.coefficients.resize(kRowCount * norm_channels);
      worker.wide.resize(fresh.wide);
      worker.wide_gradient.resize(program.backward ? fresh.wide : 0);
      worker.narrow.resize(fresh.narrow);
      worker.pooled.resize(program.backward ? fresh.narrow : 0);
      worker.padded.resize(fresh.padded);
      worker.padded_gradient.resize(program.backward ? fresh.padded_gradient : 0);
      worker.picture.resize(fresh.picture);
      worker.ones.resize(fresh.ones);
      worker.panel.resize(program.backward ? fresh.panel : 0);
      std::fill_n(worker.ones.data(), fresh.ones, 1.0f);
      if (!phases.empty()) worker.phases = &phases[thread % phases.size()];
      workers.push_back(std::move(worker));
    }
    const long count = 2 * norm_channels * shards;
    forward_sums.assign(count, 0.0);
    backward_sums.assign(program.backward ? count : 0, 0.0);
    loss_sums.assign(shards, 0.0);
    correct_counts.assign(shards, 0);
    sizes = fresh;
  }

  Shape shape(int tensor) const { return sizes.shapes[tensor]; }
  int padded(int tensor) const { return program.tensors[tensor].padded; }

  float* raw(int tensor, int image) { return place(program.tensors[tensor].buffer, tensor, image); }
  float* gradient(int tensor, int image) { return place(program.tensors[tensor].gradient_buffer, tensor, image); }
  /** Where a chunk's weights are packed. */
  long packed_chunk(const Instruction& instruction, const Chunk& chunk) const {
    return instruction.packed_weight + long{chunk.first_row} * padded(instruction.output);
  }
  /** The waves of a step by turn: forward, then backward. */
  int forward_turns() const { return static_cast<int>(program.forward_waves.size()); }
  int turns() const { return forward_turns() + static_cast<int>(program.backward_waves.size()); }
  const Wave& wave(int turn) const {
    return turn < forward_turns() ? program.forward_waves[turn] : program.backward_waves[turn - forward_turns()];
  }
  /** Weights and their gradients are in memory for two waves at a time: `packed` must be of the turn's wave. */
  float* weights(int turn, long packed) { return packed_weights[turn % 2].data() + packed - wave(turn).first_packed; }
  float* weight_gradient(int turn, int shard, long packed) {
    return weight_gradients[turn % 2].data() + shard * wave_size[turn % 2] + packed - wave(turn).first_packed;
  }

  float* coefficient(Worker& worker, int norm, Row row) const {
    return worker.coefficients.data() + row * norm_channels + coefficient_at[norm];
  }
  double* sums(std::vector<double>& all, int norm, int shard) const {
    return all.data() + 2 * (coefficient_at[norm] * shards + shard * padded(program.norms[norm].tensor));
  }
  Reading reading(Worker& worker, int tensor) const {
    const Tensor& data = program.tensors[tensor];
    if (data.norm < 0) return {nullptr, nullptr, data.activation};
    return {coefficient(worker, data.norm, kScale), coefficient(worker, data.norm, kShift), data.activation};
  }
  Backward backward_of(Worker& worker, int tensor) const {
    const int norm = program.tensors[tensor].norm;
    if (norm < 0) return {};
    return {coefficient(worker, norm, kA), coefficient(worker, norm, kB), coefficient(worker, norm, kC)};
  }
  int shard_begin(int shard) const { return static_cast<int>(long{sizes.batch} * shard / shards); }

  const Program program;
  const int shards;
  const float epsilon;
  std::vector<long> coefficient_at;
  long norm_channels = 0;
  int64_t wave_size[2] = {0, 0};
  Floats packed_weights[2], weight_gradients[2];  // of waves of even and odd turns; gradients by shard

  Sizes sizes;
  std::vector<size_t> buffer_at;  // in the tensors' memory
  size_t tensor_floats = 0;
  float* tensors = nullptr;  // while a call runs
  std::vector<Worker> workers;
  std::vector<double> forward_sums, backward_sums, loss_sums;
  std::vector<long> correct_counts;

  std::vector<Phases> phases;  // by thread, if requested
  Call* call = nullptr;
  Team* team = nullptr;

 private:
  float* place(int buffer, int tensor, int image) {
    return tensors + buffer_at[buffer] + image * shape(tensor).pixels() * padded(tensor);
  }

  void place_buffers(const Sizes& fresh) {
    std::vector<size_t> floats(program.buffer_count, 0);
    const auto claim = [&](int buffer, int tensor) {
      const size_t size = fresh.shapes[tensor].pixels() * padded(tensor);
      if (floats[buffer] != 0 && floats[buffer] != size) throw ProgramError("tensors of two sizes share a buffer");
      floats[buffer] = size;
    };
    for (int tensor = 0; tensor < static_cast<int>(program.tensors.size()); tensor++) {
      claim(program.tensors[tensor].buffer, tensor);
      if (program.tensors[tensor].gradient_buffer >= 0) claim(program.tensors[tensor].gradient_buffer, tensor);
    }
    tensor_floats = 0;
    buffer_at.clear();
    for (size_t each : floats) {
      buffer_at.push_back(tensor_floats);
      tensor_floats += (each * fresh.batch + 15) / 16 * 16;
    }
  }
};

}  // namespace HIERNAS_ISA
}  // namespace hiernas
