/** A pool of child processes that train and score genotypes. Paper, section 3 (workers); queue, retry and recycling are ours. */
import { availableParallelism } from "node:os";
import { resolve as resolvePath } from "node:path";
import type { Genotype } from "../genotype/genotype.js";
import { paperPrimitives, type Primitive } from "../genotype/primitive.js";
import { removeGraphFoldersOf } from "../graph/graph-folder.js";
import { InputError } from "../input-error.js";
import { planNetwork } from "../network/plan-network.js";
import type { Plan } from "../network/plan.js";
import { checkProtocol } from "./check-protocol.js";
import type { Evaluation, EvaluationProgress } from "./evaluation.js";
import { isOutOfMemory, isPassing } from "./failure.js";
import { outcomeToEvaluation } from "./outcome.js";
import { abortError, type ScoreOn, type WorkerSettings } from "./messages.js";
import type { Protocol } from "./protocol.js";
import { refuseTooLarge } from "./refuse-too-large.js";
import { startWorker, type Worker } from "./worker.js";

/** After so many evaluations a child is replaced, whatever its memory. Ours. */
export const EVALUATIONS_PER_CHILD = 25;

/** Settings of {@link openWorkerPool}. Ours. */
export interface WorkerPoolConfig {
  /** How genotypes are trained and scored. */
  readonly protocol: Protocol;
  /** Where the images come from: `sample`, or a folder. Each child loads them itself. */
  readonly data: string;
  /** Child processes at most, at least 1. */
  readonly workers: number;
  /** The primitives that genotypes use. Default: the paper's. */
  readonly primitives?: readonly Primitive[];
  /** TensorFlow's threads in a child. Default: the cores divided by the workers, at least 1. */
  readonly threadsPerWorker?: number;
  /** The images that accuracy is measured on. Default: `validation`; `test` is for a final report only. */
  readonly scoreOn?: ScoreOn;
}

/** Settings of one evaluation. Ours. */
export interface EvaluateConfig {
  /** All randomness of the evaluation follows from it. */
  readonly seed: string;
  /** Ends the evaluation, also while it waits; the promise rejects with an AbortError once the training has stopped. */
  readonly signal?: AbortSignal;
  /** Called while it trains; what it throws ends the evaluation and rejects the promise. */
  readonly onProgress?: (progress: EvaluationProgress) => void;
}

/** Trains and scores genotypes in child processes. Ours. */
export interface WorkerPool {
  /**
   * Trains and scores one genotype; waits while all workers are busy. Failures of the evaluation's own (loss not finite, out of memory, time limit, too large) are results. Rejects with InputError
   * for a genotype without a network, missing images or a missing TensorFlow, with an AbortError when aborted or closed, and with the child's error when that is a bug.
   * A child that dies is replaced and the evaluation begins again, once.
   */
  evaluate(genotype: Genotype, config: EvaluateConfig): Promise<Evaluation>;
  /** Aborts what runs or waits and ends all children; resolves when they are gone. */
  close(): Promise<void>;
}

interface Slot {
  readonly number: number;
  child?: Worker;
  evaluations: number;
  job?: Promise<void>;
}

interface Job {
  readonly plan: Plan;
  readonly config: EvaluateConfig;
  /** Called when it leaves the queue for a worker. */
  readonly begin: () => void;
  readonly resolve: (evaluation: Evaluation) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens a pool. Children are started when they are needed, one for each evaluation that runs at the same time; a pool that is not closed does not keep the process alive. Ours.
 * Throws InputError for a protocol that cannot be trained by or a number of workers or threads below 1.
 */
export function openWorkerPool(config: WorkerPoolConfig): WorkerPool {
  const { protocol, workers, primitives = paperPrimitives, scoreOn = "validation" } = config;
  checkProtocol(protocol);
  checkCount("workers", workers);
  const threads = config.threadsPerWorker ?? Math.max(1, Math.floor(availableParallelism() / workers));
  checkCount("threads of a worker", threads);
  const { network, ...training } = protocol;
  const data = config.data === "sample" ? config.data : resolvePath(config.data);
  const settings: WorkerSettings = { protocol: training, data, scoreOn };

  const slots = Array.from({ length: workers }, (_, index): Slot => ({ number: index + 1, evaluations: 0 }));
  const queue: Job[] = [];
  const retiring = new Set<Promise<void>>();
  const closing = new AbortController();

  const retire = (slot: Slot): void => {
    const ending = slot.child?.end();
    slot.child = undefined;
    slot.evaluations = 0;
    if (ending === undefined) return;
    retiring.add(ending);
    void ending.finally(() => retiring.delete(ending));
  };

  const attempt = ({ plan, config: { seed, onProgress } }: Job, slot: Slot, signal: AbortSignal) => {
    if (!slot.child?.isAlive()) {
      slot.evaluations = 0;
      slot.child = startWorker({ settings, threads, onEnd: removeGraphFoldersOf });
    }
    slot.evaluations++;
    const place = { worker: slot.number, processId: slot.child.pid };
    return slot.child.run({
      plan,
      seed,
      signal,
      timeLimitMillis: protocol.limits.timeLimitMillis,
      onProgress: onProgress && ((progress) => onProgress({ ...progress, ...place })),
    });
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
    // Whatever killed the first child may have been meant for it alone: a person's kill, a machine short of memory for a moment.
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
            const spent = slot.evaluations >= EVALUATIONS_PER_CHILD;
            if (spent || (evaluation.status === "failed" && evaluation.reason === "outOfMemory")) retire(slot);
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
      const { signal } = evaluateConfig;
      if (closing.signal.aborted) throw new Error("worker pool: is closed, open another");
      if (signal?.aborted) throw abortError("evaluation: aborted", signal.reason);
      const plan = planNetwork(genotype, network, primitives);
      const refusal = refuseTooLarge(plan, training);
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

function checkCount(what: string, count: number): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new InputError(`worker pool: ${what}: got ${count}, must be a whole number of at least 1`);
  }
}
