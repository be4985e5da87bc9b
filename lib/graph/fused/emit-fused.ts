/** The body of a training graph built on the fused operation: three nodes instead of thousands. */
import type { GraphBuilder, TensorName } from "../graph-builder.js";
import type { TrainingInputs, TrainingOutputs } from "../training-body.js";
import { encodeProgram } from "./encode-program.js";
import type { Program } from "./program.js";

const TASKS = Object.freeze({ train: 0, statistics: 1, score: 2 });

/**
 * The batch is cut into shards of about eight images, which threads share. Results depend on the shards, not on the
 * number of threads. With fewer than four shards, cores of a laptop would idle.
 */
const SHARD_IMAGES = 8;
const LEAST_SHARDS = 4;
const MOST_SHARDS = 16;

/** What the fused operation needs besides its program. */
export interface FusedConfig {
  readonly batchNormalizationEpsilon: number;
  /** The expected batch size. */
  readonly batchSize: number;
  /** The share of each label that the training loss spreads evenly over all classes. */
  readonly labelSmoothing: number;
}

/** Adds HiernasNetwork once for each task. */
export function emitFused(
  graph: GraphBuilder,
  program: Program,
  given: TrainingInputs,
  config: FusedConfig,
): TrainingOutputs {
  const shards = Math.min(MOST_SHARDS, Math.max(LEAST_SHARDS, Math.floor(config.batchSize / SHARD_IMAGES)));
  const backward = encodeProgram(program, true);
  const forward = encodeProgram(program, false);
  const nothing = graph.constant("float32", [0], []);
  const noLabels = graph.constant("int32", [0], []);
  const add = (task: keyof typeof TASKS, labels: TensorName, averages: TensorName): TensorName =>
    graph.within(task).add("HiernasNetwork", [given.images, labels, given.theta, averages], {
      program: { ints: task === "train" ? backward : forward },
      task: { int: TASKS[task] },
      shards: { int: shards },
      epsilon: { float: config.batchNormalizationEpsilon },
      ...(task === "train" && config.labelSmoothing > 0 && { smoothing: { float: config.labelSmoothing } }),
    });
  const train = add("train", given.labels, nothing);
  const statistics = add("statistics", noLabels, nothing);
  const score = add("score", given.labels, given.averages);
  return {
    loss: train,
    gradient: `${train}:2`,
    statistics: program.averageCount === 0 ? undefined : `${statistics}:2`,
    correct: `${score}:1`,
    scoringLoss: score,
  };
}
