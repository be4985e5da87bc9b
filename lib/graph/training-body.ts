/** The part between a training graph's variables and its calls: TensorFlow's operations, or the fused one. */
import type { TensorName } from "./graph-builder.js";

/** The inputs to the body of a training graph: fed tensors, and the variables. */
export interface TrainingInputs {
  readonly images: TensorName;
  readonly labels: TensorName;
  readonly theta: TensorName;
  readonly averages: TensorName;
}

/** What the body of a training graph computes. */
export interface TrainingOutputs {
  readonly loss: TensorName;
  readonly gradient: TensorName;
  /** The averages of this batch alone, `[averageCount]`; undefined without batch normalization. */
  readonly statistics?: TensorName;
  readonly correct: TensorName;
  readonly scoringLoss: TensorName;
}
