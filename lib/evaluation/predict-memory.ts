/** Predicts the memory of training from a plan, before anything runs. Ours. */
import type { Plan } from "../network/plan.js";
import type { TrainingProtocol } from "./messages.js";

/** Bytes of a child before its first training step: Node, TensorFlow, the sample's images. Measured: see the constants' use in {@link predictMemory}. Ours. */
const BASE_BYTES = 420 * 2 ** 20;
/** Copies of all outputs that are held at once at the peak of a training step: the outputs and their gradients, with room for what the allocator keeps. */
const ACTIVATION_COPIES = 3;
/** Copies of the weights: variable, momentum, gradient, its pieces, and the vectors that go in and out. */
const WEIGHT_COPIES = 8;
/** Bytes of graph and kernels for each operation of the plan, backward pass included. */
const BYTES_PER_OPERATION = 60 * 2 ** 10;

/**
 * The most memory, in bytes, that a child process is predicted to take while it trains and scores `plan`: a base, a share for each operation of the graph, eight copies of the weights,
 * and three copies of all outputs of a training batch (or one of a scoring batch, if that is more). Ours; the constants were set so that it lies above what was measured.
 */
export function predictMemory(plan: Plan, protocol: TrainingProtocol): number {
  const { height, width } = protocol.augmentation.crop ?? protocol.augmentation.resize ?? plan.imageSize;
  const { scoringSize, batchSize, scoringBatchSize } = protocol;
  const bytesPerPixel = plan.activationBytes / (plan.imageSize.height * plan.imageSize.width);
  const training = ACTIVATION_COPIES * batchSize * height * width;
  const scoring = scoringBatchSize * scoringSize.height * scoringSize.width;
  return Math.ceil(
    BASE_BYTES +
      BYTES_PER_OPERATION * plan.operations.length +
      4 * WEIGHT_COPIES * plan.parameterCount +
      bytesPerPixel * Math.max(training, scoring),
  );
}
