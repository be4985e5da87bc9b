/** The one place that joins search, evaluation and storage, for notebooks and the command line. */
import { dataName } from "../dataset/data-name.js";
import { prepareProtocol } from "../evaluation/protocol-data.js";
import type { Genotype } from "../genotype/genotype.js";
import { parseGenotype } from "../genotype/genotype-file.js";
import { InputError } from "../input/errors.js";
import type { StudyRow } from "../rows/study-row.js";
import { fullConfig, type GivenStudyConfig, type RunStudyConfig } from "./run-study-config.js";
import { isAddress } from "./store/study-address.js";
import { hasStudy, OPEN_PATIENCE_MILLIS } from "./store/study-place.js";
import { createSettings, settingsDifference, type StudySettings } from "./store/study-settings.js";
import { searchStudy } from "./search-study.js";
import type { Stopped } from "./stop-rules.js";
import { type BestIndividual, bestOf, createStudy, openStudy, type Study } from "./study.js";
import { type StudySummary, summarize } from "./summary.js";

/** The result of a finished study. */
export interface StudyResult {
  readonly rows: readonly StudyRow[];
  readonly summary: StudySummary;
  /** Why it stopped: all its steps are done, or the stop rule that ended it. */
  readonly stopped: Stopped;
  /** The result of `bestOf`; undefined when every evaluation failed. */
  readonly best: BestIndividual | undefined;
}

/**
 * Runs a study in a file, or at a `postgres://` address, until all its steps are evaluated or one of its `stop` rules
 * holds. If there is a study already, it resumes: unfinished individuals are evaluated first, with the same genotypes
 * and the same seeds; a finished study returns its result immediately. Two steps and then three more equal five in a
 * row. With `confirm`, the finalists are then trained again.
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
  const running = { onWarning: full.onWarning ?? console.warn, signal: full.signal, openMillis: OPEN_PATIENCE_MILLIS };
  const isNew = !(await hasStudy(full.path, running));
  const study = isNew
    ? await createStudy(full.path, settings, running)
    : await openStudy(full.path, { forRunning: true, ...running });
  let result: StudyResult;
  try {
    const warmStart = isNew ? full.warmStart : await resume(study, settings);
    result = await resultOf(study, full, await searchStudy(study, { ...full, warmStart }, isNew));
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

/** Checks that the study was made with `settings`, and returns the genotypes that it began with. */
async function resume(study: Study, settings: StudySettings): Promise<readonly Genotype[] | undefined> {
  const recorded = await study.settings();
  const difference = settingsDifference(recorded, { warmStart: recorded.warmStart, ...settings });
  if (difference !== undefined) {
    throw new InputError(
      `${study.place}: was made with ${difference}: give the same settings, or another ${isAddress(study.place) ? "study" : "file"}`,
    );
  }
  if (settings.steps !== recorded.steps) await study.setSteps(settings.steps);
  return recorded.warmStart?.map((text) => parseGenotype(text));
}

async function isUntouched(study: Study): Promise<boolean> {
  return (await study.records().catch(() => undefined))?.length === 0;
}

async function resultOf(study: Study, { steps }: RunStudyConfig, stopped: Stopped): Promise<StudyResult> {
  const [rows, unfinished] = [await study.rows(), await study.unfinished()];
  const [engines, confirmations] = [await study.engines(), await study.confirmations()];
  const summary = summarize(rows, unfinished.length, steps, null, engines, confirmations, await study.stops());
  return Object.freeze({ rows, summary, stopped, best: await bestOf(study) });
}
