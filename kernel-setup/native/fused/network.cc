// Runs a program: every thread walks all instructions with shards of its own, forward and then backward, and waits for the
// others only where a normalization's sums over the whole batch must be complete (ours). Compiled once for each width of
// vectors.
#include "network.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>

#include "memory.h"
#include "normalization.h"
#include "pool.h"
#include "product.h"

namespace hiernas {
namespace HIERNAS_ISA {
namespace {

/** Bytes of the left side of a product that are made at a time: it is read again several times, so it must stay in the second cache. */
constexpr long kBlockBytes = 192 * 1024;

struct Shape {
  int height = 0, width = 0;
  long pixels() const { return long{height} * width; }
};

/** Some parts of a product that are multiplied together. */
struct Chunk {
  int begin, end;  // parts
  int first_row, rows;
  bool averaged;
};

/** What an instruction needs for the sizes of a call. */
struct Layout {
  Shape out;
  int images = 1;  // at a time
  std::vector<Chunk> chunks;
  std::vector<float> shares;  // of an average pool, or of the averaged parts of a product
};

/** Per thread: what the threads would otherwise write to the same place. */
struct Worker {
  Floats coefficients;  // 7 rows a normalization: scale, shift, mean, 1 / deviation, a, b, c
  Floats wide, wide_gradient, narrow, pooled;
  Floats padded, padded_gradient, picture, ones;
  Ahead ahead;
};

enum Row { kScale, kShift, kMean, kInverse, kA, kB, kC, kRowCount };

class Runner : public Network {
 public:
  Runner(Program program, int shards, float epsilon) : program_(std::move(program)), shards_(shards), epsilon_(epsilon) {
    long at = 0;
    for (const Norm& norm : program_.norms) {
      coefficient_at_.push_back(at);
      at += program_.tensors[norm.tensor].padded;
    }
    norm_channels_ = at;
    weights_.resize(program_.packed_count);
    if (!program_.backward) return;
    transposed_.resize(program_.packed_count);
    weight_gradients_.resize(program_.packed_count * shards_);
  }

  void run(Call& call, Team& team) override {
    bind(call, team.size());
    if (call.task == Task::kTrain && !program_.backward) throw ProgramError("this program only goes forward");
    const int classes = program_.tensors[program_.instructions.back().parts[0].tensor].channels;
    if (call.labels != nullptr)
      for (int image = 0; image < call.batch; image++)
        if (call.labels[image] < 0 || call.labels[image] >= classes)
          throw ProgramError("label " + std::to_string(image) + " is " + std::to_string(call.labels[image]) + ", must be from 0 to " +
                             std::to_string(classes - 1));
    call_ = &call;
    team_ = &team;
    team.run([this](int thread) { work(thread); });
    double loss = 0;
    long correct = 0;
    for (double each : shard_loss_) loss += each;
    for (long each : shard_correct_) correct += each;
    call.loss = static_cast<float>(loss / call.batch);
    call.correct = static_cast<float>(correct);
  }

 private:
  // --- What a call's sizes decide ---

