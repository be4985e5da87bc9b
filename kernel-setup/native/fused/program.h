// The program of a network, compiled by the library from a plan: the tensors, how they are read, and the instructions
// in order. Plain data, checked once when loaded.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace hiernas {

/** An invalid program or invalid tensors; the message says where. */
struct ProgramError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/** An activation, applied whenever a tensor is read; the result is not written back. */
enum class Activation : int { kNone = 0, kRelu = 1, kSoftplus = 2 };

/** How a part of a product is computed from its tensor. */
enum class Mode : int {
  kDirect = 0,     // unchanged
  kDepthwise = 1,  // after a depthwise convolution
  kAveraged = 2,   // the average of the product is the product of the average: pooled afterwards, at stride 1
  kGathered = 3,   // all taps of a dense convolution side by side
  kOnes = 4,       // a column of ones: its weights are a bias
};

enum class Kind : int { kProduct = 1, kDepthwise = 2, kMaxPool = 3, kAveragePool = 4, kMean = 5, kCopy = 6, kLoss = 7 };

/** A tensor of `[batch, height, width, padded]` floats, with rows of channels padded with zeros. */
struct Tensor {
  int channels = 0;
  int norm = -1;  // batch normalization to apply on reading; -1: none
  Activation activation = Activation::kNone;
  int buffer = 0;
  int gradient_buffer = -1;
  // Derived.
  int padded = 0;
};

/** The positions of scale and offset in the weights, and of mean and variance in the averages, one each per channel. */
struct Norm {
  int64_t scale = 0, offset = 0, mean = 0, variance = 0;
  // Derived.
  int tensor = -1;
};

/** An input of an instruction. Weights of tap t and channel c: row `weight + (t * tap_rows + c) * output channels`. */
struct Part {
  int tensor = -1;
  Mode mode = Mode::kDirect;
  int kernel = 1, stride = 1, dilation = 1;
  int64_t filter = 0;  // of a depthwise convolution: tap t, channel c at filter + t * filter_row + c
  int filter_row = 0;
  int64_t weight = 0;
  int tap_rows = 0;
  // Derived.
  int rows = 0;              // rows of its weights, padded
  int first_row = 0;         // the first of them in the instruction's packed weights
  int64_t packed_filter = 0;
  bool wants_gradient = false;
  bool first = false, last = false;  // whether it is the first or last to add to the tensor's gradient, in backward order
};

struct Instruction {
  Kind kind = Kind::kCopy;
  int output = -1;
  std::vector<Part> parts;  // of products: unchanged, then convolved or gathered, then averaged
  // Derived.
  int rows = 0;               // of the packed weights
  int direct_parts = 0;       // parts before the averaged ones
  int64_t first_packed = 0;   // of its packed filters and weights
  int64_t packed_weight = 0;  // [rows, padded output channels]
};

/**
 * Instructions that can run one after the other on a few images at a time, which stay in the cache. All threads
 * synchronize before it, when the sums of the named normalizations are complete.
 */
struct Wave {
  int begin = 0, end = 0;
  std::vector<int> settled;
  int64_t first_packed = 0, packed_count = 0;  // of its instructions' filters and weights
};

struct Program {
  std::vector<Tensor> tensors;  // the first is the images
  std::vector<Norm> norms;
  std::vector<Instruction> instructions;  // in order; the last is the loss
  int64_t parameter_count = 0, average_count = 0;
  int buffer_count = 0;
  bool backward = false;
  // Derived.
  int64_t packed_count = 0;
  std::vector<Wave> forward_waves, backward_waves;  // backward: in running order, each from end to begin
};

/** Reads and checks a program; throws ProgramError. */
Program parse_program(const std::vector<int64_t>& numbers);

inline int pad_channels(int channels) { return (channels + 7) / 8 * 8; }

}  // namespace hiernas
