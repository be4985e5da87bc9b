/** What every operation of the forward graph has in common: its data, how it is emitted, how its gradient is. */
import type { GraphBuilder, TensorName } from "../graph-builder.js";

/** Ids of operations of the forward graph whose outputs, joined along the channels in this order, are one value. */
export type Parts = readonly number[];

/**
 * What an operation of the forward graph is beside its kind: plain data, so that a rewrite is a function from a list to
 * a list.
 */
export interface OperationData {
  /** Unique in its graph; operations name their inputs by it. */
  readonly id: number;
  /** The operation of the plan that it comes from. */
  readonly path: string;
  /** Its input values, by place: for a convolution the images, then the kernel. */
  readonly inputs: readonly Parts[];
  /** Length of the output's last side; 0 where there is none or where it is not known (labels, the loss). */
  readonly channels: number;
}

/** `training` normalizes with the statistics of the batch, `scoring` with the averages. */
export type Mode = "training" | "scoring";

/** What emitting needs beside the operation: the mode, and slices of the vector of batch-normalization averages. */
export interface EmitContext {
  readonly mode: Mode;
  readonly average: (offset: number) => TensorName;
  /** Whether a product may be added to a sum while it is computed: see `addUp`. */
  readonly accumulate: boolean;
}

/**
 * The tensors of an emitted operation: its output, and what the gradient needs again, in an order that the rule knows.
 */
export interface Emitted {
  readonly output: TensorName;
  readonly saved: readonly TensorName[];
}

/** A product of two matrices that is not computed yet, because it may be computed into a sum. */
export interface PendingProduct {
  readonly left: TensorName;
  readonly right: TensorName;
  readonly transposes: "none" | "left" | "right";
  readonly channels: number;
}

/** What a gradient is written from: the forward tensors, and for each input whether its gradient is wanted. */
export interface GradientContext extends Emitted {
  readonly inputs: readonly TensorName[];
  readonly wanted: readonly boolean[];
}

/** How one kind of operation becomes nodes, forward and backward. */
export interface Rule<O extends OperationData> {
  /** Whether it takes input values of several parts as they are; other operations get them joined. */
  readonly takesParts?: boolean;
  /** Adds the forward nodes. `inputs` has one tensor a part, values one after the other. */
  readonly emit: (graph: GraphBuilder, operation: O, inputs: readonly TensorName[], context: EmitContext) => Emitted;
  /**
   * Adds the backward nodes of training mode, given the gradient of the output; the gradient of each input, undefined
   * where there is none or it is not wanted.
   */
  readonly gradient: (
    graph: GraphBuilder,
    operation: O,
    gradient: TensorName,
    context: GradientContext,
  ) => readonly (TensorName | PendingProduct | undefined)[];
}
