/** A worker for studies on other machines: takes evaluations from a study's queue, and answers. */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import * as v from "valibot";
import type { PreparationProgress } from "../../dataset/pictures/prepare-pictures.js";
import { dataName } from "../../dataset/data-name.js";
import type { Evaluation } from "../../evaluation/evaluation.js";
import { prepareProtocol, protocolFromData } from "../../evaluation/protocol-data.js";
import { defaultWorkers } from "../../evaluation/threads.js";
import { openWorkerPool } from "../../evaluation/worker-pool.js";
import type { Genotype } from "../../genotype/genotype.js";
import { parseGenotype } from "../../genotype/genotype-file.js";
import type { Space } from "../../genotype/space.js";
import { checkCount, InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { shown } from "../../input/printable.js";
import { parseWith, wholeNumber } from "../../input/schema.js";
import { checkObject } from "../../input/settings.js";
import { planNetwork } from "../../network/plan-network.js";
import { completeEvaluation, type OwnEvaluation } from "../own-evaluation.js";
import { spaceOf } from "../replay-study.js";
import { evaluationToJson } from "../store/evaluation-json.js";
import { isDisconnection } from "../store/postgres-errors.js";
import { ADDRESS_FORM, isAddress, parseAddress, type StudyAddress } from "../store/study-address.js";
import type { StudySettings } from "../store/study-settings.js";
import { readStudy } from "../study.js";
import {
  type AnswerJob,
  type EvaluationJob,
  isGivenOut,
  jobSchema,
  openQueue,
  queueNames,
  together,
} from "./evaluation-queue.js";

/** Settings of {@link runWorker}. */
export interface RunWorkerConfig {
  /** The study's address. */
  readonly path: string;
  /** Where this machine has the study's images: `sample`, or a folder. Default: `sample`. */
  readonly data?: string;
  /** Evaluations at once. Default: what doctor measured to pay off on this machine. */
  readonly workers?: number;
  /** TensorFlow's threads in each, as in the worker pool. */
  readonly threadsPerWorker?: number;
  /** CUDA devices that evaluations take turns on, as in the worker pool. */
  readonly devices?: readonly string[];
  /** The study's own fitness function, for studies that have one. */
  readonly evaluate?: (
    genotype: Genotype,
    config: Pick<EvaluationJob, "seed" | "step" | "trainingCount"> & { readonly signal: AbortSignal },
  ) => Promise<OwnEvaluation>;
  /** The study's name for that function. Default: `own`. */
  readonly evaluateName?: string;
  /** The study's space, if it has primitives of your own. */
  readonly space?: Space;
  /** Ends the worker once the evaluations that it began are answered. */
  readonly signal?: AbortSignal;
  /** Called for each answer and for what the worker waits for, in a line. */
  readonly onMessage?: (message: string) => void;
  readonly onPreparation?: (progress: PreparationProgress) => void;
  /** Called for what is worth knowing and stops nothing. Default: `console.warn`. */
  readonly onWarning?: (message: string) => void;
}

/** What a worker did. */
export interface WorkerResult {
  readonly answered: number;
  /** Answers that came after the evaluation had been given to another worker; they do not count. */
  readonly late: number;
}

const TAKEN = "was given to another worker meanwhile";

/** How often a worker that waits for a controller looks for it, and an idle one whether the study is done. */
const LOOK_MILLIS = 2000;

/** How long an answer is kept while the server is away. */
const ANSWER_PATIENCE_MILLIS = 24 * 60 * 60_000;

/** How long a worker that ends waits for the evaluations that it began. */
const DRAIN_MILLIS = 24 * 60 * 60_000;

/**
 * Evaluates for the study at an address until its controller has finished it, or `signal` is aborted. Keeps nothing: it
 * may be killed at any time, and what it was evaluating is given to another worker. Throws InputError for a study that
 * is no server's, whose images or fitness function are others than this worker's, or that another version of hiernas
 * runs.
 */
export async function runWorker(config: RunWorkerConfig): Promise<WorkerResult> {
  checkObject("worker", config);
  const { path, workers = defaultWorkers(), signal, onMessage, onWarning = console.warn } = config;
  if (!isAddress(path)) {
    throw new InputError(`worker: got ${shown(path)}, must be a study's address, ${ADDRESS_FORM}`);
  }
  checkCount("worker: workers", workers, 1, limits.workers);
  const address = parseAddress(path);
  const settings = await readStudy(path, (study) => study.settings());
  const evaluator = await openEvaluator(address, settings, { ...config, workers });
  const name = `${hostname()}/${process.pid}`;
  let [answered, late] = [0, 0];
  try {
    const boss = await openQueue(address, workers + 3, onWarning);
    try {
      if (!(await waitForController(boss, address, signal, onMessage))) return Object.freeze({ answered, late });
      const { evaluations } = queueNames(address);
      onMessage?.(`${address.place}: evaluating, ${workers} at once`);
      await boss.work(
        evaluations,
        { batchSize: 1, localConcurrency: workers, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 },
        async ([job]: Job[]) => {
          const { genotype, ...told } = parseWith(jobSchema, job.data, "an evaluation");
          const evaluation = await evaluator
            .evaluate(parseGenotype(genotype), { ...told, signal: job.signal })
            .catch((error: unknown) => {
              if (job.signal.aborted) onWarning(`step ${told.step}: ${TAKEN}; the evaluation is ended`);
              throw error;
            });
          const answer = { seed: told.seed, step: told.step, evaluation: evaluationToJson(evaluation), worker: name };
          if (await answerWith(boss, address, job, answer)) answered++;
          else {
            late++;
            onWarning(`step ${told.step}: ${TAKEN}; this answer is not counted`);
          }
          onMessage?.(`step ${told.step}: ${evaluation.status}`);
        },
      );
      while (!signal?.aborted && (await isGivenOutStill(boss, address))) await sleep(LOOK_MILLIS, signal);
      if (signal?.aborted) onMessage?.("ending: the evaluations that were begun are finished first");
    } finally {
      await boss.stop({ graceful: true, timeout: DRAIN_MILLIS });
    }
  } finally {
    await evaluator.close();
  }
  return Object.freeze({ answered, late });
}

interface Evaluator {
  readonly evaluate: (
    genotype: Genotype,
    told: Pick<EvaluationJob, "seed" | "step" | "trainingCount"> & { readonly signal: AbortSignal },
  ) => Promise<Evaluation>;
  readonly close: () => Promise<void>;
}

/** What evaluates as the study demands. Throws InputError when this machine cannot. */
async function openEvaluator(
  { place }: StudyAddress,
  settings: StudySettings,
  config: RunWorkerConfig & { readonly workers: number },
): Promise<Evaluator> {
  const own = config.evaluate === undefined ? "training" : (config.evaluateName ?? "own");
  if (settings.fitness !== own) {
    throw new InputError(
      `${place}: its fitness is ${shown(settings.fitness)}, this worker's ${shown(own)}: give the same`,
    );
  }
  const { primitives } = config.space ?? spaceOf(place, settings);
  const recorded = protocolFromData(settings.protocol);
  const { evaluate } = config;
  if (evaluate !== undefined) {
    return {
      evaluate: async (genotype, told) => {
        const began = performance.now();
        return completeEvaluation(await evaluate(genotype, told), told.step, () => {
          const { parameterCount, multiplyAdds } = planNetwork(genotype, recorded.network, primitives);
          return { parameterCount, multiplyAdds, evaluationMillis: Math.round(performance.now() - began) };
        });
      },
      close: () => Promise.resolve(),
    };
  }
  const { data = "sample", signal, onPreparation: onProgress, onWarning, workers, threadsPerWorker, devices } = config;
  const protocol = await prepareProtocol(recorded, data, { signal, onProgress, onWarning });
  const images = dataName(data);
  if (images !== settings.data) {
    throw new InputError(
      `${place}: its images are ${settings.data}, this machine's are ${images}: give their folder by --data`,
    );
  }
  return openWorkerPool({ protocol, data, workers, threadsPerWorker, devices, primitives });
}

/** Waits until evaluations are given out; false if the study is done, or `signal` was aborted first. */
async function waitForController(
  boss: PgBoss,
  address: StudyAddress,
  signal: AbortSignal | undefined,
  onMessage: RunWorkerConfig["onMessage"],
): Promise<boolean> {
  for (let look = 0; !signal?.aborted; look++) {
    if (await isGivenOut(boss, address)) return true;
    if (look === 0) onMessage?.(`${address.place}: waiting for its controller: hiernas search --workers remote`);
    await sleep(LOOK_MILLIS, signal);
  }
  return false;
}

/** As {@link isGivenOut}; while the server is away, nobody can say otherwise. */
async function isGivenOutStill(boss: PgBoss, address: StudyAddress): Promise<boolean> {
  try {
    return await isGivenOut(boss, address);
  } catch (error) {
    if (!isDisconnection(error)) throw error;
    return true;
  }
}

async function sleep(millis: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(millis, undefined, { signal }).catch(() => undefined);
}

const settled = v.object({ affected: wholeNumber() });

/**
 * Completes the job and inserts its answer, both or none; false if the job was given to another worker, whose answer
 * counts. Waits for a server that is away.
 */
async function answerWith(boss: PgBoss, address: StudyAddress, job: Job, answer: AnswerJob): Promise<boolean> {
  const { evaluations, answers } = queueNames(address);
  const attempt = { id: job.id, retryCount: job.retryCount };
  // Tells an answer of this call whose confirmation was lost from another worker's.
  const by = randomUUID();
  const end = performance.now() + ANSWER_PATIENCE_MILLIS;
  for (;;) {
    try {
      return await together(boss, async (db) => {
        const { affected } = parseWith(settled, await boss.complete(evaluations, attempt, { by }, { db }), "the queue");
        if (affected > 0) {
          await boss.send(answers, answer, { db });
          return true;
        }
        const [now] = await boss.findJobs(evaluations, { id: job.id, db });
        if (now !== undefined && (now.output as { readonly by?: unknown } | null)?.by === by) return true;
        const { seed, step, worker } = answer;
        await boss.send(answers, { seed, step, worker, isLate: true }, { db });
        return false;
      });
    } catch (error) {
      if (!isDisconnection(error)) {
        // Without its queue, the study is done: another worker's answer counted.
        if (await isGivenOutStill(boss, address)) throw error;
        return false;
      }
      if (performance.now() > end) throw error;
      await setTimeout(LOOK_MILLIS);
    }
  }
}
