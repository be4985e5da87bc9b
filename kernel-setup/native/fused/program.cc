// Decodes a program and checks every index and range, so that the kernels need not.
#include "program.h"

#include <algorithm>

namespace hiernas {
namespace {

constexpr int64_t kVersion = 1;
constexpr int kLargest = 1 << 20;

class Reader {
 public:
  explicit Reader(const std::vector<int64_t>& numbers) : numbers_(numbers) {}

  int64_t next(const char* what, int64_t least, int64_t most) {
    if (at_ >= numbers_.size()) throw ProgramError("program: ends before " + std::string(what));
    const int64_t value = numbers_[at_++];
    if (value < least || value > most)
      throw ProgramError("program, number " + std::to_string(at_ - 1) + ": " + what + " is " + std::to_string(value) +
                         ", must be from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
  }
  int count(const char* what, int least = 0, int most = kLargest) { return static_cast<int>(next(what, least, most)); }
  bool done() const { return at_ == numbers_.size(); }

 private:
  const std::vector<int64_t>& numbers_;
  size_t at_ = 0;
};

void check_end(const char* what, int64_t begin, int64_t last, int64_t end) {
  if (begin < 0 || last >= end)
    throw ProgramError(std::string("program: ") + what + " at " + std::to_string(begin) + " reaches beyond " +
                       std::to_string(end) + " numbers");
}

Part read_part(Reader& reader, int tensor_count, int64_t parameters) {
  Part part;
  part.tensor = reader.count("a part's tensor", 0, tensor_count - 1);
  part.mode = static_cast<Mode>(reader.count("a part's mode", 0, 4));
  part.kernel = reader.count("a kernel", 1, 1 << 10);
  part.stride = reader.count("a stride", 1, 1 << 10);
  part.dilation = reader.count("a dilation", 1, 1 << 10);
  part.filter = reader.next("a filter's place", 0, parameters);
  part.filter_row = reader.count("a filter's row");
  part.weight = reader.next("a weight's place", 0, parameters);
  part.tap_rows = reader.count("rows of a tap");
  return part;
}

bool is_read_as_it_is(Kind kind, Mode mode) {
  if (kind == Kind::kProduct) return mode == Mode::kDirect || mode == Mode::kOnes;
  return kind == Kind::kCopy || kind == Kind::kMean || kind == Kind::kLoss;
}

/** When a part adds to its tensor's gradient: at once, when all lines of a chunk are ready, or after the others. */
int turn_of(Mode mode) {
  switch (mode) {
    case Mode::kDepthwise:
    case Mode::kGathered: return 1;
    case Mode::kAveraged: return 2;
    default: return 0;
  }
}

void derive_parts(Program& program, Instruction& instruction) {
  const Tensor& output = program.tensors[instruction.output];
  const int64_t columns = output.channels;
  instruction.first_packed = program.packed_count;
  for (Part& part : instruction.parts) {
    const int channels = part.mode == Mode::kOnes ? 1 : program.tensors[part.tensor].channels;
    const int64_t taps = int64_t{part.kernel} * part.kernel;
    if (is_read_as_it_is(instruction.kind, part.mode) && (part.kernel != 1 || part.stride != 1 || part.dilation != 1))
      throw ProgramError("program: what is read as it is has neither kernel nor stride");
    if (taps * program.tensors[part.tensor].padded > kLargest) throw ProgramError("program: too many rows of a product");
    const bool filters = part.mode == Mode::kDepthwise || instruction.kind == Kind::kDepthwise;
    if (filters) {
      check_end("a filter", part.filter, part.filter + (taps - 1) * part.filter_row + channels - 1, program.parameter_count);
      part.packed_filter = program.packed_count;
      program.packed_count += taps * program.tensors[part.tensor].padded;
    }
    if (instruction.kind != Kind::kProduct) {
      if (program.tensors[part.tensor].channels != output.channels && instruction.kind != Kind::kLoss)
        throw ProgramError("program: an operation by channel changes the channels");
      continue;
    }
    if (part.mode == Mode::kAveraged && (part.stride != 1 || part.kernel % 2 == 0))
      throw ProgramError("program: only averages of odd kernels at stride 1 can be taken after a product");
    const int64_t weight_taps = part.mode == Mode::kGathered ? taps : 1;
    check_end("weights", part.weight, part.weight + ((weight_taps - 1) * part.tap_rows + channels) * columns - 1,
              program.parameter_count);
    part.first_row = instruction.rows;
    part.rows = part.mode == Mode::kOnes ? 8 : static_cast<int>(weight_taps) * program.tensors[part.tensor].padded;
    instruction.rows += part.rows;
    if (instruction.rows > kLargest) throw ProgramError("program: too many rows of a product");
    if (part.mode != Mode::kAveraged) instruction.direct_parts++;
  }
  if (instruction.kind == Kind::kProduct) {
    for (size_t index = 1; index < instruction.parts.size(); index++)
      if (turn_of(instruction.parts[index - 1].mode) > turn_of(instruction.parts[index].mode))
        throw ProgramError("program: parts of a product must come in order: as they are, convolved, averaged");
    instruction.packed_weight = program.packed_count;
    program.packed_count += int64_t{instruction.rows} * output.padded;
  }
}

/** Normalizations whose sums are complete but not yet used. */
class Pending {
 public:
  explicit Pending(size_t count) : pending_(count, false) {}
  bool has(int norm) const { return norm >= 0 && pending_[norm]; }
  void add(int norm) {
    if (norm >= 0) pending_[norm] = true;
  }
  std::vector<int> settle() {
    std::vector<int> list;
    for (size_t norm = 0; norm < pending_.size(); norm++)
      if (pending_[norm]) list.push_back(static_cast<int>(norm));
    pending_.assign(pending_.size(), false);
    return list;
  }

