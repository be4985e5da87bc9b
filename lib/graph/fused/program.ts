/**
 * The program of the fused operation as data: what it computes, in which order. `kernel-setup/native/fused/program.h`
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
 * A stored value, `[batch, height, width, channels]`. Its readers apply normalization and activation.
 */
export interface ProgramTensor {
  readonly channels: number;
  /** Equal for tensors that have equal height and width at every image size. */
  readonly size: string;
  readonly norm?: ProgramNorm;
  readonly activation: "none" | "relu" | "softplus";
}

/** How a product makes a part from its tensor, in the order of their numbers. */
export const partModes = Object.freeze(["direct", "depthwise", "averaged", "gathered", "ones"] as const);

/** An input of an instruction. */
export interface ProgramPart {
  readonly tensor: number;
  readonly mode: (typeof partModes)[number];
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** For a depthwise convolution: its first number in the flat vector, and the distance to the next tap. */
  readonly filter: number;
  readonly filterRow: number;
  /** For a product: its first number in the flat vector, and the rows to the next tap of a gathered part. */
  readonly weight: number;
  readonly tapRows: number;
}

/** What an instruction does, in the order of their numbers, from 1. */
export const instructionKinds = Object.freeze([
  "product",
  "depthwise",
  "maxPool",
  "averagePool",
  "mean",
  "copy",
  "loss",
] as const);

/** An instruction. Its output is the id of a tensor; the loss has none. */
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
 * Height times width of a tensor of this {@link ProgramTensor.size}, given the images' height and width: the size lists
 * the strides from the images to the tensor, for example `/2/2`.
 */
export function pixelsOf(size: string, height: number, width: number): number {
  if (size === "mean") return 1;
  const strides = size.split("/").slice(1).map(Number);
  const side = (length: number): number => strides.reduce((left, stride) => Math.ceil(left / stride), length);
  return side(height) * side(width);
}

/** Channels as laid out in memory: a multiple of 8. */
export const paddedChannels = (channels: number): number => 8 * Math.ceil(channels / 8);
