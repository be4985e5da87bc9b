/** A worker of a pool: a place for one child process at a time, started when needed and replaced when spent. */
import { removeGraphFoldersOf } from "../graph/session/graph-folder.js";
import { isSpent } from "./recycle.js";
import { startWorker, type Worker, type WorkerOutcome, type WorkerTask } from "./worker.js";
import type { ResolvedConfig } from "./worker-pool-config.js";

/** A worker of a pool. */
export interface WorkerSlot {
  /** From 1; determines its device. */
  readonly number: number;
  /** Whether it has a child that can take a task. */
  hasChild(): boolean;
  /** What its child last reported to hold, in bytes; 0 without a child. */
  memoryBytes(): number;
  /** Runs a task in its child, starting one if necessary. Rejects as `Worker.run` does. */
  run(task: WorkerTask, predictedBytes: number, onStart: (processId: number) => void): Promise<WorkerOutcome>;
  /** Whether its child must be replaced before the next task. */
  isSpent(): boolean;
  /** Removes its child in order to end it; undefined without a child. */
  endChild(): EndingChild | undefined;
}

/** A child that is about to end. */
export interface EndingChild {
  /** What it holds until then, in bytes. */
  readonly memoryBytes: number;
  readonly gone: Promise<void>;
}

/** Worker number `number` of a pool; nothing is started before its first task. */
export function createSlot(number: number, { settings, rule, placementOf }: ResolvedConfig): WorkerSlot {
  let child: Worker | undefined;
  let evaluations = 0;
  let predicted = 0;
  const hasChild = (): boolean => child?.isAlive() === true;
  return {
    number,
    hasChild,
    memoryBytes: () => child?.memoryBytes() ?? 0,
    run: async (task, predictedBytes, onStart) => {
      if (child === undefined || !hasChild()) {
        [evaluations, predicted] = [0, 0];
        child = startWorker({ settings, placement: placementOf(number), onEnd: removeGraphFoldersOf });
      }
      evaluations++;
      predicted = Math.max(predicted, predictedBytes);
      onStart(child.pid);
      return child.run(task);
    },
    isSpent: () => isSpent({ evaluations, memoryBytes: child?.memoryBytes() ?? 0, predictedBytes: predicted }, rule),
    endChild: () => {
      const ending = child;
      child = undefined;
      return ending && { memoryBytes: ending.memoryBytes(), gone: ending.end() };
    },
  };
}
