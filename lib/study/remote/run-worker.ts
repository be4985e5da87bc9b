/** A worker for studies on other machines: takes evaluations from a study's queue, and answers. */
import { hostname } from "node:os";
import type { Job } from "pg-boss";
import { defaultWorkers } from "../../evaluation/threads.js";
import { parseGenotype } from "../../genotype/genotype-file.js";
import { checkCount, InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { shown } from "../../input/printable.js";
import { parseWith } from "../../input/schema.js";
import { checkObject } from "../../input/settings.js";
import { evaluationToJson } from "../store/evaluation-json.js";
import { ADDRESS_FORM, isAddress, parseAddress } from "../store/study-address.js";
import { OPEN_PATIENCE_MILLIS } from "../store/study-place.js";
import { readStudy } from "../study.js";
import { answerEvaluation } from "./answer-evaluation.js";
import { jobSchema } from "./evaluation-job.js";
import { closeQueue, isGivenOutStill, openQueue, queueNames } from "./evaluation-queue.js";
import { type EvaluatorConfig, openEvaluator } from "./open-evaluator.js";
import { sleep, waitForController } from "./wait-for-controller.js";

/** Settings of {@link runWorker}. */
export interface RunWorkerConfig extends EvaluatorConfig {
  /** The study's address. */
  readonly path: string;
  /** Called for each answer and for what the worker waits for, in a line. */
  readonly onMessage?: (message: string) => void;
}

/** What a worker did. */
export interface WorkerResult {
  readonly answered: number;
  /** Answers that came after the evaluation had been given to another worker; they do not count. */
  readonly late: number;
}

const TAKEN = "was given to another worker meanwhile";

/** How often an idle worker looks whether the study is done. */
const LOOK_MILLIS = 2000;

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
  const settings = await readStudy(path, (study) => study.settings(), {
    ...{ openMillis: OPEN_PATIENCE_MILLIS, onWarning, signal },
  });
  const evaluator = await openEvaluator(address, settings, { ...config, workers });
  const name = `${hostname()}/${process.pid}`;
  let [answered, late] = [0, 0];
  try {
    const boss = await openQueue(address, workers + 3, onWarning);
    try {
      if (!(await waitForController(boss, path, { signal, onMessage }))) return Object.freeze({ answered, late });
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
          if (await answerEvaluation(boss, address, job, answer, onWarning)) answered++;
          else {
            late++;
            onWarning(`step ${told.step}: ${TAKEN}; this answer is not counted`);
          }
          onMessage?.(`step ${told.step}: ${evaluation.status}`);
        },
      );
      while (!signal?.aborted && (await isGivenOutStill(boss, address))) await sleep(LOOK_MILLIS, signal);
      if (signal?.aborted) onMessage?.("ending: what was begun is finished and answered first; again ends at once");
      await boss.offWork(evaluations);
    } catch (error) {
      // The study was finished at the very moment when this worker began.
      if (await isGivenOutStill(boss, address)) throw error;
    } finally {
      await closeQueue(boss);
    }
  } finally {
    await evaluator.close();
  }
  return Object.freeze({ answered, late });
}