  void bind(const Call& call, int threads) {
    if (call.batch < 1 || call.height < 1 || call.width < 1) throw ProgramError("a batch without images or pixels");
    if (call.batch == batch_ && call.height == shapes_[0].height && call.width == shapes_[0].width &&
        threads == static_cast<int>(workers_.size()))
      return;
    batch_ = 0;
    shapes_.assign(program_.tensors.size(), Shape{});
    layouts_.assign(program_.instructions.size(), Layout{});
    shapes_[0] = {call.height, call.width};
    long wide = 0, narrow = 0, padded = 0, picture = 0, ones = 0;
    const int shard_images = (call.batch + shards_ - 1) / shards_;
    for (size_t index = 0; index < program_.instructions.size(); index++) {
      const Instruction& instruction = program_.instructions[index];
      Layout& layout = layouts_[index];
      bool is_first = true;
      for (const Part& part : instruction.parts) {
        const Shape in = shapes_[part.tensor];
        const int channels = program_.tensors[part.tensor].padded;
        if (part.mode == Mode::kOnes) continue;
        const Window window = window_of(part, in);
        padded = std::max(padded, window.padded_pixels() * channels);
        picture = std::max(picture, in.pixels() * channels);
        if (instruction.kind == Kind::kAveragePool) ones = std::max(ones, long{part.kernel} * part.kernel * channels);
        const Shape out = instruction.kind == Kind::kMean ? Shape{1, 1} : Shape{window.out_height, window.out_width};
        if (!is_first && (out.height != layout.out.height || out.width != layout.out.width))
          throw ProgramError("parts of a product differ in height or width");
        layout.out = out;
        is_first = false;
      }
      if (is_first) throw ProgramError("a product of ones alone");
      if (instruction.kind == Kind::kLoss) {
        if (layout.out.pixels() != 1) throw ProgramError("logits have more than one pixel");
        continue;
      }
      shapes_[instruction.output] = layout.out;
      const int columns = program_.tensors[instruction.output].padded;
      picture = std::max(picture, layout.out.pixels() * columns);
      if (has_average(instruction)) {
        const Window window = window_of(instruction.parts.back(), layout.out);
        padded = std::max(padded, window.padded_pixels() * columns);
        ones = std::max(ones, long{window.kernel} * window.kernel * columns);
        layout.shares = shares_of(window);
      }
      if (instruction.kind == Kind::kAveragePool)
        layout.shares = shares_of(window_of(instruction.parts[0], shapes_[instruction.parts[0].tensor]));
      narrow = std::max(narrow, layout.out.pixels() * columns);
      const long pixels = layout.out.pixels();
      const long widest = kBlockBytes / static_cast<long>(sizeof(float)) / pixels;
      layout.images = shard_images;
      if (instruction.kind != Kind::kProduct) continue;
      plan_chunks(instruction, std::max<long>(widest, 8), layout.chunks);
      int rows = 8;
      for (const Chunk& chunk : layout.chunks) rows = std::max(rows, chunk.rows);
      layout.images = static_cast<int>(std::clamp<long>(widest / std::max(rows, columns), 1, shard_images));
      wide = std::max(wide, layout.images * pixels * rows);
      narrow = std::max(narrow, layout.images * pixels * columns);
    }
    forward_images_ = images_of(program_.forward_waves, shard_images);
    backward_images_ = images_of(program_.backward_waves, shard_images);
    allocate(call.batch);
    workers_.clear();
    for (int thread = 0; thread < threads; thread++) {
      Worker worker;
      worker.coefficients.resize(kRowCount * norm_channels_);
      worker.wide.resize(wide);
      worker.wide_gradient.resize(program_.backward ? wide : 0);
      worker.narrow.resize(narrow);
      worker.pooled.resize(narrow);
      worker.padded.resize(padded);
      worker.padded_gradient.resize(padded);
      worker.picture.resize(picture);
      worker.ones.resize(ones);
      std::fill_n(worker.ones.data(), ones, 1.0f);
      workers_.push_back(std::move(worker));
    }
    const long sums = 2 * norm_channels_ * shards_;
    forward_sums_.assign(sums, 0.0);
    backward_sums_.assign(program_.backward ? sums : 0, 0.0);
    shard_loss_.assign(shards_, 0.0);
    shard_correct_.assign(shards_, 0);
    batch_ = call.batch;
  }

  /** Images at a time of each wave: as few as its instructions want. */
  std::vector<int> images_of(const std::vector<Wave>& waves, int shard_images) const {
    std::vector<int> counts;
    for (const Wave& wave : waves) {
      int images = shard_images;
      for (int index = wave.begin; index < wave.end; index++) images = std::min(images, layouts_[index].images);
      counts.push_back(std::max(images, 1));
    }
    return counts;
  }

  static bool has_average(const Instruction& instruction) {
    return instruction.direct_parts < static_cast<int>(instruction.parts.size());
  }

  static Window window_of(const Part& part, Shape in) {
    return Window(part.kernel, part.stride, part.dilation, in.height, in.width);
  }

  static void plan_chunks(const Instruction& instruction, long widest, std::vector<Chunk>& chunks) {
    const int count = static_cast<int>(instruction.parts.size());
    for (int begin = 0; begin < count;) {
      Chunk chunk{begin, begin, instruction.parts[begin].first_row, 0, begin >= instruction.direct_parts};
      const int most = chunk.averaged ? count : instruction.direct_parts;
      while (chunk.end < most && (chunk.rows == 0 || chunk.rows + instruction.parts[chunk.end].rows <= widest))
        chunk.rows += instruction.parts[chunk.end++].rows;
      chunks.push_back(chunk);
      begin = chunk.end;
    }
  }

  void allocate(int batch) {
    std::vector<long> sizes(program_.buffer_count, 0);
    const auto claim = [&](int buffer, size_t tensor) {
      const long size = shapes_[tensor].pixels() * program_.tensors[tensor].padded;
      if (sizes[buffer] != 0 && sizes[buffer] != size) throw ProgramError("tensors of two sizes share a buffer");
      sizes[buffer] = size;
    };
    for (size_t tensor = 0; tensor < program_.tensors.size(); tensor++) {
      claim(program_.tensors[tensor].buffer, tensor);
      if (program_.tensors[tensor].gradient_buffer >= 0) claim(program_.tensors[tensor].gradient_buffer, tensor);
    }
    buffers_.resize(program_.buffer_count);
    for (int buffer = 0; buffer < program_.buffer_count; buffer++) buffers_[buffer].resize(sizes[buffer] * batch);
  }

  // --- Places ---

  float* raw(int tensor, int image) { return place(program_.tensors[tensor].buffer, tensor, image); }
  float* gradient(int tensor, int image) { return place(program_.tensors[tensor].gradient_buffer, tensor, image); }
  float* place(int buffer, int tensor, int image) {
    return buffers_[buffer].data() + image * shapes_[tensor].pixels() * program_.tensors[tensor].padded;
  }
  const float* coefficient(const Worker& worker, int norm, Row row) const {
    return worker.coefficients.data() + row * norm_channels_ + coefficient_at_[norm];
  }
  float* coefficient(Worker& worker, int norm, Row row) {
    return worker.coefficients.data() + row * norm_channels_ + coefficient_at_[norm];
  }
  double* sums(std::vector<double>& all, int norm, int shard) {
    return all.data() + 2 * (coefficient_at_[norm] * shards_ + shard * padded_of(norm));
  }
  long padded_of(int norm) const { return program_.tensors[program_.norms[norm].tensor].padded; }
  float* weight_gradient(int shard, long at) { return weight_gradients_.data() + shard * program_.packed_count + at; }

