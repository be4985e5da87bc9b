/** What all operations of the forward graph have in common: their data, how they are emitted, their gradients. */
import type { GraphBuilder, TensorName } from "../graph-builder.js";

/** Ids of operations whose outputs, joined along the channels in this order, form one value. */
export type Parts = readonly number[];

/**
 * An operation of the forward graph apart from its kind. It is plain data, so a rewrite is a function from list to
 * list.
 */
export interface OperationData {
  /** Unique in its graph; operations name their inputs by it. */
  readonly id: number;
  /** The operation of the plan that it comes from. */
  readonly path: string;
  /** Its input values by position: for a convolution the images, then the kernel. */
  readonly inputs: readonly Parts[];
  /** Length of the output's last side; 0 if there is none or it is unknown (labels, the loss). */
  readonly channels: number;
}

/** `training` normalizes with the statistics of the batch, `scoring` with the averages. */
export type Mode = "training" | "scoring";

/** What emitting needs besides the operation: the mode, and slices of the vector of batch-normalization averages. */
export interface EmitContext {
  readonly mode: Mode;
  readonly average: (offset: number) => TensorName;
  /** Whether a product may accumulate into a sum: see `addUp`. */
  readonly accumulate: boolean;
}

/**
 * The tensors of an emitted operation: its output, and what the gradient needs, in an order known to the rule.
 */
export interface Emitted {
  readonly output: TensorName;
  readonly saved: readonly TensorName[];
}

/** A product of two matrices that is not computed yet, because it may accumulate into a sum. */
export interface PendingProduct {
  readonly left: TensorName;
  readonly right: TensorName;
  readonly transposes: "none" | "left" | "right";
  readonly channels: number;
}

/** What a gradient needs: the forward tensors, and for each input whether its gradient is needed. */
export interface GradientContext extends Emitted {
  readonly inputs: readonly TensorName[];
  readonly wanted: readonly boolean[];
}

/** How one kind of operation becomes nodes, forward and backward. */
export interface Rule<O extends OperationData> {
  /** Whether it accepts input values of several parts; for other operations they are joined. */
  readonly takesParts?: boolean;
  /** Adds the forward nodes. `inputs` has one tensor per part, value after value. */
  readonly emit: (graph: GraphBuilder, operation: O, inputs: readonly TensorName[], context: EmitContext) => Emitted;
  /**
   * Adds the backward nodes of training mode, given the gradient of the output. Returns the gradient of each input,
   * undefined if it has none or it is not needed.
   */
  readonly gradient: (
    graph: GraphBuilder,
    operation: O,
    gradient: TensorName,
    context: GradientContext,
  ) => readonly (TensorName | PendingProduct | undefined)[];
}
