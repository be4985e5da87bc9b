// Runs a program: every thread runs all waves of instructions on its own shards, forward and then backward, and waits
// for the others only where a normalization's sums over the whole batch must be complete. Compiled once per vector
// width.
#include "backward.h"
#include "statistics.h"
#include "weights.h"

namespace hiernas {
namespace HIERNAS_ISA {
namespace {

class Runner : public Network {
 public:
  Runner(Program program, int shards, float epsilon) : state_(std::move(program), shards, epsilon) {
    if (state_.program.backward && Phases::wanted()) state_.phases.resize(state_.shards);
  }
  ~Runner() override {
    if (state_.phases.empty()) return;
    write_phases(steps_, [this](Phase phase) {
      double sum = 0;
      for (const Phases& each : state_.phases) sum += each.seconds(phase);
      return sum;
    });
  }

  void run(Call& call, Team& team) override {
    check(call);
    state_.bind(call, team.size());
    SharedMemory::Lease memory(state_.tensor_floats);
    state_.tensors = memory.data();
    state_.call = &call;
    state_.team = &team;
    team.run([this](int thread) { work(thread); });
    double loss = 0;
    long correct = 0;
    for (double each : state_.loss_sums) loss += each;
    for (long each : state_.correct_counts) correct += each;
    call.loss = static_cast<float>(loss / call.batch);
    call.correct = static_cast<float>(correct);
    steps_++;
  }

 private:
  void check(const Call& call) const {
    if (call.task == Task::kTrain && !state_.program.backward) throw ProgramError("this program only goes forward");
    if (call.labels == nullptr) return;
    const int classes = state_.program.tensors[state_.program.instructions.back().parts[0].tensor].channels;
    for (int image = 0; image < call.batch; image++)
      if (call.labels[image] < 0 || call.labels[image] >= classes)
        throw ProgramError("label " + std::to_string(image) + " is " + std::to_string(call.labels[image]) + ", must be from 0 to " +
                           std::to_string(classes - 1));
  }

  void work(int thread) {
    Worker& worker = state_.workers[thread];
    const int threads = static_cast<int>(state_.workers.size());
    const int begin = state_.shards * thread / threads, end = state_.shards * (thread + 1) / threads;
    const Task task = state_.call->task;
    if (worker.phases != nullptr) worker.phases->start();
    const InPhase whole(worker.phases, Phase::kOther);
    if (task == Task::kTrain) {
      const int64_t count = state_.program.parameter_count, from = count * thread / threads;
      std::memset(state_.call->gradient + from, 0, sizeof(float) * (count * (thread + 1) / threads - from));
    }
    pack_wave(state_, 0, thread, threads);
    for (int shard = begin; shard < end; shard++) start_shard(shard);
    if (task == Task::kScore) use_averages(state_, worker);
    go_forward(worker, thread, begin, end);
    if (task != Task::kTrain) return;
    go_backward(worker, thread, begin, end);
    wait(worker);
    sum_wave(state_, worker.turn, thread, threads);
  }

  void wait(Worker& worker) {
    const InPhase phase(worker.phases, Phase::kWait);
    state_.team->barrier();
  }

  void start_shard(int shard) {
    state_.loss_sums[shard] = 0;
    state_.correct_counts[shard] = 0;
    const Program& program = state_.program;
    for (int norm = 0; norm < static_cast<int>(program.norms.size()); norm++) {
      const int count = 2 * state_.padded(program.norms[norm].tensor);
      std::fill_n(state_.sums(state_.forward_sums, norm, shard), count, 0.0);
      if (program.backward) std::fill_n(state_.sums(state_.backward_sums, norm, shard), count, 0.0);
    }
    const Tensor& images = program.tensors[0];
    const long pixels = state_.shape(0).pixels();
    for (int image = state_.shard_begin(shard); image < state_.shard_begin(shard + 1); image++) {
      const float* from = state_.call->images + image * pixels * images.channels;
      float* to = state_.raw(0, image);
      for (long pixel = 0; pixel < pixels; pixel++, to += images.padded, from += images.channels) {
        std::memcpy(to, from, sizeof(float) * images.channels);
        std::fill(to + images.channels, to + images.padded, 0.0f);
      }
    }
  }

