/** The one place that joins search, evaluation and storage: notebooks and the command line run this. */
import { rmSync } from "node:fs";
import { dataName } from "../dataset/data-name.js";
import type { Evaluation, EvaluationProgress } from "../evaluation/evaluation.js";
import { laptopProtocol, type Protocol } from "../evaluation/protocol.js";
import { openWorkerPool } from "../evaluation/worker-pool.js";
import type { Genotype } from "../genotype/genotype.js";
import type { Space } from "../genotype/space.js";
import { checkCount, InputError } from "../input/errors.js";
import { planNetwork } from "../network/plan-network.js";
import type { SearchMethod } from "../search/method.js";
import { recallTrainingCounts } from "../search/network-means.js";
import { runSearch, type SearchEvaluateConfig } from "../search/run-search.js";
import { checkSearchSettings, type KnownPhenotype } from "../search/search-settings.js";
import { tournamentSearch } from "../search/tournament-search.js";
import type { Constraint } from "./constraint.js";
import type { StudyRow } from "../rows/study-row.js";
import { hasStudyFile } from "./store/sqlite-store.js";
import { type BestIndividual, bestOf, createStudy, openStudy, type Study } from "./study.js";
import { trackProgress, type StudyProgress } from "./study-progress.js";
import { createSettings, settingsDifference, type StudySettings } from "./store/study-settings.js";
import { type StudySummary, summarize } from "./summary.js";

/** A fitness of one's own: a whole evaluation, or no more than a number. */
export type OwnEvaluate = (
  genotype: Genotype,
  config: SearchEvaluateConfig<EvaluationProgress>,
) => Promise<Evaluation | { readonly status: "scored"; readonly fitness: number }>;

/** Settings of {@link runStudy}. */
export interface RunStudyConfig {
  /** The study's file; it is made where there is none. */
  readonly path: string;
  readonly space: Space;
  /** Individuals in all, initialization included, at least 1; may be more than the study began with. */
  readonly steps: number;
  /** Individuals drawn at random before selection begins, at least 1. */
  readonly initialCount: number;
  /** Evaluations at the same time, at least 1; may differ each time the study is gone on with. */
  readonly workers: number;
  /** CUDA devices that the workers take turns on, as in the worker pool. */
  readonly devices?: readonly string[];
  /** TensorFlow's threads of a worker. Default: as in the worker pool. */
  readonly threadsPerWorker?: number;
  /** The whole study follows from it (and, with more than one worker, from the order of arrivals). */
  readonly seed: number | string;
  readonly method: SearchMethod;
  /** How genotypes are trained and scored. */
  readonly protocol: Protocol;
  /** `sample`, or a folder with CIFAR-10. */
  readonly data: string;
  readonly mutationCount?: number;
  /** What is done with a network that is known. Default: `evaluate`, the paper's way. */
  readonly knownPhenotype?: KnownPhenotype;
  /**
   * What drafts must obey, by name, for example a `parameterLimit`; needed again to go on. Paper, section 4.2
   * (parameter-constrained search).
   */
  readonly constraint?: Constraint;
  /**
   * A fitness of one's own in place of training, for example the toy's; needed again to go on. Costs that it does not
   * give are counted from the protocol's network.
   */
  readonly evaluate?: OwnEvaluate;
  /** What the study calls that fitness, for example `toy`: a study is not gone on with by another. Default: `own`. */
  readonly evaluateName?: string;
  /** Stops it; what was evaluated is kept, and the same call goes on. */
  readonly signal?: AbortSignal;
  /** Called when something began, went on or ended: for a progress line or a live figure. */
  readonly onProgress?: (progress: StudyProgress) => void;
}

/** The laptop protocol on the bundled sample by tournament, one worker, seed 1; 60 steps, 20 of them initialization. */
export const runStudyDefaults = Object.freeze({
  method: tournamentSearch(),
  steps: 60,
  initialCount: 20,
  workers: 1,
  seed: 1,
  protocol: laptopProtocol,
  data: "sample",
});

/** What a finished study found. */
export interface StudyResult {
  readonly rows: readonly StudyRow[];
  readonly summary: StudySummary;
  /** As `bestOf` has it; undefined when every evaluation failed. */
  readonly best: BestIndividual | undefined;
}

