/** Predicts the memory of training from a plan, before anything runs. Ours. */
import type { Plan } from "../network/plan.js";
import type { TrainingProtocol } from "./messages.js";

/** Bytes of a child with TensorFlow, the sample's images and a small graph: 400 to 450 MiB were measured. */
const BASE_BYTES = 480 * 2 ** 20;
/** Bytes of graph and kernels for each operation of the plan, backward pass included. */
const BYTES_PER_OPERATION = 60 * 2 ** 10;
/** Copies of all outputs of a batch that a training step holds at its peak, their gradients included: 1.0 to 1.3 above the base were measured. */
const TRAINING_COPIES = 1.75;
/** Times what a forward pass must hold at once that it holds at its peak while it scores: up to 1.5 above the base was measured. */
const SCORING_COPIES = 1.75;
/** Copies of the weights: variable, momentum, gradient, its pieces, and the vectors that go in and out. */
const WEIGHT_COPIES = 8;
const BYTES_PER_NUMBER = 4;

/**
 * The most memory, in bytes, that a fresh child process is predicted to take while it trains and scores `plan`: a base, a share for each operation of the graph, eight copies of the weights,
 * and 1.75 times all outputs of a training batch, or what scoring a batch must hold at once, if that is more. Ours: for the plain graph on a CPU, 5 to 40 % above the peaks that were measured
 * on networks of both spaces, at the smoke, the laptop's and the published scale (`data/worker-memory`). A child that has trained other networks before keeps some of theirs: see `recycleDefaults`. Images
 * from a folder come on top: all of CIFAR-10 at full size takes 150 MiB, and twice as much again while it is loaded.
 */
export function predictMemory(plan: Plan, protocol: TrainingProtocol): number {
  const { height, width } = protocol.augmentation.crop ?? protocol.augmentation.resize ?? plan.imageSize;
  const { scoringSize, batchSize, scoringBatchSize } = protocol;
  const pixels = plan.imageSize.height * plan.imageSize.width;
  const training = (TRAINING_COPIES * plan.activationBytes * batchSize * height * width) / pixels;
  const scoringPixels = scoringBatchSize * scoringSize.height * scoringSize.width;
  const scoring = (SCORING_COPIES * heldByForwardPass(plan) * scoringPixels) / pixels;
  return Math.ceil(
    BASE_BYTES +
      BYTES_PER_OPERATION * plan.operations.length +
      BYTES_PER_NUMBER * WEIGHT_COPIES * plan.parameterCount +
      Math.max(training, scoring),
  );
}

/** The most bytes of one image's outputs that a forward pass in the plan's order holds at once: an output until its last reader is done, and the parts of an input also joined into one. */
function heldByForwardPass({ operations }: Plan): number {
  const bytesOf = new Map(operations.map(({ id, activationBytes }) => [id, activationBytes]));
  const lastReader = new Map(operations.flatMap(({ id, inputs }) => inputs.map((input) => [input, id] as const)));
  let held = 0;
  let most = 0;
  for (const { id, inputs, activationBytes } of operations) {
    const sum = (ids: Iterable<number>) => [...ids].reduce((bytes, each) => bytes + (bytesOf.get(each) ?? 0), 0);
    held += activationBytes;
    most = Math.max(most, held + (inputs.length > 1 ? sum(inputs) : 0));
    held -= sum(new Set(inputs.filter((input) => lastReader.get(input) === id)));
  }
  return most;
}