  void go_forward(Worker& worker, int thread, int begin, int end) {
    const std::vector<Wave>& waves = state_.program.forward_waves;
    for (size_t index = 0; index < waves.size(); index++) {
      const Wave& wave = waves[index];
      begin_turn(worker, static_cast<int>(index), thread);
      if (state_.call->task != Task::kScore)
        for (int norm : wave.settled) settle(state_, worker, norm, thread == 0);
      for_blocks(begin, end, state_.sizes.forward_images[index], [&](Block block, int next_image, bool is_last) {
        const int after = is_last && index + 1 < waves.size() ? wave.end : wave.begin;
        for (int at = wave.begin; at < wave.end; at++) {
          const bool goes_on = at + 1 < wave.end;
          worker.next = next(goes_on ? at + 1 : after, goes_on ? block.image : next_image, block, end, false);
          forward(state_, worker, at, block);
        }
      });
    }
  }

  void go_backward(Worker& worker, int thread, int begin, int end) {
    const std::vector<Wave>& waves = state_.program.backward_waves;
    for (size_t index = 0; index < waves.size(); index++) {
      const Wave& wave = waves[index];
      begin_turn(worker, state_.forward_turns() + static_cast<int>(index), thread);
      for (int norm : wave.settled) settle_backward(state_, worker, norm, thread == 0);
      for (int shard = begin; shard < end; shard++)
        std::memset(state_.weight_gradient(worker.turn, shard, wave.first_packed), 0, sizeof(float) * wave.packed_count);
      for_blocks(begin, end, state_.sizes.backward_images[index], [&](Block block, int next_image, bool is_last) {
        const int after = is_last && index + 1 < waves.size() ? wave.begin - 1 : wave.end - 1;
        for (int at = wave.end; at-- > wave.begin;) {
          const bool goes_on = at > wave.begin;
          worker.next = next(goes_on ? at - 1 : after, goes_on ? block.image : next_image, block, end, true);
          backward(state_, worker, at, block);
        }
      });
    }
  }

  /**
   * Waits for the other threads, then completes the gradients of the last wave's weights and packs the weights of the
   * next one: their memory is no longer, and not yet, in use.
   */
  void begin_turn(Worker& worker, int turn, int thread) {
    const int threads = static_cast<int>(state_.workers.size());
    wait(worker);
    worker.turn = turn;
    if (turn > state_.forward_turns()) sum_wave(state_, turn - 1, thread, threads);
    const int last = state_.call->task == Task::kTrain ? state_.turns() : state_.forward_turns();
    if (turn + 1 < last) pack_wave(state_, turn + 1, thread, threads);
  }

  /**
   * Calls `each(block, first image of the next block, whether it is the last)` for each shard, some images at a time.
   */
  template <class Each>
  void for_blocks(int first_shard, int end_shard, int images, const Each& each) {
    for (int shard = first_shard; shard < end_shard; shard++)
      for (int image = state_.shard_begin(shard), end = state_.shard_begin(shard + 1); image < end; image += images) {
        const int count = std::min(images, end - image);
        const bool is_last = image + count == state_.shard_begin(end_shard);
        each(Block{shard, image, count}, is_last ? state_.shard_begin(first_shard) : image + count, is_last);
      }
  }

  /** What comes after a block, to look ahead at. */
  Next next(int index, int image, Block block, int end_shard, bool back) const {
    return {index, {block.shard, image, std::min(block.images, state_.shard_begin(end_shard) - image)}, back};
  }

  State state_;
  long steps_ = 0;
};

}  // namespace

std::unique_ptr<Network> make(Program program, int shards, float epsilon) {
  return std::make_unique<Runner>(std::move(program), shards, epsilon);
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
