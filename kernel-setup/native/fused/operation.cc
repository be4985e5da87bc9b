// HiernasNetwork: a whole network as one TensorFlow operation, registered through TensorFlow's C API when the addon is
// loaded. Inputs: images [batch, height, width, channels], labels [batch] (empty for statistics), theta [parameters],
// averages [averages] (empty except for scoring). Outputs: loss [], correct [], vector: the gradient [parameters] of
// `train`, the averages of `statistics`, empty for `score`. Attributes: the program, the task, shards, epsilon, smoothing
// of the labels.
// Threads: TF_NUM_INTEROP_THREADS, as for TensorFlow's own operations.
//
// HiernasVectors: the build of the kernels that runs on this machine. Output: name, the characters of `avx512`, `avx2`
// or `portable` as numbers.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <mutex>
#include <new>

#include "network.h"
#include "tensorflow/c/kernels.h"
#include "tensorflow/c/ops.h"
#include "tensorflow/c/tf_tensor.h"

namespace hiernas {
namespace {

constexpr const char* kName = "HiernasNetwork";
constexpr const char* kVectorsName = "HiernasVectors";

struct Status {
  TF_Status* value = TF_NewStatus();
  ~Status() { TF_DeleteStatus(value); }
  void check() const {
    if (TF_GetCode(value) != TF_OK) throw ProgramError(TF_Message(value));
  }
};

struct Input {
  TF_Tensor* tensor = nullptr;
  Input(TF_OpKernelContext* context, int index) {
    Status status;
    TF_GetInput(context, index, &tensor, status.value);
    status.check();
  }
  ~Input() { TF_DeleteTensor(tensor); }
  template <class Number>
  const Number* data() const {
    return static_cast<const Number*>(TF_TensorData(tensor));
  }
  int64_t side(int index) const { return TF_Dim(tensor, index); }
  void check(const char* name, int rank, int last, int64_t length) const {
    if (TF_NumDims(tensor) != rank) throw ProgramError(std::string(name) + " has " + std::to_string(TF_NumDims(tensor)) + " sides, must have " + std::to_string(rank));
    if (TF_Dim(tensor, last) != length)
      throw ProgramError(std::string(name) + ": side " + std::to_string(last) + " is " + std::to_string(TF_Dim(tensor, last)) + ", must be " + std::to_string(length));
  }
};

template <class Number>
constexpr TF_DataType kType = TF_FLOAT;
template <>
constexpr TF_DataType kType<int32_t> = TF_INT32;

template <class Number = float>
Number* output(TF_OpKernelContext* context, int index, int rank, int64_t length) {
  Status status;
  const int64_t sides[1] = {length};
  const size_t bytes = sizeof(Number) * (rank == 0 ? 1 : length);
  TF_Tensor* tensor = TF_AllocateOutput(context, index, kType<Number>, sides, rank, bytes, status.value);
  status.check();
  Number* data = static_cast<Number*>(TF_TensorData(tensor));
  TF_DeleteTensor(tensor);
  return data;
}

int thread_count() {
  const char* asked = std::getenv("TF_NUM_INTEROP_THREADS");
  const int count = asked == nullptr ? 0 : std::atoi(asked);
  return count >= 1 && count <= 256 ? count : 1;
}

struct Kernel {
  Task task = Task::kTrain;
  int64_t parameters = 0, averages = 0, channels = 0;
  float smoothing = 0;
  std::unique_ptr<Network> network;
  std::unique_ptr<Team> team;
  std::mutex mutex;  // TensorFlow may run two steps of a session at once
};

void* create(TF_OpKernelConstruction* construction) {
  Status status;
  auto kernel = std::make_unique<Kernel>();
  try {
    int32_t count = 0, total = 0, task = 0, shards = 1;
    float epsilon = 0, smoothing = 0;
    TF_OpKernelConstruction_GetAttrSize(construction, "program", &count, &total, status.value);
    status.check();
    std::vector<int64_t> numbers(count);
    TF_OpKernelConstruction_GetAttrInt64List(construction, "program", numbers.data(), count, status.value);
    status.check();
    TF_OpKernelConstruction_GetAttrInt32(construction, "task", &task, status.value);
    status.check();
    TF_OpKernelConstruction_GetAttrInt32(construction, "shards", &shards, status.value);
    status.check();
    TF_OpKernelConstruction_GetAttrFloat(construction, "epsilon", &epsilon, status.value);
    status.check();
    TF_OpKernelConstruction_GetAttrFloat(construction, "smoothing", &smoothing, status.value);
    status.check();
    if (!(smoothing >= 0 && smoothing < 1)) throw ProgramError("smoothing out of range");
    if (task < 0 || task > 2 || shards < 1 || shards > 1024) throw ProgramError("task or shards out of range");
    Program program = parse_program(numbers);
    kernel->task = static_cast<Task>(task);
    kernel->parameters = program.parameter_count;
    kernel->averages = program.average_count;
    kernel->smoothing = smoothing;
    kernel->channels = program.tensors[0].channels;
    kernel->network = make_network(std::move(program), shards, epsilon);
    kernel->team = std::make_unique<Team>(std::min(thread_count(), shards));
    return kernel.release();
  } catch (const std::exception& error) {
    TF_SetStatus(status.value, TF_INVALID_ARGUMENT, (std::string(kName) + ": " + error.what()).c_str());
    TF_OpKernelConstruction_Failure(construction, status.value);
    return nullptr;
  }
}

void compute_checked(Kernel& kernel, TF_OpKernelContext* context) {
  const Input images(context, 0), labels(context, 1), theta(context, 2), averages(context, 3);
  images.check("images", 4, 3, kernel.channels);
  theta.check("theta", 1, 0, kernel.parameters);
  Call call;
  call.task = kernel.task;
  call.smoothing = kernel.smoothing;
  call.batch = static_cast<int>(images.side(0));
  call.height = static_cast<int>(images.side(1));
  call.width = static_cast<int>(images.side(2));
  call.images = images.data<float>();
  call.theta = theta.data<float>();
  if (call.task != Task::kStatistics) {
    labels.check("labels", 1, 0, call.batch);
    call.labels = labels.data<int32_t>();
  }
  if (call.task == Task::kScore) {
    averages.check("averages", 1, 0, kernel.averages);
    call.averages = averages.data<float>();
  }
  const int64_t length = call.task == Task::kTrain ? kernel.parameters : call.task == Task::kStatistics ? kernel.averages : 0;
  float* vector = output(context, 2, 1, length);
  if (call.task == Task::kTrain) call.gradient = vector;
  if (call.task == Task::kStatistics) call.statistics = vector;
  {
    std::lock_guard<std::mutex> lock(kernel.mutex);
    kernel.network->run(call, *kernel.team);
  }
  *output(context, 0, 0, 1) = call.loss;
  *output(context, 1, 0, 1) = call.correct;
}

void compute(void* data, TF_OpKernelContext* context) {
  Status status;
  try {
    return compute_checked(*static_cast<Kernel*>(data), context);
  } catch (const std::bad_alloc&) {
    TF_SetStatus(status.value, TF_RESOURCE_EXHAUSTED, "OOM when allocating the tensors of HiernasNetwork");
  } catch (const std::exception& error) {
    TF_SetStatus(status.value, TF_INVALID_ARGUMENT, (std::string(kName) + ": " + error.what()).c_str());
  }
  TF_OpKernelContext_Failure(context, status.value);
}

void destroy(void* data) { delete static_cast<Kernel*>(data); }

void say_vectors(void*, TF_OpKernelContext* context) {
  try {
    const std::string name = vector_name();
    std::copy(name.begin(), name.end(), output<int32_t>(context, 0, 1, static_cast<int64_t>(name.size())));
  } catch (const std::exception& error) {
    Status status;
    TF_SetStatus(status.value, TF_INTERNAL, (std::string(kVectorsName) + ": " + error.what()).c_str());
    TF_OpKernelContext_Failure(context, status.value);
  }
}

using Words = std::initializer_list<const char*>;

void register_definition(const char* name, Words inputs, Words outputs, Words attributes) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(name);
  for (const char* input : inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  for (const char* attribute : attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, &TF_ShapeInferenceContextSetUnknownShape);
  TF_RegisterOpDefinition(definition, status.value);
  status.check();
}

void register_kernel(const char* name, TF_KernelBuilder* builder) {
  Status status;
  TF_RegisterKernelBuilder(name, builder, status.value);
  status.check();
}

/** Runs when the addon is loaded. */
struct Registration {
  Registration() {
    try {
      register_definition(kName, {"images: float", "labels: int32", "theta: float", "averages: float"},
                          {"loss: float", "correct: float", "vector: float"},
                          {"program: list(int)", "task: int", "shards: int", "epsilon: float", "smoothing: float = 0"});
      register_kernel(kName, TF_NewKernelBuilder(kName, "CPU", &create, &compute, &destroy));
      register_definition(kVectorsName, {}, {"name: int32"}, {});
      register_kernel(kVectorsName, TF_NewKernelBuilder(kVectorsName, "CPU", nullptr, &say_vectors, nullptr));
    } catch (const std::exception& error) {
      // Training continues with TensorFlow's own operations.
      std::fprintf(stderr, "hiernas: the fused operation cannot be used: %s\n", error.what());
    }
  }
} const registration;

}  // namespace
}  // namespace hiernas
