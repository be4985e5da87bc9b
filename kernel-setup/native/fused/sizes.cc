// Sizes of a call, computed by walking the program once.
#include "sizes.h"

#include <algorithm>

namespace hiernas {
namespace {

/** The bytes of an output to process at a time: with its inputs they must fit into the level-2 cache. */
constexpr long kPictureBytes = 64 * 1024;
/** A product with so many bytes of weights takes at least so many pixels at a time. */
constexpr long kHeavyBytes = 64 * 1024;
constexpr long kHeavyPixels = 512;
/** The fewest pixels of a larger output to process at a time. */
constexpr long kBandPixels = 128;
/** The bytes of padded pictures that a chunk may keep there. */
constexpr long kSlotBytes = 192 * 1024;
/** The bytes of both sides of a product to make at a time, and the fewest rows worth a product. */
constexpr long kStripBytes = 96 * 1024;
constexpr long kLeastRows = 192;
constexpr long kMostChunkRows = 384;
/** The columns of the widest panel of a product. */
constexpr long kWidestPanel = 32;

class Measuring {
 public:
  Measuring(const Program& program, int shard_images, Sizes& sizes) : program_(program), shard_images_(shard_images), sizes_(sizes) {}

  void instruction(size_t index) {
    const Instruction& instruction = program_.instructions[index];
    Layout& layout = sizes_.layouts[index];
    layout.out = shape_of(instruction);
    if (instruction.kind == Kind::kLoss) {
      if (layout.out.pixels() != 1) throw ProgramError("logits have more than one pixel");
      return;
    }
    sizes_.shapes[instruction.output] = layout.out;
    const long picture = layout.out.pixels() * program_.tensors[instruction.output].padded;
    const long fitting = kPictureBytes / static_cast<long>(sizeof(float)) / picture;
    // Many weights are read for many pixels, or reading them would take longer than the product.
    const bool is_light = instruction.kind == Kind::kProduct && weight_bytes(instruction) < kHeavyBytes;
    const long wanted = is_light ? 1 : (kHeavyPixels + layout.out.pixels() - 1) / layout.out.pixels();
    layout.images = static_cast<int>(std::clamp<long>(std::max(fitting, wanted), 1, shard_images_));
    grow(sizes_.picture, picture);
    if (instruction.kind == Kind::kProduct)
      product(instruction, layout, picture);
    else
      operation(instruction, layout, picture);
  }

  int images_of(const Wave& wave) const {
    int images = shard_images_;
    for (int index = wave.begin; index < wave.end; index++) images = std::min(images, sizes_.layouts[index].images);
    return std::max(images, 1);
  }

 private:
  long weight_bytes(const Instruction& instruction) const {
    return static_cast<long>(sizeof(float)) * instruction.rows * program_.tensors[instruction.output].padded;
  }

  static void grow(long& size, long floats) { size = std::max(size, floats); }

  long padded_of(const Part& part) const { return program_.tensors[part.tensor].padded; }
  Window window(const Part& part) const { return window_of(part, sizes_.shapes[part.tensor]); }

  Shape shape_of(const Instruction& instruction) {
    Shape out;
    for (const Part& part : instruction.parts) {
      if (part.mode == Mode::kOnes) continue;
      const Window view = window(part);
      grow(sizes_.picture, sizes_.shapes[part.tensor].pixels() * padded_of(part));
      const Shape shape = instruction.kind == Kind::kMean ? Shape{1, 1} : Shape{view.out_height, view.out_width};
      if (out.height != 0 && (shape.height != out.height || shape.width != out.width))
        throw ProgramError("parts of a product differ in height or width");
      out = shape;
    }
    if (out.height == 0) throw ProgramError("a product of ones alone");
    return out;
  }

  void operation(const Instruction& instruction, Layout& layout, long picture) {
    const Part& part = instruction.parts[0];
    const long padded = window(part).padded_pixels() * padded_of(part);
    grow(sizes_.padded, padded);
    // A usual window's gradients take one row more than its picture.
    grow(sizes_.padded_gradient, std::max(padded, picture) + window(part).padded_width * padded_of(part));
    grow(sizes_.narrow, picture);
    if (instruction.kind != Kind::kAveragePool) return;
    layout.shares = shares_of(window(part));
    grow(sizes_.ones, long{part.kernel} * part.kernel * padded_of(part));
  }

