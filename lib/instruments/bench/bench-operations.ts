/** Where the time of a training step goes, by operation of TensorFlow. */
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
  /** Of all calls together, measured alone and in a row. */
  readonly millis: number;
  /** Floating-point operations of all calls; a multiply-add is two. */
  readonly flops: number;
  /** Bytes that all calls read and write at least. */
  readonly bytes: number;
}

/** Settings of {@link benchOperations}. */
export interface OperationBenchConfig {
  /** A graph of TensorFlow's own operations. */
  readonly graph: "plain" | "rewritten";
  /** Measurements of each operation, of which the fastest counts. */
  readonly rounds: number;
  /** Whether operations find what they read in memory instead of a cache: a training step is between the two. */
  readonly fromMemory: boolean;
  /** The most repetitions of an operation in a row. */
  readonly mostCopies: number;
  /** Called as operations of different shapes are done. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Five rounds of the rewritten graph, from caches. */
export const operationBenchDefaults = Object.freeze({
  graph: "rewritten",
  rounds: 5,
  fromMemory: false,
  mostCopies: 128,
} as const);

/**
 * A row for each operation of a training step on `batch`, slowest first. Every operation is measured alone with the
 * shapes that it meets, on one thread: a whole training step takes longer by what scheduling and cold caches cost. Throws
 * InputError when TensorFlow is not here.
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
