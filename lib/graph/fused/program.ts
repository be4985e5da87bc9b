/**
 * The program of the fused operation: what it computes in which order, as data. `kernel-setup/native/fused/program.h`
 * reads it.
 */

/** A batch normalization: its first numbers in the flat vectors of weights and averages. */
export interface ProgramNorm {
  readonly scale: number;
  readonly offset: number;
  readonly mean: number;
  readonly variance: number;
}

/**
 * Something that is kept, `[batch, height, width, channels]`. Normalization and activation are applied by whoever reads
 * it.
 */
export interface ProgramTensor {
  readonly channels: number;
  /** Equal for tensors of equal height and width, whatever the images' size. */
  readonly size: string;
  readonly norm?: ProgramNorm;
  readonly activation: "none" | "relu" | "softplus";
}

/** How a part of a product is made from its tensor, in the order of their numbers. */
export const partModes = Object.freeze(["direct", "depthwise", "averaged", "gathered", "ones"] as const);

/** An input of an instruction. */
export interface ProgramPart {
  readonly tensor: number;
  readonly mode: (typeof partModes)[number];
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Of a depthwise convolution: its first number of the flat vector, and how many numbers later the next tap is. */
  readonly filter: number;
  readonly filterRow: number;
  /** Of a product: its first number of the flat vector, and how many rows later the next tap of a gathered part is. */
  readonly weight: number;
  readonly tapRows: number;
}

/** What an instruction does, in the order of their numbers from 1 on. */
export const instructionKinds = Object.freeze([
  "product",
  "depthwise",
  "maxPool",
  "averagePool",
  "mean",
  "copy",
  "loss",
] as const);

/** One instruction. Its output is the id of a tensor; the loss has none. */
export interface ProgramInstruction {
  readonly kind: (typeof instructionKinds)[number];
  readonly output: number;
  /** Products may have several: direct ones and ones first, then depthwise and gathered, averaged last. */
  readonly parts: readonly ProgramPart[];
}

/**
 * A network as instructions in an order in which they can run; the last is the loss. The first tensor is the images.
 */
export interface Program {
  readonly tensors: readonly ProgramTensor[];
  readonly instructions: readonly ProgramInstruction[];
  readonly parameterCount: number;
  readonly averageCount: number;
}

/**
 * Height times width of a tensor of this {@link ProgramTensor.size}, given the images': the size names the strides from
 * the images to it, for example `/2/2`.
 */
export function pixelsOf(size: string, height: number, width: number): number {
  if (size === "mean") return 1;
  const strides = size.split("/").slice(1).map(Number);
  const side = (length: number): number => strides.reduce((left, stride) => Math.ceil(left / stride), length);
  return side(height) * side(width);
}

/** Channels as they lie in memory: a multiple of 8. */
export const paddedChannels = (channels: number): number => 8 * Math.ceil(channels / 8);