  Reading reading(const Worker& worker, int tensor) const {
    const Tensor& data = program_.tensors[tensor];
    Reading reading;
    reading.activation = data.activation;
    if (data.norm < 0) return reading;
    reading.scale = coefficient(worker, data.norm, kScale);
    reading.shift = coefficient(worker, data.norm, kShift);
    return reading;
  }
  Backward backward_of(const Worker& worker, int tensor) const {
    const int norm = program_.tensors[tensor].norm;
    if (norm < 0) return {};
    return {coefficient(worker, norm, kA), coefficient(worker, norm, kB), coefficient(worker, norm, kC)};
  }

  int shard_begin(int shard) const { return static_cast<int>(long{batch_} * shard / shards_); }
  int first_shard(int thread) const { return shards_ * thread / static_cast<int>(workers_.size()); }

  // --- One thread's step ---

  void work(int thread) {
    Worker& worker = workers_[thread];
    const int threads = static_cast<int>(workers_.size());
    const int begin = first_shard(thread), end = first_shard(thread + 1);
    pack(thread, threads);
    if (thread == 0 && call_->gradient != nullptr) std::memset(call_->gradient, 0, sizeof(float) * program_.parameter_count);
    for (int shard = begin; shard < end; shard++) {
      shard_loss_[shard] = 0;
      shard_correct_[shard] = 0;
      copy_images(shard);
      for (size_t norm = 0; norm < program_.norms.size(); norm++) {
        std::fill_n(sums(forward_sums_, norm, shard), 2 * padded_of(norm), 0.0);
        if (program_.backward) std::fill_n(sums(backward_sums_, norm, shard), 2 * padded_of(norm), 0.0);
      }
      if (call_->task == Task::kTrain) std::memset(weight_gradient(shard, 0), 0, sizeof(float) * program_.packed_count);
    }
    if (call_->task == Task::kScore) use_averages(worker);
    team_->barrier();
    for (size_t index = 0; index < program_.forward_waves.size(); index++) {
      const Wave& wave = program_.forward_waves[index];
      if (call_->task != Task::kScore && !wave.settled.empty()) {
        team_->barrier();
        for (int norm : wave.settled) settle(worker, norm, thread == 0);
      }
      for_blocks(begin, end, forward_images_[index], [&](int shard, int image, int images) {
        const bool is_last = image + images == shard_begin(end);
        const int after = is_last && index + 1 < program_.forward_waves.size() ? wave.end : wave.begin;
        const int next = is_last ? shard_begin(begin) : image + images;
        for (int at = wave.begin; at < wave.end; at++) {
          const bool goes_on = at + 1 < wave.end;
          look_ahead(worker, goes_on ? at + 1 : after, goes_on ? image : next, images, end, false);
          forward(worker, at, shard, image, images);
        }
      });
    }
    if (call_->task != Task::kTrain) return;
    for (size_t index = 0; index < program_.backward_waves.size(); index++) {
      const Wave& wave = program_.backward_waves[index];
      if (!wave.settled.empty()) {
        team_->barrier();
        for (int norm : wave.settled) settle_backward(worker, norm, thread == 0);
      }
      for_blocks(begin, end, backward_images_[index], [&](int shard, int image, int images) {
        const bool is_last = image + images == shard_begin(end);
        const int after = is_last && index + 1 < program_.backward_waves.size() ? wave.begin - 1 : wave.end - 1;
        const int next = is_last ? shard_begin(begin) : image + images;
        for (int at = wave.end; at-- > wave.begin;) {
          const bool goes_on = at > wave.begin;
          look_ahead(worker, goes_on ? at - 1 : after, goes_on ? image : next, images, end, true);
          backward(worker, at, shard, image, images);
        }
      });
    }
    team_->barrier();
    unpack(thread, threads);
  }

  /** What an instruction will read of some images. */
  void look_ahead(Worker& worker, int index, int image, int images, int end_shard, bool back) {
    worker.ahead.clear();
    const Instruction& instruction = program_.instructions[index];
    images = std::min(images, shard_begin(end_shard) - image);
    if (images <= 0 || instruction.kind == Kind::kLoss) return;
    look_at(worker, instruction.output, image, images, back);
    for (const Part& part : instruction.parts)
      if (part.mode != Mode::kOnes) look_at(worker, part.tensor, image, images, back && part.wants_gradient);
  }

  void look_at(Worker& worker, int tensor, int image, int images, bool and_gradient) {
    const size_t floats = images * shapes_[tensor].pixels() * program_.tensors[tensor].padded;
    worker.ahead.add(raw(tensor, image), floats);
    if (and_gradient) worker.ahead.add(gradient(tensor, image), floats);
  }