/**
 * Runs a study in a file until all its steps are evaluated. Where the file holds a study already it goes on: unfinished
 * individuals are evaluated first, the same genotypes with the same seeds; a finished study gives its result at once.
 * Two steps and three more are the same as five in a row.
 *
 * Throws InputError for counts below 1, a study that was made with other settings (naming the first that differs), or
 * one that is running elsewhere, and what `createStudy`, `openStudy`, the worker pool and the search throw. Rejects
 * with an AbortError when `signal` stopped it. In every case what was evaluated is in the file.
 */
export async function runStudy(
  config: Pick<RunStudyConfig, "path" | "space"> & Partial<RunStudyConfig>,
): Promise<StudyResult> {
  const full: RunStudyConfig = { ...runStudyDefaults, ...config };
  checkSearchSettings(full);
  checkCount("search: steps", full.steps);
  checkCount("search: workers", full.workers);
  const settings = createSettings({
    ...full,
    constraint: full.constraint,
    ...(full.evaluate === undefined ? { data: dataName(full.data) } : { fitness: full.evaluateName ?? "own" }),
  });
  const isNew = !hasStudyFile(full.path);
  const study = isNew ? await createStudy(full.path, settings) : await openStudy(full.path, { forRunning: true });
  let empty = false;
  try {
    if (!isNew) await goOnWith(study, settings);
    return await search(study, full);
  } catch (error) {
    // Nothing is lost, and a mistyped folder or a missing TensorFlow would otherwise leave a study that refuses the
    // corrected command.
    empty = isNew && error instanceof InputError && (await isUntouched(study));
    throw error;
  } finally {
    await study.close();
    if (empty) rmSync(full.path, { force: true });
  }
}

async function goOnWith(study: Study, settings: StudySettings): Promise<void> {
  const recorded = await study.settings();
  const difference = settingsDifference(recorded, settings);
  if (difference !== undefined) {
    throw new InputError(`${study.place}: was made with ${difference}: give the same settings, or another file`);
  }
  if (settings.steps !== recorded.steps) await study.setSteps(settings.steps);
}

async function isUntouched(study: Study): Promise<boolean> {
  return (await study.records().catch(() => undefined))?.length === 0;
}

async function search(study: Study, config: RunStudyConfig): Promise<StudyResult> {
  const { protocol, space, workers, constraint, devices, threadsPerWorker } = config;
  const [individuals, left] = [await study.individuals(), await study.unfinished()];
  const unfinished =
    config.knownPhenotype === "average" ? recallTrainingCounts(left, individuals, await study.events()) : left;
  const isDone = individuals.length >= config.steps;
  const pool =
    config.evaluate === undefined && !isDone
      ? openWorkerPool({
          protocol,
          data: config.data,
          workers,
          devices,
          threadsPerWorker,
          primitives: space.primitives,
        })
      : undefined;
  const evaluate: OwnEvaluate = config.evaluate ?? ((genotype, told) => pool!.evaluate(genotype, told));
  const started = new Map<number, number>();
  const progress = trackProgress(await study.rows(), config);
  try {
    await runSearch<Evaluation, EvaluationProgress>({
      ...config,
      accept: constraint?.accept,
      past: { individuals, unfinished },
      evaluate: async (genotype, told) => {
        started.set(told.step, Date.now());
        progress.begin(told.step, told.worker);
        return complete(await evaluate(genotype, told), genotype, config, Date.now() - started.get(told.step)!);
      },
      onProposal: (proposal) => study.recordProposal(proposal),
      onEvaluation: async (individual, worker) => {
        const finishedMillis = Date.now();
        const startedMillis = started.get(individual.step) ?? finishedMillis;
        const place = { worker, startedMillis, finishedMillis };
        await study.recordEvaluation(individual, place);
        progress.end({ ...individual, ...place });
      },
      onProgress: (step, each) => progress.advance(step, each),
    });
  } finally {
    await pool?.close();
  }
  const rows = await study.rows();
  const summary = summarize(rows, 0, config.steps, null, await study.engines());
  return Object.freeze({ rows, summary, best: await bestOf(study) });
}

function complete(
  evaluation: Awaited<ReturnType<OwnEvaluate>>,
  genotype: Genotype,
  { protocol, space }: RunStudyConfig,
  evaluationMillis: number,
): Evaluation {
  if ("trainings" in evaluation) return evaluation;
  const { parameterCount, multiplyAdds } = planNetwork(genotype, protocol.network, space.primitives);
  const costs = { parameterCount, multiplyAdds, evaluationMillis };
  return Object.freeze({ spread: 0, trainings: Object.freeze([]), ...costs, ...evaluation });
}
