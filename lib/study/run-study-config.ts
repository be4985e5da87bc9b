/** The settings for running a study. */
import * as v from "valibot";
import type { PreparationProgress } from "../dataset/pictures/prepare-pictures.js";
import type { EvaluationProgress } from "../evaluation/evaluation.js";
import { laptopProtocol, type Protocol } from "../evaluation/protocol.js";
import type { Genotype } from "../genotype/genotype.js";
import type { Space } from "../genotype/space.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { isName, shown } from "../input/printable.js";
import { nameText, parseWith, signalValue } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import type { SearchMethod } from "../search/method.js";
import type { SearchEvaluateConfig } from "../search/run-search.js";
import { checkSearchSettings, type KnownPhenotype } from "../search/search-settings.js";
import { tournamentSearch } from "../search/tournament-search.js";
import type { Constraint } from "./constraint.js";
import { ADDRESS_FORM, isAddress } from "./store/study-address.js";
import type { OwnEvaluation } from "./own-evaluation.js";
import { checkStopRules, type StopRules } from "./stop-rules.js";
import type { StudyProgress } from "./study-progress.js";

/** Your own fitness function: it returns a whole evaluation, or just a fitness or the reason why it failed. */
export type OwnEvaluate = (
  genotype: Genotype,
  config: SearchEvaluateConfig<EvaluationProgress>,
) => Promise<OwnEvaluation>;

/** Settings of `runStudy`. */
export interface RunStudyConfig {
  /** The study's file or `postgres://user@host/database?study=NAME`, created if missing. */
  readonly path: string;
  readonly space: Space;
  /** The total number of individuals, including initialization, at least 1; may be more than the study began with. */
  readonly steps: number;
  /** The number of individuals drawn at random before selection begins, at least 1. */
  readonly initialCount: number;
  /** The number of concurrent evaluations, at least 1; may change whenever the study is resumed. */
  readonly workers: number;
  /**
   * Whether workers on other machines evaluate, each started by `npx hiernas worker ADDRESS`; the study must be at an
   * address. `workers` is then how many evaluations are given out at once. Default: false, workers are child processes.
   */
  readonly remote?: boolean;
  /** CUDA devices that the workers take turns on, as in the worker pool. */
  readonly devices?: readonly string[];
  /** TensorFlow's threads in each worker. Default: as in the worker pool. */
  readonly threadsPerWorker?: number;
  /** Determines the whole study, together with the order of arrivals if there is more than one worker. */
  readonly seed: number | string;
  readonly method: SearchMethod;
  /** How genotypes are trained and scored. */
  readonly protocol: Protocol;
  /**
   * `sample`, or a folder with CIFAR-10, IDX files (Fashion-MNIST) or pictures, which are resized to the protocol's size
   * once and kept. The number of classes is the data's.
   */
  readonly data: string;
  /** Whether a picture that cannot be used is an error. Default: it is skipped, with a warning. */
  readonly strict?: boolean;
  readonly mutationCount?: number;
  /**
   * The first individuals, such as `publishedCell` or the `bestGenotypes` of another study: at most `initialCount`, of
   * different networks. The study records them, so they are not needed to resume. Default: none.
   */
  readonly warmStart?: readonly Genotype[];
  /** How to treat a known network. Default: `evaluate`, the paper's way. */
  readonly knownPhenotype?: KnownPhenotype;
  /**
   * After all steps, train each finalist (the search's three best networks) this many more times before one is named
   * the best. These trainings are kept apart from the search. May change whenever the study is resumed. Default: 0.
   */
  readonly confirm?: number;
  /**
   * A constraint on drafts, for example a `costLimit`; needed again to resume. Paper, section 4.2
   * (parameter-constrained search).
   */
  readonly constraint?: Constraint;
  /**
   * Your own fitness function in place of training, for example the toy fitness; needed again to resume. Costs that it
   * does not return are counted from the protocol's network.
   */
  readonly evaluate?: OwnEvaluate;
  /** The study's name for that fitness, for example `toy`; it resumes only with the same name. Default: `own`. */
  readonly evaluateName?: string;
  /**
   * Rules that stop the search before all its steps are done: its time, evaluations without a new best network, a target
   * fitness. The study records which one did. They may change whenever the study is resumed. Default: none.
   */
  readonly stop?: StopRules;
  /** Stops the study. Finished evaluations are kept, and the same call resumes it. */
  readonly signal?: AbortSignal;
  /** Called whenever an evaluation begins, advances or ends, for a progress line or a live figure. */
  readonly onProgress?: (progress: StudyProgress) => void;
  /** Called while a folder's pictures are read and decoded, before the first evaluation. */
  readonly onPreparation?: (progress: PreparationProgress) => void;
  /** Called for what is worth knowing and stops nothing, such as skipped pictures. Default: `console.warn`. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Tournament search with the laptop protocol on the bundled sample: one worker, seed 1, 60 steps, the first 20 random.
 */
export const runStudyDefaults = Object.freeze({
  method: tournamentSearch(),
  steps: 60,
  initialCount: 20,
  workers: 1,
  seed: 1,
  protocol: laptopProtocol,
  data: "sample",
});

/** The argument of `runStudy`: a path, a space, and any settings that differ from the defaults. */
export type GivenStudyConfig = Pick<RunStudyConfig, "path" | "space"> & Partial<RunStudyConfig>;

/**
 * `config` completed by the defaults. Throws InputError for missing or invalid settings. A setting with a default must
 * not be undefined, since that is more often a slip than intended.
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
  for (const name of ["evaluate", "onProgress", "onPreparation", "onWarning"]) {
    if (given[name] !== undefined && typeof given[name] !== "function") {
      throw new InputError(`study: ${name}: got ${shown(given[name])}, must be a function`);
    }
  }
  if (config.evaluateName !== undefined) parseWith(nameText(), config.evaluateName, "study: evaluateName");
  if (config.signal !== undefined) parseWith(signalValue(), config.signal, "study: signal");
  if (config.strict !== undefined) parseWith(v.boolean("must be true or false"), config.strict, "study: strict");
  if (config.stop !== undefined) checkStopRules(config.stop);
  if (config.remote !== undefined) parseWith(v.boolean("must be true or false"), config.remote, "study: remote");
  if (config.remote && !isAddress(config.path)) {
    throw new InputError(`study: remote: needs a server that the workers reach: path: ${ADDRESS_FORM}`);
  }
  if (config.constraint !== undefined) checkConstraint(config.constraint);
  const full: RunStudyConfig = { ...runStudyDefaults, ...config };
  checkSearchSettings({ ...full, accept: full.constraint?.accept });
  checkCount("search: steps", full.steps, 1, limits.steps);
  checkCount("search: workers", full.workers, 1, limits.workers);
  if (full.confirm !== undefined) checkCount("study: confirm", full.confirm, 0, limits.trainings);
  return full;
}

function checkConstraint(constraint: Constraint): void {
  checkObject("study: constraint", constraint);
  if (isName(constraint.name) && typeof constraint.accept === "function") return;
  throw new InputError("study: constraint: must have a name and a function accept, as from costLimit");
}