  /** Some images at a time of each shard. */
  template <class Each>
  void for_blocks(int first_shard, int end_shard, int images, const Each& each) {
    for (int shard = first_shard; shard < end_shard; shard++)
      for (int image = shard_begin(shard), end = shard_begin(shard + 1); image < end; image += images)
        each(shard, image, std::min(images, end - image));
  }

  void copy_images(int shard) {
    const Tensor& tensor = program_.tensors[0];
    const long pixels = shapes_[0].pixels();
    for (int image = shard_begin(shard); image < shard_begin(shard + 1); image++) {
      const float* from = call_->images + image * pixels * tensor.channels;
      float* to = raw(0, image);
      for (long pixel = 0; pixel < pixels; pixel++)
        std::memcpy(to + pixel * tensor.padded, from + pixel * tensor.channels, sizeof(float) * tensor.channels);
    }
  }

  // --- Weights: padded for the kernels, and back ---

  /** Calls `each(packed place, place in theta, length)` for contiguous runs of numbers of this thread's share. */
  template <class Each>
  void for_weights(int thread, int threads, const Each& each) {
    for (size_t index = thread; index < program_.instructions.size(); index += threads) {
      const Instruction& instruction = program_.instructions[index];
      if (instruction.kind == Kind::kLoss) continue;
      const Tensor& output = program_.tensors[instruction.output];
      for (const Part& part : instruction.parts) {
        const Tensor& input = program_.tensors[part.tensor];
        const int taps = part.kernel * part.kernel;
        if (part.mode == Mode::kDepthwise || instruction.kind == Kind::kDepthwise)
          for (int tap = 0; tap < taps; tap++)
            each(part.packed_filter + tap * input.padded, part.filter + int64_t{tap} * part.filter_row, input.channels);
        if (instruction.kind != Kind::kProduct) continue;
        const int channels = part.mode == Mode::kOnes ? 1 : input.channels;
        for (int tap = 0; tap < (part.mode == Mode::kGathered ? taps : 1); tap++)
          for (int c = 0; c < channels; c++) {
            const int64_t row = part.first_row + tap * input.padded + c;
            each(instruction.packed_weight + row * output.padded,
                 part.weight + (int64_t{tap} * part.tap_rows + c) * output.channels, output.channels);
          }
      }
    }
  }

  void pack(int thread, int threads) {
    for_weights(thread, threads, [this](int64_t packed, int64_t from, int length) {
      std::memcpy(weights_.data() + packed, call_->theta + from, sizeof(float) * length);
    });
    if (call_->task != Task::kTrain) return;
    for (size_t index = thread; index < program_.instructions.size(); index += threads) {
      const Instruction& instruction = program_.instructions[index];
      if (instruction.kind != Kind::kProduct) continue;
      const long columns = program_.tensors[instruction.output].padded, rows = instruction.rows;
      const float* from = weights_.data() + instruction.packed_weight;
      float* to = transposed_.data() + instruction.packed_weight;
      for (long row = 0; row < rows; row++)
        for (long column = 0; column < columns; column++) to[column * rows + row] = from[row * columns + column];
    }
  }

  void unpack(int thread, int threads) {
    for_weights(thread, threads, [this](int64_t packed, int64_t to, int length) {
      for (int number = 0; number < length; number++) {
        float sum = 0;
        for (int shard = 0; shard < shards_; shard++) sum += *weight_gradient(shard, packed + number);
        call_->gradient[to + number] = sum;
      }
    });
  }

  // --- Normalization: from sums to coefficients ---

  void settle(Worker& worker, int index, bool writes) {
    const Norm& norm = program_.norms[index];
    const Tensor& tensor = program_.tensors[norm.tensor];
    const double count = static_cast<double>(batch_) * shapes_[norm.tensor].pixels();
    for (int c = 0; c < tensor.channels; c++) {
      double sum = 0, squares = 0;
      for (int shard = 0; shard < shards_; shard++) {
        sum += sums(forward_sums_, index, shard)[c];
        squares += sums(forward_sums_, index, shard)[tensor.padded + c];
      }
      const double mean = sum / count, variance = std::max(0.0, squares / count - mean * mean);
      set_coefficients(worker, index, c, mean, variance);
      if (writes && call_->statistics != nullptr) {
        call_->statistics[norm.mean + c] = static_cast<float>(mean);
        call_->statistics[norm.variance + c] = static_cast<float>(variance * count / std::max(1.0, count - 1));
      }
    }
  }

  void set_coefficients(Worker& worker, int index, int c, double mean, double variance) {
    const Norm& norm = program_.norms[index];
    const double inverse = 1 / std::sqrt(variance + epsilon_);
    const double scale = call_->theta[norm.scale + c] * inverse;
    coefficient(worker, index, kMean)[c] = static_cast<float>(mean);
    coefficient(worker, index, kInverse)[c] = static_cast<float>(inverse);
    coefficient(worker, index, kScale)[c] = static_cast<float>(scale);
    coefficient(worker, index, kShift)[c] = static_cast<float>(call_->theta[norm.offset + c] - mean * scale);
  }

