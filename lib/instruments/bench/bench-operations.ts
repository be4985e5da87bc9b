/** The time of a training step by TensorFlow operation. */
import type { Batch } from "../../graph/session/batch.js";
import { buildTrainingGraph, trainingGraphDefaults } from "../../graph/training-graph.js";
import type { Plan } from "../../network/plan.js";
import { costOfOperation } from "./operation-cost.js";
import { timeOperations } from "./time-operations.js";
import { traceOperations } from "./trace-operations.js";

/** All calls of one operation in a training step. */
export interface OperationRow {
  /** TensorFlow's name, for example `Conv2D`. */
  readonly op: string;
  /** Calls in one training step. */
  readonly count: number;
  /** The total over all calls, each operation measured alone and back to back. */
  readonly millis: number;
  /** Floating-point operations of all calls; a multiply-add counts as two. */
  readonly flops: number;
  /** The fewest bytes that all calls together can read and write. */
  readonly bytes: number;
}

/** Settings of {@link benchOperations}. */
export interface OperationBenchConfig {
  /** A graph of TensorFlow's own operations. */
  readonly graph: "plain" | "rewritten";
  /** The number of measurements of each operation; the fastest counts. */
  readonly rounds: number;
  /**
   * Whether operations read their inputs from memory rather than from a cache; a training step is somewhere between.
   */
  readonly fromMemory: boolean;
  /** The most back-to-back repetitions of an operation. */
  readonly mostCopies: number;
  /** Called after each distinct operation and shape. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Five rounds of the rewritten graph, inputs in caches. */
export const operationBenchDefaults = Object.freeze({
  graph: "rewritten",
  rounds: 5,
  fromMemory: false,
  mostCopies: 128,
} as const);

/**
 * One row per operation of a training step on `batch`, slowest first. Each operation is measured alone, with its shapes
 * in the training step, on one thread; scheduling and cold caches make a whole training step longer than their sum.
 * Throws InputError when TensorFlow is not installed.
 */
export async function benchOperations(
  plan: Plan,
  batch: Batch,
  config: Partial<OperationBenchConfig> = {},
): Promise<readonly OperationRow[]> {
  const { graph, ...timing } = { ...operationBenchDefaults, ...config };
  const { length: batchSize } = batch.labels;
  const training = buildTrainingGraph(plan, { ...trainingGraphDefaults, graph, batchSize });
  const operations = await traceOperations(training, batch);
  const costs = operations.map(costOfOperation);
  const timed = operations.map((operation, index) => ({ ...operation, bytes: costs[index].bytes }));
  const millis = await timeOperations(timed, timing);
  const rows = new Map<string, OperationRow>();
  operations.forEach(({ op, count }, index) => {
    const before = rows.get(op) ?? { op, count: 0, millis: 0, flops: 0, bytes: 0 };
    const { flops, bytes } = costs[index];
    rows.set(op, {
      op,
      count: before.count + count,
      millis: before.millis + count * millis[index],
      flops: before.flops + count * flops,
      bytes: before.bytes + count * bytes,
    });
  });
  return [...rows.values()].sort((one, other) => other.millis - one.millis).map((row) => Object.freeze(row));
}
