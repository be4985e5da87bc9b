/** The body of a training graph as the fused operation: three nodes instead of thousands. Ours. */
import type { GraphBuilder, TensorName } from "../graph-builder.js";
import type { TrainingInputs, TrainingOutputs } from "../training-graph.js";
import { encodeProgram } from "./encode-program.js";
import type { Program } from "./program.js";

const TASKS = Object.freeze({ train: 0, statistics: 1, score: 2 });

/** The batch is cut into so many shards, whatever the threads: more threads have nothing to do, and results depend on it and not on them. */
const SHARDS = 4;

/** Adds HiernasNetwork once for each task. Ours. */
export function emitFused(
  graph: GraphBuilder,
  program: Program,
  given: TrainingInputs,
  epsilon: number,
): TrainingOutputs {
  const nothing = graph.constant("float32", [0], []);
  const noLabels = graph.constant("int32", [0], []);
  const add = (task: keyof typeof TASKS, labels: TensorName, averages: TensorName): TensorName =>
    graph.within(task).add("HiernasNetwork", [given.images, labels, given.theta, averages], {
      program: { ints: encodeProgram(program, task === "train") },
      task: { int: TASKS[task] },
      shards: { int: SHARDS },
      epsilon: { float: epsilon },
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
