/** Evaluations on other machines: the controller's side of the queue. */
import { setTimeout } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import type { Evaluation } from "../../evaluation/evaluation.js";
import { genotypeToJson } from "../../genotype/genotype-file.js";
import type { Genotype } from "../../genotype/genotype.js";
import { abortError, InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { parseWith } from "../../input/schema.js";
import type { OwnEvaluation } from "../own-evaluation.js";
import { parseEvaluation } from "../store/evaluation-json.js";
import { isDisconnection } from "../store/postgres-errors.js";
import { parseAddress, type StudyAddress } from "../store/study-address.js";
import { answerSchema, type EvaluationJob } from "./evaluation-job.js";
import { closeQueue, jobId, makeQueues, openQueue, removeQueues } from "./evaluation-queue.js";

/** Settings of {@link openRemotePool}. */
export interface RemotePoolConfig {
  /** The study's address. */
  readonly path: string;
  /** Whether the study is new: what an earlier one of its name left in the queue is removed. */
  readonly isNew: boolean;
  /** The most evaluations that are given out at once. */
  readonly workers: number;
  /** How many evaluations an earlier controller gave out and did not record. */
  readonly unfinished: number;
  /** The seeds of the evaluations that are recorded. */
  readonly recorded: Iterable<string>;
  readonly onWarning: (message: string) => void;
}

/** What an evaluation on another machine is told. */
export interface RemoteEvaluateConfig extends Pick<EvaluationJob, "seed" | "step" | "trainingCount"> {
  readonly signal?: AbortSignal;
}

/** Workers on other machines. */
export interface RemotePool {
  /** Resolves to the first answer that a worker gives; to a failure when no worker could finish it. */
  evaluate(genotype: Genotype, config: RemoteEvaluateConfig): Promise<Evaluation | OwnEvaluation>;
  /** To be called once the evaluation of this seed is recorded: only then is its answer forgotten. */
  recorded(seed: string): void;
  /** Ends the connection; with `isDone`, the queue too, so that workers end. */
  close(isDone: boolean): Promise<void>;
}

/** How long to wait before a job is given out again that the server could not take. */
const RETRY_MILLIS = 1000;

/** How long a controller that is done tries to tell the workers. */
const END_MILLIS = 60_000;

/** Connections of a controller to the queue. */
const CONNECTIONS = 4;

interface Entry {
  readonly answer: Promise<Evaluation | OwnEvaluation>;
  readonly give: (answer: Evaluation | OwnEvaluation) => void;
  readonly isRecorded: Promise<void>;
  readonly record: () => void;
}

/** Opens the queue of the study at an address. Throws InputError when the server cannot be reached or refuses. */
export async function openRemotePool(config: RemotePoolConfig): Promise<RemotePool> {
  const { path, isNew, workers, unfinished, onWarning } = config;
  const address = parseAddress(path);
  const boss = await openQueue(address, CONNECTIONS, onWarning);
  if (isNew) await removeQueues(boss, address);
  const names = await makeQueues(boss, address);
  const recorded = new Set(config.recorded);
  const entries = new Map<string, Entry>();
  const entryOf = (seed: string): Entry => {
    const known = entries.get(seed);
    if (known !== undefined) return known;
    const [answer, give] = resolvable<Evaluation | OwnEvaluation>();
    const [isRecorded, record] = resolvable<void>();
    const entry = { answer, give, isRecorded, record };
    entries.set(seed, entry);
    return entry;
  };
  await boss.work(
    names.answers,
    // Each waits for one answer to be recorded, and those of an earlier controller may come first.
    {
      batchSize: 1,
      localConcurrency: workers + unfinished,
      pollingIntervalSeconds: 1,
      notifyPollingIntervalSeconds: 5,
    },
    async ([job]: Job[]) => {
      const { seed, step, evaluation, worker = "a worker", isLate } = parseWith(answerSchema, job.data, "an answer");
      const from = `step ${step}: the answer of ${printable(worker)}`;
      if (isLate) return onWarning(`${from} came after its lease had ended; it is not counted`);
      if (recorded.has(seed)) return;
      const entry = entryOf(seed);
      try {
        entry.give(evaluation === undefined ? lost : parseEvaluation(evaluation));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        entry.give({ ...lost, message: `${from} cannot be read: ${error.message}` });
      }
      await entry.isRecorded;
    },
  );
  const giveOut = async (job: EvaluationJob, signal?: AbortSignal): Promise<void> => {
    for (;;) {
      try {
        // An id that is there already, from before this controller, stays as it is.
        await boss.send(names.evaluations, job, { id: jobId(job.seed) });
        return;
      } catch (error) {
        if (!isDisconnection(error) || signal?.aborted) throw error;
        await setTimeout(RETRY_MILLIS, undefined, { signal });
      }
    }
  };
  return {
    evaluate: (genotype, { seed, step, trainingCount, signal }) => {
      const { answer } = entryOf(seed);
      const job = { genotype: genotypeToJson(genotype), seed, step };
      const isGiven = giveOut(trainingCount === undefined ? job : { ...job, trainingCount }, signal);
      // The server may be silent for long.
      return untilAborted(
        isGiven.then(() => answer),
        signal,
      );
    },
    recorded: (seed) => {
      recorded.add(seed);
      entries.get(seed)?.record();
      entries.delete(seed);
    },
    close: async (isDone) => {
      // What is not recorded goes to the next controller.
      await boss.offWork(names.answers, { wait: false }).catch(() => undefined);
      if (isDone) await endWorkers(boss, address, onWarning);
      await closeQueue(boss);
    },
  };
}

/** Ends the workers of a study that is finished, in case its controller was killed before it could. */
export async function endRemoteWorkers({
  path,
  onWarning,
}: Pick<RemotePoolConfig, "path" | "onWarning">): Promise<void> {
  const address = parseAddress(path);
  const boss = await openQueue(address, CONNECTIONS, onWarning);
  try {
    await endWorkers(boss, address, onWarning);
  } finally {
    await closeQueue(boss);
  }
}

async function endWorkers(boss: PgBoss, address: StudyAddress, onWarning: (message: string) => void): Promise<void> {
  for (const end = performance.now() + END_MILLIS; ; await setTimeout(RETRY_MILLIS)) {
    try {
      return await removeQueues(boss, address);
    } catch (error) {
      if (isDisconnection(error) && performance.now() < end) continue;
      const said = printable(error instanceof Error ? error.message : String(error));
      return onWarning(`${address.place}: the workers could not be told to end: ${said}; the same command tells them`);
    }
  }
}

const lost: OwnEvaluation & { readonly status: "failed" } = Object.freeze({
  status: "failed",
  reason: "killed",
  message: "none of the workers that began it could finish it",
});

function resolvable<T>(): readonly [promise: Promise<T>, resolve: (value: T) => void] {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolved) => (resolve = resolved));
  return [promise, resolve];
}

/** `work`, or an AbortError as soon as `signal` is aborted. */
async function untilAborted<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(abortError("evaluation: stopped; its worker goes on", signal.reason));
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
  });
}