  void use_averages(Worker& worker) {
    for (size_t index = 0; index < program_.norms.size(); index++) {
      const Norm& norm = program_.norms[index];
      for (int c = 0; c < program_.tensors[norm.tensor].channels; c++)
        set_coefficients(worker, index, c, call_->averages[norm.mean + c], call_->averages[norm.variance + c]);
    }
  }

  void settle_backward(Worker& worker, int index, bool writes) {
    const Norm& norm = program_.norms[index];
    const Tensor& tensor = program_.tensors[norm.tensor];
    const double count = static_cast<double>(batch_) * shapes_[norm.tensor].pixels();
    for (int c = 0; c < tensor.channels; c++) {
      double sum = 0, moments = 0;
      for (int shard = 0; shard < shards_; shard++) {
        sum += sums(backward_sums_, index, shard)[c];
        moments += sums(backward_sums_, index, shard)[tensor.padded + c];
      }
      const double inverse = coefficient(worker, index, kInverse)[c], scale = coefficient(worker, index, kScale)[c];
      const double mean = coefficient(worker, index, kMean)[c], slope = moments * inverse;
      const double b = -scale * inverse * slope / count;
      coefficient(worker, index, kA)[c] = static_cast<float>(scale);
      coefficient(worker, index, kB)[c] = static_cast<float>(b);
      coefficient(worker, index, kC)[c] = static_cast<float>(-scale * sum / count - mean * b);
      if (!writes) continue;
      call_->gradient[norm.scale + c] = static_cast<float>(slope);
      call_->gradient[norm.offset + c] = static_cast<float>(sum);
    }
  }

  // --- Pictures with room around them ---

  /** The picture that a part reads, with its padding, in scratch memory. */
  const float* padded_picture(Worker& worker, const Part& part, const Window& window, int image, float padding) {
    const long channels = program_.tensors[part.tensor].padded;
    frame(worker.padded.data(), window, channels, padding);
    read_picture(raw(part.tensor, image), window.height, window.width, channels, reading(worker, part.tensor),
                 inner(worker.padded.data(), window, channels), {channels, window.padded_width * channels});
    return worker.padded.data();
  }

  static float* inner(float* padded, const Window& window, long channels) {
    return padded + (long{window.top} * window.padded_width + window.left) * channels;
  }

  static void frame(float* padded, const Window& window, long channels, float value) {
    const long row = window.padded_width * channels;
    for (int y = 0; y < window.padded_height; y++) {
      const bool inside = y >= window.top && y < window.top + window.height;
      if (!inside) {
        std::fill_n(padded + y * row, row, value);
        continue;
      }
      std::fill_n(padded + y * row, window.left * channels, value);
      const long right = window.left + window.width;
      std::fill_n(padded + y * row + right * channels, (window.padded_width - right) * channels, value);
    }
  }

  template <int lanes>
  static void copy_columns(const float* from, Strides from_strides, float* to, Strides to_strides, int height, int width) {
    for (int y = 0; y < height; y++, from += from_strides.row, to += to_strides.row) {
      const float* source = from;
      float* target = to;
      for (int x = 0; x < width; x++, source += from_strides.pixel, target += to_strides.pixel) store(target, load<lanes>(source));
    }
  }

  static void copy_picture(const float* from, Strides from_strides, float* to, Strides to_strides, int height, int width, int channels) {
    for_channels(channels, [&](auto width_tag, int c) {
      copy_columns<decltype(width_tag)::value>(from + c, from_strides, to + c, to_strides, height, width);
    });
  }

  static Strides tight(int width, long channels) { return {channels, width * channels}; }

  /** `picture`, as wide as a pool's result at stride 1, pooled by averages into `to` (tight). Transposed: as its gradient is. */
  void average(Worker& worker, const Layout& layout, const Window& window, float* picture, int channels, bool transposed, float* to) {
    const Strides strides = tight(window.width, channels);
    if (transposed) scale_pixels(picture, layout.out.pixels(), channels, layout.shares.data());
    frame(worker.padded.data(), window, channels, 0);
    copy_picture(picture, strides, inner(worker.padded.data(), window, channels),
                 {channels, window.padded_width * static_cast<long>(channels)}, window.height, window.width, channels);
    convolve(window, worker.padded.data(), channels, worker.ones.data(), to, strides);
    if (!transposed) scale_pixels(to, layout.out.pixels(), channels, layout.shares.data());
  }

  void give(Worker& worker, const Part& part, int shard, int image, const float* from, Strides strides) {
    const Tensor& tensor = program_.tensors[part.tensor];
    const Shape shape = shapes_[part.tensor];
    GradientSums wanted;
    if (part.last && tensor.norm >= 0) {
      wanted.raw = raw(part.tensor, image);
      wanted.reading = reading(worker, part.tensor);
      wanted.mean = coefficient(worker, tensor.norm, kMean);
      wanted.sums = sums(backward_sums_, tensor.norm, shard);
    }
    give_gradient(from, strides, shape.height, shape.width, tensor.padded, part.first, gradient(part.tensor, image), wanted);
  }

