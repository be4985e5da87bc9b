/** Decides when, and on which worker of a pool, an evaluation runs, and how often it is tried. */
import { abortError, isAbort } from "../input/errors.js";
import type { Plan } from "../network/plan.js";
import { admit, type Held } from "./admission.js";
import type { Evaluation, TrainingProgress } from "./evaluation.js";
import { outOfMemoryKills } from "./machine-memory.js";
import { nextTry, outcomeToEvaluation } from "./outcome.js";
import type { EvaluationLimits } from "./protocol.js";
import type { EvaluateConfig } from "./worker-pool-config.js";
import type { EndingChild, WorkerSlot } from "./worker-slot.js";

/** An evaluation to schedule. */
export interface Job extends EvaluateConfig {
  readonly plan: Plan;
  /** The memory that its child is predicted to take. */
  readonly predictedBytes: number;
}

/** Settings of a schedule. */
export interface ScheduleConfig {
  /** The most workers. */
  readonly workers: number;
  /** The memory that all children may take together, in bytes; called whenever an evaluation could begin. */
  readonly memoryBytes: () => number;
  /** Time limits of the evaluations. */
  readonly limits: EvaluationLimits;
  /** Makes worker number `number`, from 1, when it is first needed. */
  readonly createSlot: (number: number) => WorkerSlot;
  /** The number of processes that the system has killed for memory. Default: {@link outOfMemoryKills}. */
  readonly countKills?: () => number | undefined;
}

/** Runs evaluations in the order of their requests, as workers and memory allow. */
export interface Schedule {
  /** Rejects with an AbortError when aborted or closed, with InputError, and when all evaluations end by errors. */
  run(job: Job): Promise<Evaluation>;
  /** Aborts running and waiting evaluations and ends all children; resolves when these are gone. */
  close(): Promise<void>;
}

/**
 * So many evaluations in a row that end by an error, without one that does not, are no network's fault but the
 * machine's: a broken installation would otherwise fail a whole search.
 */
const MOST_ERRORS = 3;

interface Entry extends Job {
  /** Aborted by the caller, or because the schedule is closed. */
  readonly signal: AbortSignal;
  readonly resolve: (evaluation: Evaluation) => void;
  readonly reject: (error: unknown) => void;
  /** When it first began, by the `performance` clock. */
  startedAt?: number;
  /** Whether it runs, or must run, with no other child beside it. */
  alone: boolean;
  /** How many children have died running it, or reported an error. */
  deaths: number;
}

