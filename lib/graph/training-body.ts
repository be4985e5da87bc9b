/** What stands between the variables and the calls of a training graph: TensorFlow's operations, or the fused one. */
import type { TensorName } from "./graph-builder.js";

/** What the body of a training graph begins with: tensors that are fed, and the variables. */
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
  /** The averages of this batch alone, `[averageCount]`; undefined when there are none. */
  readonly statistics?: TensorName;
  readonly correct: TensorName;
  readonly scoringLoss: TensorName;
}
