// Runs programs of the fused kernels without TensorFlow, for the sanitizers and for calls that a training session never
// makes. Each input line is a case: task, batch, height, width, threads, shards, the largest label, then a program's
// numbers. Each output line is `ok`, loss, correct and a hash of all results, or `error` and the message.
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <random>
#include <sstream>
#include <string>

#include "network.h"

using namespace hiernas;

namespace {

/** Memory that ends where its numbers end, so that AddressSanitizer sees a step beyond. */
template <class Number>
struct Exact {
  explicit Exact(size_t count) : count(count), data(new Number[count]()) {}
  ~Exact() { delete[] data; }
  Exact(const Exact&) = delete;
  Exact& operator=(const Exact&) = delete;
  size_t count;
  Number* data;
};

uint64_t hash(uint64_t seed, const void* data, size_t bytes) {
  for (size_t index = 0; index < bytes; index++) seed = (seed ^ static_cast<const unsigned char*>(data)[index]) * 1099511628211u;
  return seed;
}

void run_case(std::istringstream line) {
  int task = 0, threads = 1, shards = 1, largest = 0;
  Call call;
  line >> task >> call.batch >> call.height >> call.width >> threads >> shards >> largest;
  std::vector<int64_t> numbers;
  for (int64_t number; line >> number;) numbers.push_back(number);
  Program program = parse_program(numbers);
  const size_t parameters = program.parameter_count, averages = program.average_count;
  const size_t channels = program.tensors[0].channels, batch = call.batch;
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  Exact<float> images(batch * call.height * call.width * channels), theta(parameters), gradient(parameters), means(averages), statistics(averages);
  Exact<int32_t> labels(batch);
  for (size_t index = 0; index < images.count; index++) images.data[index] = normal(random);
  for (size_t index = 0; index < parameters; index++) theta.data[index] = 0.1f * normal(random) + 0.05f;
  for (size_t index = 0; index < averages; index++) means.data[index] = 0.5f;
  for (size_t index = 0; index < batch; index++) labels.data[index] = static_cast<int32_t>(index % 2) * largest;
  call.task = static_cast<Task>(task);
  call.images = images.data;
  call.theta = theta.data;
  if (call.task != Task::kStatistics) call.labels = labels.data;
  if (call.task == Task::kScore) call.averages = means.data;
  if (call.task == Task::kTrain) call.gradient = gradient.data;
  if (call.task == Task::kStatistics) call.statistics = statistics.data;
  Team team(threads);
  const auto network = make_network(std::move(program), shards, 1e-3f);
  uint64_t first = 0;
  for (int turn = 0; turn < 2; turn++) {
    network->run(call, team);
    uint64_t all = hash(14695981039346656037u, &call.loss, sizeof call.loss);
    all = hash(all, gradient.data, sizeof(float) * parameters);
    all = hash(all, statistics.data, sizeof(float) * averages);
    if (turn == 0) first = all;
    if (all != first) throw ProgramError("a second run gives other results");
  }
  std::printf("ok %.9g %g %016llx\n", call.loss, call.correct, static_cast<unsigned long long>(first));
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    try {
      run_case(std::istringstream(line));
    } catch (const std::exception& error) {
      std::printf("error %s\n", error.what());
    }
    std::fflush(stdout);
  }
}
