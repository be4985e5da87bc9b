/** A pool of child processes that train and score genotypes. Paper, section 3 (workers). */
import type { Genotype } from "../genotype/genotype.js";
import { paperPrimitives } from "../genotype/primitive.js";
import { removeGraphFoldersOf } from "../graph/session/graph-folder.js";
import { planNetwork } from "../network/plan-network.js";
import type { Plan } from "../network/plan.js";
import type { Evaluation } from "./evaluation.js";
import { isOutOfMemory, isPassing } from "./failure.js";
import { outcomeToEvaluation } from "./outcome.js";
import { machineMemory } from "./machine-memory.js";
import { predictMemory } from "./predict-memory.js";
import { isSpent } from "./recycle.js";
import { refuseTooLarge } from "./refuse-too-large.js";
import { startWorker, type Worker } from "./worker.js";
import { type EvaluateConfig, resolveConfig, type WorkerPoolConfig } from "./worker-pool-config.js";
import { abortError, checkCount } from "../input/errors.js";
import { limits } from "../input/limits.js";

export type { EvaluateConfig, WorkerPoolConfig } from "./worker-pool-config.js";

/** Trains and scores genotypes in child processes. */
export interface WorkerPool {
  /**
   * Trains and scores one genotype; waits while all workers are busy. Failures of the evaluation's own (loss not
   * finite, out of memory, time limit, too large) are results. Rejects with InputError for a genotype without a
   * network, missing images or a missing TensorFlow, with an AbortError when aborted or closed, and with the child's
   * error when that is a bug. A child that dies is replaced and the evaluation begins again, once.
   */
  evaluate(genotype: Genotype, config: EvaluateConfig): Promise<Evaluation>;
  /** Aborts what runs or waits and ends all children; resolves when they are gone. */
  close(): Promise<void>;
}

interface Slot {
  readonly number: number;
  child?: Worker;
  evaluations: number;
  memoryBytes: number;
  predictedBytes: number;
  job?: Promise<void>;
}

interface Job {
  readonly plan: Plan;
  readonly predictedBytes: number;
  readonly config: EvaluateConfig;
  /** Called when it leaves the queue for a worker. */
  readonly begin: () => void;
  readonly resolve: (evaluation: Evaluation) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens a pool. Children are started when they are needed, one for each evaluation that runs at the same time; a pool
 * that is not closed does not keep the process alive.
 * Throws InputError for a protocol that cannot be trained by or a number of workers or threads below 1.
 */
export function openWorkerPool(config: WorkerPoolConfig): WorkerPool {
  const { protocol, workers, primitives = paperPrimitives } = config;
  const { settings, rule, placementOf } = resolveConfig(config);

  const fresh = { evaluations: 0, memoryBytes: 0, predictedBytes: 0 };
  const slots = Array.from({ length: workers }, (_, index): Slot => ({ number: index + 1, ...fresh }));
  const queue: Job[] = [];
  const retiring = new Set<Promise<void>>();
  const closing = new AbortController();

  const retire = (slot: Slot): void => {
    const ending = slot.child?.end();
    slot.child = undefined;
    if (ending === undefined) return;
    retiring.add(ending);
    void ending.finally(() => retiring.delete(ending));
  };

  const attempt = async (
    { plan, predictedBytes, config: { seed, trainingCount, onProgress } }: Job,
    slot: Slot,
    signal: AbortSignal,
  ) => {
    if (!slot.child?.isAlive()) {
      Object.assign(slot, fresh);
      slot.child = startWorker({ settings, placement: placementOf(slot.number), onEnd: removeGraphFoldersOf });
    }
    slot.evaluations++;
    slot.predictedBytes = Math.max(slot.predictedBytes, predictedBytes);
    const place = { worker: slot.number, processId: slot.child.pid };
    const outcome = await slot.child.run({
      plan,
      seed,
      trainingCount,
      signal,
      timeLimitMillis: protocol.limits.timeLimitMillis,
      onProgress: onProgress && ((progress) => onProgress({ ...progress, ...place })),
    });
    if (outcome.kind === "evaluated") slot.memoryBytes = outcome.memoryBytes;
    return outcome;
  };

  const runJob = async (job: Job, slot: Slot): Promise<Evaluation> => {
    const start = performance.now();
    const { signal } = job.config;
    const both = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
    const first = await attempt(job, slot, both).catch((error: unknown) => {
      if (!isPassing(error)) throw error;
      retire(slot);
      return undefined;
    });
    // Whatever killed the first child may have been meant for it alone: a person's kill, a machine short of memory for
    // a moment.
    const again = first === undefined || (first.kind === "died" && !isOutOfMemory(first.output));
    const outcome = again ? await attempt(job, slot, both) : first;
    return outcomeToEvaluation(outcome, job.plan, protocol.limits, performance.now() - start);
  };

  const startJobs = (): void => {
    for (const slot of slots) {
      if (slot.job !== undefined) continue;
      const job = queue.shift();
      if (job === undefined) return;
      job.begin();
      slot.job = runJob(job, slot)
        .then(
          (evaluation) => {
            if (isSpent(slot, rule) || (evaluation.status === "failed" && evaluation.reason === "outOfMemory"))
              retire(slot);
            job.resolve(evaluation);
          },
          (error: unknown) => {
            if (!(error instanceof Error && error.name === "AbortError")) retire(slot);
            job.reject(error);
          },
        )
        .finally(() => {
          slot.job = undefined;
          startJobs();
        });
    }
  };

  return Object.freeze({
    evaluate: async (genotype: Genotype, evaluateConfig: EvaluateConfig) => {
      const { signal, trainingCount = protocol.trainingCount } = evaluateConfig;
      checkCount("evaluation: trainings", trainingCount, 1, limits.trainings);
      if (closing.signal.aborted) throw new Error("worker pool: is closed, open another");
      if (signal?.aborted) throw abortError("evaluation: aborted", signal.reason);
      const plan = planNetwork(genotype, protocol.network, primitives);
      const predictedBytes = predictMemory(plan, settings.protocol);
      const refusal = refuseTooLarge(plan, settings.protocol, machineMemory(), predictedBytes);
      if (refusal) return refusal;
      return new Promise<Evaluation>((resolve, reject) => {
        const leaveQueue = (): void => {
          const place = queue.indexOf(job);
          if (place < 0) return;
          queue.splice(place, 1);
          reject(abortError("evaluation: aborted", signal?.reason));
        };
        const job: Job = {
          plan,
          predictedBytes,
          config: evaluateConfig,
          begin: () => signal?.removeEventListener("abort", leaveQueue),
          resolve,
          reject,
        };
        signal?.addEventListener("abort", leaveQueue);
        queue.push(job);
        startJobs();
      });
    },
    close: async () => {
      closing.abort(abortError("worker pool: closed"));
      for (const { reject } of queue.splice(0)) reject(abortError("evaluation: aborted, its pool was closed"));
      await Promise.all(slots.map(async ({ job }) => job));
      slots.forEach(retire);
      await Promise.all(retiring);
    },
  });
}
