/** Predicts the memory of training from a plan, before anything runs. Ours. */
import type { Plan } from "../network/plan.js";
import type { TrainingProtocol } from "./messages.js";

/** Bytes of a child with TensorFlow, the sample's images and a small graph, and what 25 evaluations leave behind (about 1.5 MiB each): 390 to 450 MiB were measured. */
const BASE_BYTES = 480 * 2 ** 20;
/** Bytes of graph and kernels for each operation of the plan, backward pass included. */
const BYTES_PER_OPERATION = 60 * 2 ** 10;
/** Copies of all outputs of a batch that a training step holds at its peak, their gradients included: 1.1 to 1.9 were measured. */
const ACTIVATION_COPIES = 2;
/** Copies of the weights: variable, momentum, gradient, its pieces, and the vectors that go in and out. */
const WEIGHT_COPIES = 8;
const BYTES_PER_NUMBER = 4;

/**
 * The most memory, in bytes, that a child process is predicted to take while it trains and scores `plan`: a base, a share for each operation of the graph, eight copies of the weights,
 * and two copies of all outputs of a training batch (or one of a scoring batch, if that is more). Ours: 10 to 60 % above the peaks that were measured on networks of both spaces,
 * at the laptop's and at the paper's scale, on a CPU. A child that has trained a larger network before keeps that one's memory.
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
      BYTES_PER_NUMBER * WEIGHT_COPIES * plan.parameterCount +
      bytesPerPixel * Math.max(training, scoring),
  );
}
