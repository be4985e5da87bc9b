/** Predicts from a plan, before anything runs, how much memory training takes. */
import { tensorBytes } from "../graph/fused/tensor-memory.js";
import * as v from "valibot";
import { sizeSchema } from "../dataset/resize.js";
import { parseWith, wholeNumber } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import type { Plan } from "../network/plan.js";
import type { TrainingProtocol } from "./messages.js";
import { trainingProtocolSchema } from "./protocol-schema.js";

/** Bytes of a child with TensorFlow, the sample's images and a small graph; 400 to 450 MiB were measured. */
const BASE_BYTES = 510 * 2 ** 20;
/**
 * Bytes of graph and kernels for each operation of the plan, including the backward pass, with TensorFlow's operations.
 */
const BYTES_PER_OPERATION = 60 * 2 ** 10;
/**
 * A factor on the tensors that must be held at once: TensorFlow's own operations hold up to 1.5 times these above the
 * base, the fused operation about as much as these.
 */
const TENSOR_COPIES = 1.55;
/** Copies of the weights: variable, momentum, gradient, its pieces, and the vectors that go in and out. */
const WEIGHT_COPIES = 8;
const BYTES_PER_NUMBER = 4;

const planRule = "must be what planNetwork gives";
const operationSchema = v.looseObject({
  inputs: v.array(v.number(), planRule),
  layer: v.looseObject({ kind: v.string() }, planRule),
});
const planSchema = v.looseObject({
  operations: v.pipe(v.array(operationSchema, planRule), v.minLength(1, planRule)),
  imageSize: sizeSchema,
  parameterCount: wholeNumber(0),
});

/**
 * The predicted peak memory, in bytes, of a fresh child process that trains and scores `plan`: a base, a share for each
 * operation of the graph, eight copies of the weights, and 1.55 times the tensors of a training step or of a forward
 * pass over a scoring batch, whichever is more. With the engines `fused` and `rewritten` on a CPU it is an upper bound,
 * at most 1.5 times the measured peaks (`data/worker-memory`); the plain graph can take more. A child that has trained
 * other networks before keeps some of their memory: see `recycleDefaults`. Images from a folder come on top: all of
 * CIFAR-10 at full size takes 150 MiB, and twice as much again while it is loaded. Throws InputError unless given a
 * plan and a protocol.
 */
export function predictMemory(plan: Plan, protocol: TrainingProtocol): number {
  checkObject("plan", plan);
  parseWith(planSchema, plan, "plan");
  const checked = parseWith(trainingProtocolSchema, protocol, "protocol");
  const { scoringSize, batchSize, scoringBatchSize, augmentation } = checked;
  const { height, width } = augmentation.resizedCrop ?? augmentation.crop ?? augmentation.resize ?? plan.imageSize;
  const { training, scoring } = tensorBytes(
    plan,
    { images: batchSize, height, width },
    { images: scoringBatchSize, ...scoringSize },
  );
  return Math.ceil(
    BASE_BYTES +
      BYTES_PER_OPERATION * plan.operations.length +
      BYTES_PER_NUMBER * WEIGHT_COPIES * plan.parameterCount +
      TENSOR_COPIES * Math.max(training, scoring),
  );
}
