/** The one place that joins search, evaluation and storage, for notebooks and the command line. */
import { dataName } from "../dataset/data-name.js";
import type { Evaluation, EvaluationProgress } from "../evaluation/evaluation.js";
import { prepareProtocol } from "../evaluation/protocol-data.js";
import { openWorkerPool } from "../evaluation/worker-pool.js";
import { InputError } from "../input/errors.js";
import { planNetwork } from "../network/plan-network.js";
import type { StudyRow } from "../rows/study-row.js";
import { recallTrainingCounts } from "../search/network-means.js";
import { runSearch } from "../search/run-search.js";
import { evaluationSeed } from "../search/search-settings.js";
import {
  type ConfirmationPlan,
  type ConfirmConfig,
  confirmationSeed,
  confirmFinalists,
  planConfirmations,
} from "./confirm-finalists.js";
import { completeEvaluation } from "./own-evaluation.js";
import { openRemotePool, type RemotePool } from "./remote/remote-pool.js";
import { fullConfig, type GivenStudyConfig, type RunStudyConfig } from "./run-study-config.js";
import { isAddress } from "./store/study-address.js";
import { hasStudy } from "./store/study-place.js";
import { createSettings, settingsDifference, type StudySettings } from "./store/study-settings.js";
import type { Confirmation } from "./store/study-store.js";
import { type BestIndividual, bestOf, createStudy, openStudy, type Study } from "./study.js";
import { startClock } from "./study-clock.js";
import { type ProgressTracker, trackProgress } from "./study-progress.js";
import { type StudySummary, summarize } from "./summary.js";

/** The result of a finished study. */
export interface StudyResult {
  readonly rows: readonly StudyRow[];
  readonly summary: StudySummary;
  /** The result of `bestOf`; undefined when every evaluation failed. */
  readonly best: BestIndividual | undefined;
}

/**
 * Runs a study in a file, or at a `postgres://` address, until all its steps are evaluated. If there is a study already, it resumes: unfinished
 * individuals are evaluated first, with the same genotypes and the same seeds; a finished study returns its result
 * immediately. Two steps and then three more equal five in a row. With `confirm`, the finalists are then trained again.
 *
 * Throws InputError for invalid settings, a study made with other settings (naming the first that differs), a study
 * that is running elsewhere, a file that is moved or deleted meanwhile (saying where its records are), and what
 * `createStudy`, `openStudy`, the worker pool and the search throw. Rejects with an AbortError when `signal` stopped
 * it. In every case finished evaluations are kept.
 */
export async function runStudy(config: GivenStudyConfig): Promise<StudyResult> {
  const full = await withImages(fullConfig(config));
  const settings = createSettings({
    ...full,
    constraint: full.constraint,
    ...(isTrained(full) ? { data: dataName(full.data) } : { fitness: full.evaluateName ?? "own" }),
  });
  const isNew = !(await hasStudy(full.path));
  const { onWarning = console.warn } = full;
  const study = isNew
    ? await createStudy(full.path, settings, { onWarning })
    : await openStudy(full.path, { forRunning: true, onWarning });
  let result: StudyResult;
  try {
    if (!isNew) await resume(study, settings);
    result = await search(study, full, isNew);
  } catch (error) {
    // An untouched study is discarded: after a mistyped folder or a missing TensorFlow it would otherwise refuse the
    // corrected command.
    const isEmpty = isNew && error instanceof InputError && (await isUntouched(study));
    // The search's own error says more than a later one from closing.
    await (isEmpty ? study.discard() : study.close()).catch(() => undefined);
    throw error;
  }
  await study.close();
  return result;
}

/** Whether the fitness comes from training; with remote workers, only its name says that it is another. */
function isTrained({ evaluate, remote, evaluateName }: RunStudyConfig): boolean {
  return evaluate === undefined && !(remote && evaluateName !== undefined);
}

/** The settings once the images are ready, with a network for as many classes as they have. */
async function withImages(config: RunStudyConfig): Promise<RunStudyConfig> {
  if (!isTrained(config)) return config;
  const { data, strict, signal, onPreparation: onProgress, onWarning } = config;
  const protocol = await prepareProtocol(config.protocol, data, { strict, signal, onProgress, onWarning });
  return { ...config, protocol };
}

async function resume(study: Study, settings: StudySettings): Promise<void> {
  const recorded = await study.settings();
  const difference = settingsDifference(recorded, settings);
  if (difference !== undefined) {
    throw new InputError(
      `${study.place}: was made with ${difference}: give the same settings, or another ${isAddress(study.place) ? "study" : "file"}`,
    );
  }
  if (settings.steps !== recorded.steps) await study.setSteps(settings.steps);
}

async function isUntouched(study: Study): Promise<boolean> {
  return (await study.records().catch(() => undefined))?.length === 0;
}