  void product(const Instruction& instruction, Layout& layout, long picture) {
    const long bytes = picture * static_cast<long>(sizeof(float));
    const long bands = std::min(bytes / kPictureBytes, layout.out.pixels() / kBandPixels);
    layout.banded = bands > 1 && bytes >= 2 * weight_bytes(instruction) && can_be_banded(instruction);
    if (layout.banded) layout.lines = static_cast<int>((layout.out.height + bands - 1) / bands);
    for (const Part& part : instruction.parts) layout.slots.push_back(slot_of(part, layout.banded ? layout.lines : layout.out.height));
    cut_into_chunks(instruction, layout);
    long rows = 8, gradient = 0;
    for (const Chunk& chunk : layout.chunks) {
      rows = std::max<long>(rows, wide_row(chunk));
      long padded = 0;
      // Bands leave rows of their gradients to the next one.
      if (!layout.banded) gradient = 0;
      for (int index = chunk.begin; index < chunk.end; index++) {
        Slot& slot = layout.slots[index];
        slot.picture = padded;
        slot.gradient = gradient;
        padded += chunk.images * slot.picture_size;
        gradient += chunk.images * slot.gradient_size;
      }
      grow(sizes_.padded, padded);
      grow(sizes_.padded_gradient, gradient);
    }
    const long columns = program_.tensors[instruction.output].padded;
    if (!layout.banded) {
      const long strip = std::max(kLeastRows, kStripBytes / static_cast<long>(sizeof(float)) / (rows + columns));
      const long all = long{layout.images} * layout.out.height;
      layout.lines = static_cast<int>(std::clamp<long>(strip / layout.out.width, 1, all));
    }
    grow(sizes_.wide, layout.lines * layout.out.width * rows);
    grow(sizes_.panel, layout.lines * layout.out.width * kWidestPanel);
    grow(sizes_.narrow, layout.images * picture);
    if (!has_average(instruction)) return;
    const Window view = window_of(instruction.parts.back(), layout.out);
    layout.shares = shares_of(view);
    grow(sizes_.padded, view.padded_pixels() * columns);
    grow(sizes_.ones, long{view.kernel} * view.kernel * columns);
  }

  bool can_be_banded(const Instruction& instruction) const {
    return std::all_of(instruction.parts.begin(), instruction.parts.end(), [&](const Part& part) {
      return part.mode == Mode::kDirect || part.mode == Mode::kOnes || (part.mode == Mode::kDepthwise && is_usual(window(part)));
    });
  }

  Slot slot_of(const Part& part, int lines) const {
    Slot slot;
    if (part.mode != Mode::kDepthwise && part.mode != Mode::kGathered) return slot;
    const Window view = window(part);
    const long row = view.padded_width * padded_of(part);
    if (part.mode == Mode::kDepthwise && is_usual(view)) {
      slot.picture_size = (lines + 2) * row;
      slot.gradient_size = (lines + kRowsAround) * row;
    } else {
      slot.picture_size = view.padded_height * row;
      slot.gradient_size = std::max(slot.picture_size, long{view.out_height} * view.out_width * padded_of(part));
    }
    return slot;
  }

  static void cut_into_chunks(const Instruction& instruction, Layout& layout) {
    const int count = static_cast<int>(instruction.parts.size());
    for (int begin = 0; begin < count;) {
      Chunk chunk{begin, begin, instruction.parts[begin].first_row, 0, begin >= instruction.direct_parts};
      const int most = chunk.averaged ? count : instruction.direct_parts;
      chunk.images = images_of(layout, layout.slots[begin]);
      for (long bytes = 0; chunk.end < most; chunk.end++) {
        const int images = images_of(layout, layout.slots[chunk.end]);
        const long more = images * bytes_of(layout.slots[chunk.end]);
        const int rows = instruction.parts[chunk.end].rows;
        if (chunk.rows > 0 && (bytes + more > kSlotBytes || chunk.rows + rows > kMostChunkRows)) break;
        chunk.images = std::min(chunk.images, images);
        bytes += more;
        chunk.rows += rows;
      }
      layout.chunks.push_back(chunk);
      begin = chunk.end;
    }
  }

  static long bytes_of(const Slot& slot) { return slot.picture_size * static_cast<long>(sizeof(float)); }
  /** Images at a time whose padded pictures may be kept. */
  static int images_of(const Layout& layout, const Slot& slot) {
    return slot.picture_size == 0 ? layout.images : static_cast<int>(std::clamp<long>(kSlotBytes / bytes_of(slot), 1, layout.images));
  }

  const Program& program_;
  const int shard_images_;
  Sizes& sizes_;
};

}  // namespace

std::vector<float> shares_of(const Window& window) {
  std::vector<float> shares;
  for (int y = 0; y < window.out_height; y++)
    for (int x = 0; x < window.out_width; x++) shares.push_back(1.0f / static_cast<float>(window.seen(y, x)));
  return shares;
}

Sizes measure(const Program& program, int batch, int height, int width, int shards) {
  if (batch < 1 || height < 1 || width < 1) throw ProgramError("a batch without images or pixels");
  Sizes sizes;
  sizes.batch = batch;
  sizes.shapes.assign(program.tensors.size(), Shape{});
  sizes.layouts.assign(program.instructions.size(), Layout{});
  sizes.shapes[0] = {height, width};
  Measuring measuring(program, (batch + shards - 1) / shards, sizes);
  for (size_t index = 0; index < program.instructions.size(); index++) measuring.instruction(index);
  for (const Wave& wave : program.forward_waves) sizes.forward_images.push_back(measuring.images_of(wave));
  for (const Wave& wave : program.backward_waves) sizes.backward_images.push_back(measuring.images_of(wave));
  return sizes;
}

}  // namespace hiernas