 private:
  std::vector<bool> pending_;
};

void derive_forward_waves(Program& program) {
  std::vector<bool> written(program.tensors.size(), false);
  written[0] = true;
  Pending pending(program.norms.size());
  program.forward_waves.push_back({});
  for (int index = 0; index < static_cast<int>(program.instructions.size()); index++) {
    const Instruction& instruction = program.instructions[index];
    bool waits = false;
    for (const Part& part : instruction.parts) {
      if (!written[part.tensor]) throw ProgramError("program: a tensor is read before it is written");
      waits = waits || pending.has(program.tensors[part.tensor].norm);
    }
    if (waits) program.forward_waves.push_back({index, index, pending.settle()});
    program.forward_waves.back().end = index + 1;
    if (instruction.kind == Kind::kLoss) continue;
    if (written[instruction.output]) throw ProgramError("program: a tensor is written twice");
    written[instruction.output] = true;
    pending.add(program.tensors[instruction.output].norm);
  }
}

/** Marks the part that writes a tensor's gradient first, and the one that completes it. */
void derive_contributions(Program& program) {
  std::vector<Part*> latest(program.tensors.size(), nullptr);
  for (auto instruction = program.instructions.rbegin(); instruction != program.instructions.rend(); ++instruction) {
    if (instruction->kind != Kind::kLoss && latest[instruction->output] == nullptr)
      throw ProgramError("program: nobody reads a tensor");
    for (Part& part : instruction->parts) {
      part.wants_gradient = part.tensor != 0 && part.mode != Mode::kOnes;
      if (!part.wants_gradient) continue;
      part.first = latest[part.tensor] == nullptr;
      latest[part.tensor] = &part;
    }
  }
  for (Part* part : latest)
    if (part != nullptr) part->last = true;
}

void derive_backward_waves(Program& program) {
  Pending pending(program.norms.size());
  const int count = static_cast<int>(program.instructions.size());
  program.backward_waves.push_back({count, count, {}});
  for (int index = count - 1; index >= 0; index--) {
    const Instruction& instruction = program.instructions[index];
    const int norm = instruction.kind == Kind::kLoss ? -1 : program.tensors[instruction.output].norm;
    if (pending.has(norm)) program.backward_waves.push_back({index + 1, index + 1, pending.settle()});
    program.backward_waves.back().begin = index;
    for (const Part& part : instruction.parts)
      if (part.last) pending.add(program.tensors[part.tensor].norm);
  }
}

void derive_packed(const Program& program, std::vector<Wave>& waves) {
  const int count = static_cast<int>(program.instructions.size());
  const auto packed_before = [&](int index) { return index < count ? program.instructions[index].first_packed : program.packed_count; };
  for (Wave& wave : waves) {
    wave.first_packed = packed_before(wave.begin);
    wave.packed_count = packed_before(wave.end) - wave.first_packed;
  }
}

}  // namespace

Program parse_program(const std::vector<int64_t>& numbers) {
  Reader reader(numbers);
  reader.next("the version", kVersion, kVersion);
  Program program;
  program.backward = reader.count("whether it goes backward", 0, 1) == 1;
  program.parameter_count = reader.next("the count of weights", 0, int64_t{1} << 40);
  program.average_count = reader.next("the count of averages", 0, int64_t{1} << 40);
  program.buffer_count = reader.count("the count of buffers", 1);
  const int tensor_count = reader.count("the count of tensors", 1);
  const int norm_count = reader.count("the count of normalizations");
  const int instruction_count = reader.count("the count of instructions", 1);
  for (int index = 0; index < norm_count; index++) {
    Norm norm;
    norm.scale = reader.next("a scale's place", 0, program.parameter_count);
    norm.offset = reader.next("an offset's place", 0, program.parameter_count);
    norm.mean = reader.next("a mean's place", 0, program.average_count);
    norm.variance = reader.next("a variance's place", 0, program.average_count);
    program.norms.push_back(norm);
  }
  for (int index = 0; index < tensor_count; index++) {
    Tensor tensor;
    tensor.channels = reader.count("channels", 1);
    tensor.norm = reader.count("a normalization", -1, norm_count - 1);
    tensor.activation = static_cast<Activation>(reader.count("an activation", 0, 2));
    tensor.buffer = reader.count("a buffer", 0, program.buffer_count - 1);
    tensor.gradient_buffer = reader.count("a gradient's buffer", program.backward && index > 0 ? 0 : -1, program.buffer_count - 1);
    tensor.padded = pad_channels(tensor.channels);
    if (tensor.norm >= 0) {
      Norm& norm = program.norms[tensor.norm];
      if (norm.tensor >= 0 || index == 0) throw ProgramError("program: a normalization of two tensors, or of the images");
      norm.tensor = index;
      check_end("a scale", norm.scale, norm.scale + tensor.channels - 1, program.parameter_count);
      check_end("an offset", norm.offset, norm.offset + tensor.channels - 1, program.parameter_count);
      check_end("a mean", norm.mean, norm.mean + tensor.channels - 1, program.average_count);
      check_end("a variance", norm.variance, norm.variance + tensor.channels - 1, program.average_count);
    }
    program.tensors.push_back(tensor);
  }
  for (const Norm& norm : program.norms)
    if (norm.tensor < 0) throw ProgramError("program: a normalization of no tensor");
  for (int index = 0; index < instruction_count; index++) {
    Instruction instruction;
    instruction.kind = static_cast<Kind>(reader.count("an instruction's kind", 1, 7));
    const bool is_last = index == instruction_count - 1;
    if ((instruction.kind == Kind::kLoss) != is_last) throw ProgramError("program: the loss must be its last instruction");
    instruction.output = reader.count("an instruction's output", is_last ? 0 : 1, tensor_count - 1);
    const int part_count = reader.count("the count of parts", 1);
    if (instruction.kind != Kind::kProduct && part_count != 1) throw ProgramError("program: only products take several parts");
    for (int part = 0; part < part_count; part++)
      instruction.parts.push_back(read_part(reader, tensor_count, program.parameter_count));
    derive_parts(program, instruction);
    program.instructions.push_back(std::move(instruction));
  }
  if (!reader.done()) throw ProgramError("program: numbers are left over");
  derive_forward_waves(program);
  derive_packed(program, program.forward_waves);
  if (!program.backward) return program;
  derive_contributions(program);
  derive_backward_waves(program);
  derive_packed(program, program.backward_waves);
  return program;
}

}  // namespace hiernas
