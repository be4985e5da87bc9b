/** The settings of a study that is run. */
import type { EvaluationProgress } from "../evaluation/evaluation.js";
import { laptopProtocol, type Protocol } from "../evaluation/protocol.js";
import type { Genotype } from "../genotype/genotype.js";
import type { Space } from "../genotype/space.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { isName, shown } from "../input/printable.js";
import { checkObject } from "../input/settings.js";
import type { SearchMethod } from "../search/method.js";
import type { SearchEvaluateConfig } from "../search/run-search.js";
import { checkSearchSettings, type KnownPhenotype } from "../search/search-settings.js";
import { tournamentSearch } from "../search/tournament-search.js";
import type { Constraint } from "./constraint.js";
import type { OwnEvaluation } from "./own-evaluation.js";
import type { StudyProgress } from "./study-progress.js";

/** A fitness of one's own: a whole evaluation, or no more than a number or the reason why it failed. */
export type OwnEvaluate = (
  genotype: Genotype,
  config: SearchEvaluateConfig<EvaluationProgress>,
) => Promise<OwnEvaluation>;

/** Settings of `runStudy`. */
export interface RunStudyConfig {
  /** The study's file; it is made if it is missing. */
  readonly path: string;
  readonly space: Space;
  /** Individuals in all, initialization included, at least 1; may be more than the study began with. */
  readonly steps: number;
  /** Individuals drawn at random before selection begins, at least 1. */
  readonly initialCount: number;
  /** Evaluations at the same time, at least 1; may differ each time the study is resumed. */
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
   * When all steps are done, the finalists (the three best networks of the search) are trained so many times more each
   * before one is named the best; those trainings are kept apart from the search. May differ each time the study is
   * resumed. Default: 0.
   */
  readonly confirm?: number;
  /**
   * What drafts must obey, by name, for example a `parameterLimit`; needed again to resume. Paper, section 4.2
   * (parameter-constrained search).
   */
  readonly constraint?: Constraint;
  /**
   * A fitness of one's own in place of training, for example the toy's; needed again to resume. Costs that it does not
   * give are counted from the protocol's network.
   */
  readonly evaluate?: OwnEvaluate;
  /** What the study calls that fitness, for example `toy`: a study is not resumed with another. Default: `own`. */
  readonly evaluateName?: string;
  /** Stops it; what was evaluated is kept, and the same call resumes it. */
  readonly signal?: AbortSignal;
  /** Called when something began, advanced or ended: for a progress line or a live figure. */
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

/** What `runStudy` is given: a path, a space, and what differs from the defaults. */
export type GivenStudyConfig = Pick<RunStudyConfig, "path" | "space"> & Partial<RunStudyConfig>;

/**
 * `config` with the defaults. Throws InputError for what is missing or none of its kind; a setting that has a default
 * must not be undefined, since that is a slip more often than a wish for it.
 */
export function fullConfig(config: GivenStudyConfig): RunStudyConfig {
  checkObject("study", config);
  if (typeof config.path !== "string") {
    throw new InputError(`study: path: got ${shown(config.path)}, must be the path of a file`);
  }
  const given: Readonly<Record<string, unknown>> = { ...config };
  for (const name of Object.keys(runStudyDefaults)) {
    if (name in given && given[name] === undefined) {
      throw new InputError(`study: ${name}: got undefined; leave it out for the default, or give a value`);
    }
  }
  for (const name of ["evaluate", "onProgress"]) {
    if (given[name] !== undefined && typeof given[name] !== "function") {
      throw new InputError(`study: ${name}: got ${shown(given[name])}, must be a function`);
    }
  }
  if (config.constraint !== undefined) checkConstraint(config.constraint);
  const full: RunStudyConfig = { ...runStudyDefaults, ...config };
  checkSearchSettings(full);
  checkCount("search: steps", full.steps, 1, limits.steps);
  checkCount("search: workers", full.workers, 1, limits.workers);
  if (full.confirm !== undefined) checkCount("study: confirm", full.confirm, 0, limits.trainings);
  return full;
}

function checkConstraint(constraint: Constraint): void {
  checkObject("study: constraint", constraint);
  if (isName(constraint.name) && typeof constraint.accept === "function") return;
  throw new InputError("study: constraint: must have a name and a function accept, as parameterLimit gives");
}