async function search(study: Study, config: RunStudyConfig, isNew: boolean): Promise<StudyResult> {
  const { protocol, space, workers, constraint, devices, threadsPerWorker } = config;
  const [individuals, left] = [await study.individuals(), await study.unfinished()];
  const unfinished =
    config.knownPhenotype === "average" ? recallTrainingCounts(left, individuals, await study.events()) : left;
  const isDone = individuals.length >= config.steps && (await confirmationsLeft(study, config)).length === 0;
  const pool =
    config.evaluate === undefined && !config.remote && !isDone
      ? openWorkerPool({
          protocol,
          data: config.data,
          workers,
          devices,
          threadsPerWorker,
          primitives: space.primitives,
        })
      : undefined;
  const remote = config.remote && !isDone ? await openRemote(study, config, isNew) : undefined;
  const rowsBefore = await study.rows();
  const now = startClock(rowsBefore.reduce((last, { finishedMillis }) => Math.max(last, finishedMillis), 0));
  const started = new Map<number, number>();
  const progress = trackProgress(rowsBefore, config);
  const evaluate: ConfirmConfig["evaluate"] = async (genotype, told) => {
    const startedMillis = now();
    if (pool !== undefined) return pool.evaluate(genotype, told);
    const own: unknown = await (remote ?? config).evaluate!(genotype, told);
    return completeEvaluation(own, told.step, () => {
      const { parameterCount, multiplyAdds } = planNetwork(genotype, protocol.network, space.primitives);
      return { parameterCount, multiplyAdds, evaluationMillis: now() - startedMillis };
    });
  };
  let isFinished = false;
  try {
    await runSearch<Evaluation, EvaluationProgress>({
      ...config,
      accept: constraint?.accept,
      past: { individuals, unfinished },
      evaluate: (genotype, told) => {
        started.set(told.step, now());
        progress.begin(told.step, told.worker);
        return evaluate(genotype, told);
      },
      onProposal: (proposal) => study.recordProposal(proposal),
      onEvaluation: async (individual, worker) => {
        const finishedMillis = now();
        const startedMillis = started.get(individual.step) ?? finishedMillis;
        const place = { worker, startedMillis, finishedMillis };
        await study.recordEvaluation(individual, place);
        remote?.recorded(evaluationSeed(config.seed, individual.step));
        progress.end({ ...individual, ...place });
      },
      onProgress: (step, each) => progress.advance(step, each),
    });
    await confirm(study, config, {
      ...{ evaluate, now, progress },
      onRecorded: (confirmation) => remote?.recorded(confirmationSeed(config.seed, confirmation)),
    });
    isFinished = true;
  } finally {
    await pool?.close();
    await remote?.close(isFinished);
  }
  const rows = await study.rows();
  const [engines, confirmations] = [await study.engines(), await study.confirmations()];
  const summary = summarize(rows, 0, config.steps, null, engines, confirmations);
  return Object.freeze({ rows, summary, best: await bestOf(study) });
}

/** Workers on other machines, and what they need not evaluate again. */
async function openRemote(study: Study, config: RunStudyConfig, isNew: boolean): Promise<RemotePool> {
  const { path, seed, workers, onWarning = console.warn } = config;
  const [rows, confirmations] = [await study.records(), await study.confirmations()];
  const recorded = [
    ...rows.map(({ step }) => evaluationSeed(seed, step)),
    ...confirmations.map((each) => confirmationSeed(seed, each)),
  ];
  const unfinished = (await study.unfinished()).length;
  return openRemotePool({ path, isNew, workers, unfinished, recorded, onWarning });
}

async function confirmationsLeft(study: Study, config: RunStudyConfig): Promise<readonly ConfirmationPlan[]> {
  return planConfirmations(await study.rows(), await study.confirmations(), config.confirm ?? 0);
}

async function confirm(
  study: Study,
  config: RunStudyConfig,
  parts: Pick<ConfirmConfig, "evaluate" | "now"> & {
    readonly progress: ProgressTracker;
    readonly onRecorded: (confirmation: Confirmation) => void;
  },
): Promise<void> {
  const { progress, onRecorded, ...rest } = parts;
  const plans = await confirmationsLeft(study, config);
  if (plans.length === 0) return;
  let done = 0;
  progress.confirm(done, plans.length, await study.rows());
  await confirmFinalists(plans, {
    ...{ seed: config.seed, workers: config.workers, signal: config.signal, ...rest },
    genotypeOf: async (step) => {
      const individual = await study.individual(step);
      if (individual === undefined) throw new Error(`step ${step}: a finalist, but not recorded`);
      return individual.genotype;
    },
    onConfirmation: async (confirmation) => {
      await study.recordConfirmation(confirmation);
      onRecorded(confirmation);
      progress.confirm(++done, plans.length, await study.rows());
    },
  });
}