/** An empty schedule. */
export function createSchedule(config: ScheduleConfig): Schedule {
  const { workers, memoryBytes, limits, createSlot, countKills = outOfMemoryKills } = config;
  const slots: WorkerSlot[] = [];
  const running = new Map<WorkerSlot, { readonly entry: Entry; readonly done: Promise<void> }>();
  const ending = new Set<EndingChild>();
  let errorsInRow = 0;
  const queue: Entry[] = [];
  const closing = new AbortController();
  const abortedBy = ({ reason }: AbortSignal): Error =>
    abortError(`evaluation: aborted${closing.signal.aborted ? ", its pool was closed" : ""}`, reason);

  /** Slots whose child waits for a task. */
  const idleSlots = (): readonly WorkerSlot[] => slots.filter((slot) => !running.has(slot) && slot.hasChild());
  const held = (): Held => ({
    busy: [...running].map(([slot, { entry }]) => Math.max(entry.predictedBytes, slot.memoryBytes())),
    isAlone: [...running.values()].some(({ entry }) => entry.alone),
    idle: idleSlots().map((slot) => slot.memoryBytes()),
    ending: [...ending].map((child) => child.memoryBytes),
  });
  /** The slot for the next task: one with an idle child if there is any, and a new slot only when all are busy. */
  const nextSlot = (): WorkerSlot => {
    const free = idleSlots().at(0) ?? slots.find((slot) => !running.has(slot));
    if (free !== undefined) return free;
    const slot = createSlot(slots.length + 1);
    slots.push(slot);
    return slot;
  };
  const endChild = (slot: WorkerSlot): void => {
    const child = slot.endChild();
    if (child === undefined) return;
    ending.add(child);
    void child.gone.finally(() => {
      ending.delete(child);
      startNext();
    });
  };

  const startNext = (): void => {
    for (let entry = queue.at(0); entry !== undefined; entry = queue.at(0)) {
      const { predictedBytes: bytes, alone } = entry;
      const answer = admit({ bytes, alone }, held(), { workers, budgetBytes: memoryBytes() });
      if (answer === "endIdle") idleSlots().forEach(endChild);
      if (answer === "endIdle" || answer === "wait") return;
      queue.shift();
      start(entry, answer === "startAlone");
    }
  };
  /** Does nothing once the entry has begun; its child is told instead. */
  const leaveQueue = (entry: Entry): void => {
    const place = queue.indexOf(entry);
    if (place < 0) return;
    queue.splice(place, 1);
    entry.reject(abortedBy(entry.signal));
    // Others may have been waiting behind it.
    startNext();
  };
  const start = (entry: Entry, alone: boolean): void => {
    entry.alone = alone;
    entry.startedAt ??= performance.now();
    const slot = nextSlot();
    const done = tryOnce(entry, slot).finally(() => {
      running.delete(slot);
      startNext();
    });
    running.set(slot, { entry, done });
  };
  /** Settles the entry, or puts it back at the head of the queue. */
  const tryOnce = async (entry: Entry, slot: WorkerSlot): Promise<void> => {
    const again = (alone: boolean): void => {
      if (entry.signal.aborted) return entry.reject(abortedBy(entry.signal));
      entry.alone = alone;
      queue.unshift(entry);
    };
    try {
      const killsBefore = countKills() ?? 0;
      const outcome = await runTask(entry, slot);
      if (outcome.kind === "died" || outcome.kind === "error") entry.deaths++;
      if (outcome.kind === "error") endChild(slot);
      const killedForMemory = (countKills() ?? 0) > killsBefore;
      const tries = { wasAlone: entry.alone || workers === 1, deaths: entry.deaths, killedForMemory };
      const next = nextTry(outcome, tries);
      if (next !== "record") return again(next === "alone");
      const millis = performance.now() - entry.startedAt!;
      const evaluation = outcomeToEvaluation(outcome, tries, entry.plan, limits, millis);
      const isError = evaluation.status === "failed" && evaluation.reason === "error";
      errorsInRow = isError ? errorsInRow + 1 : 0;
      if (isError && errorsInRow >= MOST_ERRORS) {
        throw new Error(`evaluation: ${errorsInRow} in a row ended by errors: ${evaluation.message}`);
      }
      const isShort = evaluation.status === "failed" && evaluation.reason === "outOfMemory";
      if (isShort || slot.isSpent()) endChild(slot);
      entry.resolve(evaluation);
    } catch (error) {
      if (!isAbort(error)) endChild(slot);
      entry.reject(error);
    }
  };
  const runTask = (entry: Entry, slot: WorkerSlot) => {
    const { predictedBytes, onProgress } = entry;
    let processId = -1;
    const report = (progress: TrainingProgress) => onProgress?.({ ...progress, worker: slot.number, processId });
    const task = { ...entry, timeLimitMillis: limits.timeLimitMillis, onProgress: onProgress && report };
    return slot.run(task, predictedBytes, (started) => (processId = started));
  };

  return {
    run: async (job) => {
      if (closing.signal.aborted) throw new Error("worker pool: is closed, open another");
      if (job.signal?.aborted) throw abortedBy(job.signal);
      const signal = AbortSignal.any(job.signal ? [job.signal, closing.signal] : [closing.signal]);
      let onAbort = (): void => undefined;
      const result = new Promise<Evaluation>((resolve, reject) => {
        const entry: Entry = { ...job, signal, resolve, reject, alone: false, deaths: 0 };
        onAbort = () => leaveQueue(entry);
        signal.addEventListener("abort", onAbort);
        queue.push(entry);
        startNext();
      });
      // A signal with listeners, and everything they hold, lives as long as the signal that it follows.
      return result.finally(() => signal.removeEventListener("abort", onAbort));
    },
    close: async () => {
      closing.abort(abortError("worker pool: closed"));
      await Promise.all([...running.values()].map(({ done }) => done));
      slots.forEach(endChild);
      await Promise.all([...ending].map(({ gone }) => gone));
    },
  };
}