  // --- Forward ---

  void forward(Worker& worker, int index, int shard, int image, int images) {
    const Instruction& instruction = program_.instructions[index];
    const Layout& layout = layouts_[index];
    if (instruction.kind == Kind::kLoss) {
      if (call_->task != Task::kStatistics) take_loss(worker, instruction, shard, image, images);
      return;
    }
    const Tensor& output = program_.tensors[instruction.output];
    float* out = raw(instruction.output, image);
    const long picture = layout.out.pixels() * output.padded;
    if (instruction.kind == Kind::kProduct)
      multiply(worker, instruction, layout, image, images, out);
    else
      for (int each = 0; each < images; each++) operate(worker, instruction, layout, image + each, out + each * picture);
    if (output.norm >= 0 && call_->task != Task::kScore)
      add_moments(out, images * layout.out.pixels(), output.padded, sums(forward_sums_, output.norm, shard));
  }

  /** The left side of a product: all parts of a chunk beside each other. */
  void make_wide(Worker& worker, const Instruction& instruction, const Layout& layout, const Chunk& chunk, int image, int images) {
    const long row = chunk.rows;
    for (int index = chunk.begin; index < chunk.end; index++) {
      const Part& part = instruction.parts[index];
      const Shape in = shapes_[part.tensor];
      const int channels = program_.tensors[part.tensor].padded;
      const Strides strides{row, layout.out.width * row};
      for (int each = 0; each < images; each++) {
        float* to = worker.wide.data() + each * layout.out.pixels() * row + part.first_row - chunk.first_row;
        switch (part.mode) {
          case Mode::kDirect:
          case Mode::kAveraged:
            read_picture(raw(part.tensor, image + each), in.height, in.width, channels, reading(worker, part.tensor), to, strides);
            break;
          case Mode::kDepthwise: {
            const Window window = window_of(part, in);
            const float* padded = padded_picture(worker, part, window, image + each, 0);
            convolve(window, padded, channels, weights_.data() + part.packed_filter, to, strides);
            break;
          }
          case Mode::kGathered: {
            const Window window = window_of(part, in);
            const float* padded = padded_picture(worker, part, window, image + each, 0);
            for_each_tap(window, channels, [&](long place, int y, int x, int tap) {
              std::memcpy(to + y * strides.row + x * strides.pixel + tap * channels, padded + place, sizeof(float) * channels);
            });
            break;
          }
          case Mode::kOnes:
            for (long pixel = 0; pixel < layout.out.pixels(); pixel++) {
              std::fill_n(to + pixel * row, 8, 0.0f);
              to[pixel * row] = 1;
            }
            break;
        }
      }
    }
  }

  template <class Each>
  static void for_each_tap(const Window& window, int channels, const Each& each) {
    for (int y = 0; y < window.out_height; y++)
      for (int x = 0; x < window.out_width; x++)
        for (int ty = 0; ty < window.kernel; ty++)
          for (int tx = 0; tx < window.kernel; tx++) {
            const long py = long{y} * window.stride + ty * window.dilation, px = long{x} * window.stride + tx * window.dilation;
            each((py * window.padded_width + px) * channels, y, x, ty * window.kernel + tx);
          }
  }

  void multiply(Worker& worker, const Instruction& instruction, const Layout& layout, int image, int images, float* out) {
    const int columns = program_.tensors[instruction.output].padded;
    const long pixels = layout.out.pixels();
    const int rows = static_cast<int>(images * pixels);
    bool has_direct = false, has_averaged = false;
    for (const Chunk& chunk : layout.chunks) {
      make_wide(worker, instruction, layout, chunk, image, images);
      bool& has = chunk.averaged ? has_averaged : has_direct;
      float* to = chunk.averaged ? worker.narrow.data() : out;
      product(worker.wide.data(), chunk.rows, rows, chunk.rows,
              weights_.data() + instruction.packed_weight + long{chunk.first_row} * columns, columns, columns, to, columns, has, worker.ahead);
      has = true;
    }
    if (!has_averaged) return;
    const Window window = window_of(instruction.parts.back(), layout.out);
    for (int each = 0; each < images; each++) {
      const long at = each * pixels * columns;
      average(worker, layout, window, worker.narrow.data() + at, columns, false, has_direct ? worker.picture.data() : out + at);
      if (!has_direct) continue;
      for (long number = 0; number < pixels * columns; number++) out[at + number] += worker.picture[number];
    }
  }

