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
 * Factors on the tensors that the fused operation holds at once. It holds these alone; TensorFlow's own operations hold
 * up to 1.5 times as much in a forward pass, and more in a training step, where they keep memory that the fused operation
 * uses again for gradients.
 */
const TENSOR_COPIES = Object.freeze({
  fused: Object.freeze({ training: 1.05, scoring: 1.05 }),
  any: Object.freeze({ training: 1.75, scoring: 1.55 }),
});
/** Copies of the weights: variable, momentum, gradient, its pieces, and the vectors that go in and out. */
const WEIGHT_COPIES = 8;
const BYTES_PER_NUMBER = 4;

/** The engine that a prediction is for: `any`, when it is not known yet. */
export type PredictedEngine = keyof typeof TENSOR_COPIES;

const engineSchema = v.picklist(["fused", "any"], "must be fused or any");
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
 * operation of the graph, eight copies of the weights, and a multiple of the tensors of a training step or of a forward
 * pass over a scoring batch, whichever is more.
 *
 * `engine`: `fused` if the child is known to use that one, an upper bound 1.1 to 1.3 times the measured peaks of large
 * networks; `any`, the default, for whichever it will use: an upper bound for `fused`, and on a CPU for `rewritten` at
 * the scales of a search (`data/worker-memory`). A network of c0 = 64 takes 1.4 times as much with `rewritten`, and the
 * plain graph can take more.
 *
 * A child that has trained other networks before keeps some of their memory: see `recycleDefaults`. Images from a folder
 * come on top: all of CIFAR-10 at full size takes 150 MiB, and twice as much again while it is loaded. Throws InputError
 * unless given a plan, a protocol and an engine.
 */
export function predictMemory(plan: Plan, protocol: TrainingProtocol, engine: PredictedEngine = "any"): number {
  checkObject("plan", plan);
  parseWith(planSchema, plan, "plan");
  const checked = parseWith(trainingProtocolSchema, protocol, "protocol");
  const copies = TENSOR_COPIES[parseWith(engineSchema, engine, "engine")];
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
      Math.max(copies.training * training, copies.scoring * scoring),
  );
}
