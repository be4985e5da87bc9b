/** The plan: a network as data, before TensorFlow. */
import type { Layer } from "../genotype/primitive.js";

/** What an operation computes: a primitive's layer, or the network's input or output. */
export type PlanLayer =
  | Layer
  | { readonly kind: "input" }
  | { readonly kind: "globalAveragePool" }
  | { readonly kind: "dense"; readonly channels: number };

/** A named piece of the flat vector of weights. */
export interface WeightPiece {
  /** The operation's path and the weight's role, for example `group 1/cell 1/…/conv1/kernel`. */
  readonly name: string;
  /** The piece is `size` numbers of the vector starting at `offset`, row-major. */
  readonly offset: number;
  readonly size: number;
  /**
   * A convolution's kernel is `[kernel, kernel, channels in, channels out]`, a depthwise one's `[kernel, kernel,
   * channels, 1]`, the classifier's `[channels, classes]`, scale, offset and bias `[channels]`.
   */
  readonly shape: readonly number[];
  /** Its initial value: constant, or drawn from a normal distribution with standard deviation √(2 / fanIn). */
  readonly initial:
    { readonly kind: "normal"; readonly fanIn: number } | { readonly kind: "constant"; readonly value: number };
}

/**
 * A named piece of the flat vector of batch-normalization averages (not trained, not decayed): the mean, then the
 * variance, of each normalized channel.
 */
export interface AveragePiece {
  readonly name: string;
  /** The means are at `offset` … `offset + channels − 1`, and the variances follow. */
  readonly offset: number;
  readonly channels: number;
}

/**
 * One operation. Its input is a value: a list of parts, the outputs of earlier operations, concatenated along the
 * channels in that order (concatenation itself is never an operation). Its output is one tensor `[batch, height, width,
 * channels]`; `[batch, channels]` for `globalAveragePool` and `dense`.
 */
export interface PlanOperation {
  /** Its index in `Plan.operations`. */
  readonly id: number;
  /** Where it comes from, for example `group 1/cell 1/edge 1→2/motif 5/edge 1→3/sep`. */
  readonly path: string;
  readonly layer: PlanLayer;
  /** Ids of earlier operations: the parts of the input value. Empty for `input` only. */
  readonly inputs: readonly number[];
  readonly inputChannels: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly weights: readonly WeightPiece[];
  /** For a batch normalization; otherwise undefined. */
  readonly averages?: AveragePiece;
  /** Trained weights. */
  readonly parameterCount: number;
  /** Multiply-adds for one image, by convention of convolutions and the classifier only. */
  readonly multiplyAdds: number;
  /** Bytes of the output for one image in 32-bit floats. */
  readonly activationBytes: number;
}

/**
 * A network as a frozen list of operations in an order in which they can be computed; the last one gives the logits,
 * `[batch, classes]`.
 */
export interface Plan {
  readonly network: string;
  readonly imageSize: { readonly height: number; readonly width: number; readonly channels: number };
  readonly classCount: number;
  readonly operations: readonly PlanOperation[];
  /** The number of trained weights: the length of the flat vector. */
  readonly parameterCount: number;
  /** Length of the flat vector of batch-normalization averages. */
  readonly averageCount: number;
  /** Multiply-adds of the forward pass for one image. */
  readonly multiplyAdds: number;
  /** Bytes of all outputs for one image in 32-bit floats. */
  readonly activationBytes: number;
}