  /** An operation that takes one picture to one picture. */
  void operate(Worker& worker, const Instruction& instruction, const Layout& layout, int image, float* out) {
    const Part& part = instruction.parts[0];
    const Shape in = shapes_[part.tensor];
    const long channels = program_.tensors[part.tensor].padded;
    const Window window = window_of(part, in);
    const Strides strides = tight(layout.out.width, channels);
    switch (instruction.kind) {
      case Kind::kDepthwise:
        convolve(window, padded_picture(worker, part, window, image, 0), channels, weights_.data() + part.packed_filter, out, strides);
        break;
      case Kind::kMaxPool:
        take_maxima(window, padded_picture(worker, part, window, image, -std::numeric_limits<float>::infinity()), channels, out);
        break;
      case Kind::kAveragePool:
        convolve(window, padded_picture(worker, part, window, image, 0), channels, worker.ones.data(), out, strides);
        scale_pixels(out, layout.out.pixels(), channels, layout.shares.data());
        break;
      case Kind::kMean:
        read_picture(raw(part.tensor, image), in.height, in.width, channels, reading(worker, part.tensor), worker.picture.data(),
                     tight(in.width, channels));
        for (long c = 0; c < channels; c++) {
          float sum = 0;
          for (long pixel = 0; pixel < in.pixels(); pixel++) sum += worker.picture[pixel * channels + c];
          out[c] = sum / static_cast<float>(in.pixels());
        }
        break;
      default:
        read_picture(raw(part.tensor, image), in.height, in.width, channels, reading(worker, part.tensor), out, strides);
    }
  }

  void take_loss(Worker& worker, const Instruction& instruction, int shard, int first, int images) {
    const Part& part = instruction.parts[0];
    const Tensor& logits = program_.tensors[part.tensor];
    float* row = worker.picture.data();
    for (int image = first; image < first + images; image++) {
      read_picture(raw(part.tensor, image), 1, 1, logits.padded, reading(worker, part.tensor), row, tight(1, logits.padded));
      const int label = call_->labels[image];
      const int best = static_cast<int>(std::max_element(row, row + logits.channels) - row);
      shard_correct_[shard] += best == label;
      const double most = row[best];
      double sum = 0;
      for (int c = 0; c < logits.channels; c++) sum += std::exp(row[c] - most);
      shard_loss_[shard] += std::log(sum) + most - row[label];
      if (call_->task != Task::kTrain) continue;
      for (int c = 0; c < logits.channels; c++)
        row[c] = static_cast<float>((std::exp(row[c] - most) / sum - (c == label)) / batch_);
      give(worker, part, shard, image, row, tight(1, logits.padded));
    }
  }

  // --- Backward ---

  void backward(Worker& worker, int index, int shard, int image, int images) {
    const Instruction& instruction = program_.instructions[index];
    const Layout& layout = layouts_[index];
    if (instruction.kind == Kind::kLoss) return;
    if (instruction.kind != Kind::kProduct) {
      for (int each = 0; each < images; each++) {
        read_output_gradient(worker, instruction, layout, image + each, worker.narrow.data());
        operate_backward(worker, instruction, layout, shard, image + each);
      }
      return;
    }
    const long picture = layout.out.pixels() * program_.tensors[instruction.output].padded;
    for (int each = 0; each < images; each++)
      read_output_gradient(worker, instruction, layout, image + each, worker.narrow.data() + each * picture);
    multiply_backward(worker, instruction, layout, shard, image, images);
  }

  void read_output_gradient(Worker& worker, const Instruction& instruction, const Layout& layout, int image, float* to) {
    const int output = instruction.output, columns = program_.tensors[output].padded;
    read_gradient(gradient(output, image), raw(output, image), layout.out.height, layout.out.width, columns, reading(worker, output),
                  backward_of(worker, output), to, tight(layout.out.width, columns));
  }

  void multiply_backward(Worker& worker, const Instruction& instruction, const Layout& layout, int shard, int image, int images) {
    const int columns = program_.tensors[instruction.output].padded;
    const long pixels = layout.out.pixels();
    const int rows = static_cast<int>(images * pixels);
    bool has_pooled = false;
    for (const Chunk& chunk : layout.chunks) {
      if (chunk.averaged && !has_pooled) {
        const Window window = window_of(instruction.parts.back(), layout.out);
        for (int each = 0; each < images; each++)
          average(worker, layout, window, worker.narrow.data() + each * pixels * columns, columns, true,
                  worker.pooled.data() + each * pixels * columns);
        has_pooled = true;
      }
      const float* dy = chunk.averaged ? worker.pooled.data() : worker.narrow.data();
      make_wide(worker, instruction, layout, chunk, image, images);
      add_outer_product(worker.wide.data(), chunk.rows, chunk.rows, dy, columns, columns, rows,
                        weight_gradient(shard, instruction.packed_weight + long{chunk.first_row} * columns), columns, worker.ahead);
      bool wanted = false;
      for (int part = chunk.begin; part < chunk.end; part++)
        wanted = wanted || instruction.parts[part].wants_gradient || instruction.parts[part].mode == Mode::kDepthwise;
      if (!wanted) continue;
      product(dy, columns, rows, columns, transposed_.data() + instruction.packed_weight + chunk.first_row, instruction.rows,
              chunk.rows, worker.wide_gradient.data(), chunk.rows, false, worker.ahead);
      for (int part = chunk.begin; part < chunk.end; part++)
        for (int each = 0; each < images; each++)
          give_part(worker, instruction.parts[part], layout, shard, image + each,
                    worker.wide_gradient.data() + each * pixels * chunk.rows + instruction.parts[part].first_row - chunk.first_row,
                    chunk.rows);
    }
  }

  void give_part(Worker& worker, const Part& part, const Layout& layout, int shard, int image, const float* from, long row) {
    const Strides strides{row, layout.out.width * row};
    switch (part.mode) {
      case Mode::kOnes:
        return;
      case Mode::kDirect:
      case Mode::kAveraged:
        if (part.wants_gradient) give(worker, part, shard, image, from, strides);
        return;
      case Mode::kDepthwise:
        return give_convolved(worker, part, shard, image, from, strides);
      case Mode::kGathered: {
        if (!part.wants_gradient) return;
        const long channels = program_.tensors[part.tensor].padded;
        const Window window = window_of(part, shapes_[part.tensor]);
        float* padded = worker.padded_gradient.data();
        std::memset(padded, 0, sizeof(float) * window.padded_pixels() * channels);
        for_each_tap(window, channels, [&](long place, int y, int x, int tap) {
          const float* at = from + y * strides.row + x * strides.pixel + tap * channels;
          for (long c = 0; c < channels; c++) padded[place + c] += at[c];
        });
        give(worker, part, shard, image, inner(padded, window, channels), {channels, window.padded_width * channels});
      }
    }
  }

  /** Through a depthwise convolution: the filter's gradient, and the picture's. */
  void give_convolved(Worker& worker, const Part& part, int shard, int image, const float* from, Strides strides) {
    const long channels = program_.tensors[part.tensor].padded;
    const Window window = window_of(part, shapes_[part.tensor]);
    const float* filter = weights_.data() + part.packed_filter;
    const float* padded = padded_picture(worker, part, window, image, 0);
    add_filter_gradient(window, padded, from, strides, channels, weight_gradient(shard, part.packed_filter));
    if (!part.wants_gradient) return;
    float* padded_gradient = worker.padded_gradient.data();
    const Strides padded_strides{channels, window.padded_width * channels};
    if (is_usual(window)) {
      frame(padded_gradient, window, channels, 0);
      copy_picture(from, strides, inner(padded_gradient, window, channels), padded_strides, window.height, window.width, channels);
      convolve_three_by_three<true>(padded_gradient, window.padded_width, channels, filter, window.height, window.width,
                                    worker.picture.data(), tight(window.width, channels));
      return give(worker, part, shard, image, worker.picture.data(), tight(window.width, channels));
    }
    copy_picture(from, strides, worker.picture.data(), tight(window.out_width, channels), window.out_height, window.out_width, channels);
    spread(window, worker.picture.data(), channels, filter, padded_gradient);
    give(worker, part, shard, image, inner(padded_gradient, window, channels), padded_strides);
  }

  void operate_backward(Worker& worker, const Instruction& instruction, const Layout& layout, int shard, int image) {
    const Part& part = instruction.parts[0];
    const Shape in = shapes_[part.tensor];
    const long channels = program_.tensors[part.tensor].padded;
    const Window window = window_of(part, in);
    const Strides strides = tight(layout.out.width, channels);
    float* dy = worker.narrow.data();
    if (instruction.kind == Kind::kDepthwise) return give_convolved(worker, part, shard, image, dy, strides);
    if (!part.wants_gradient) return;
    float* padded_gradient = worker.padded_gradient.data();
    const Strides padded_strides{channels, window.padded_width * channels};
    switch (instruction.kind) {
      case Kind::kMaxPool:
        spread_maxima(window, padded_picture(worker, part, window, image, -std::numeric_limits<float>::infinity()),
                      raw(instruction.output, image), dy, channels, padded_gradient);
        return give(worker, part, shard, image, inner(padded_gradient, window, channels), padded_strides);
      case Kind::kAveragePool:
        scale_pixels(dy, layout.out.pixels(), channels, layout.shares.data());
        spread(window, dy, channels, worker.ones.data(), padded_gradient);
        return give(worker, part, shard, image, inner(padded_gradient, window, channels), padded_strides);
      case Kind::kMean:
        for (long c = 0; c < channels; c++) dy[c] /= static_cast<float>(in.pixels());
        return give(worker, part, shard, image, dy, {0, 0});
      default:
        return give(worker, part, shard, image, dy, strides);
    }
  }

  const Program program_;
  const int shards_;
  const float epsilon_;
  std::vector<long> coefficient_at_;
  long norm_channels_ = 0;
  Floats weights_, transposed_, weight_gradients_;  // packed: rows of padded channels

  int batch_ = 0;
  std::vector<Shape> shapes_;
  std::vector<Layout> layouts_;
  std::vector<int> forward_images_, backward_images_;  // of each wave
  std::vector<Floats> buffers_;
  std::vector<Worker> workers_;
  std::vector<double> forward_sums_, backward_sums_, shard_loss_;
  std::vector<long> shard_correct_;

  Call* call_ = nullptr;
  Team* team_ = nullptr;
};

}  // namespace

std::unique_ptr<Network> make(Program program, int shards, float epsilon) {
  return std::make_unique<Runner>(std::move(program), shards, epsilon);
}

}  // namespace HIERNAS_ISA
}  // namespace hiernas
