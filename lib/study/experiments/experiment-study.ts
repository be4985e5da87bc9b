/** The study that an experiment is at a scale. */
import { checkCount } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { createRandom } from "../../random.js";
import { parameterLimit } from "../constraint.js";
import type { RunStudyConfig } from "../run-study-config.js";
import type { Experiment } from "./experiments.js";
import { hierarchicalLimit } from "./hierarchical-limit.js";
import type { ExperimentScale } from "./scales.js";

/** What of a study's settings an experiment and its scale decide. */
export type ExperimentStudy = Pick<
  RunStudyConfig,
  "space" | "method" | "protocol" | "knownPhenotype" | "steps" | "initialCount" | "constraint" | "confirm" | "seed"
>;

/**
 * The settings of a repeat (from 1) of an experiment, for `runStudy`. The seed follows from the experiment's name and the
 * repeat. With fewer `steps` than the scale's it is the beginning of the same study, and goes on when more are asked for.
 * Throws InputError for a repeat below 1, and for no or more steps than the scale's.
 */
export function experimentStudy(
  experiment: Experiment,
  scale: ExperimentScale,
  repeat = 1,
  steps = scale.steps[experiment.length],
): ExperimentStudy {
  checkCount("repeat", repeat, 1, limits.repeats);
  checkCount(`steps of ${experiment.name} at ${scale.name} scale`, steps, 1, scale.steps[experiment.length]);
  const { space, method, length, isParameterConstrained } = experiment;
  const { protocol, knownPhenotype, initialCount, confirm } = scale;
  const { network } = protocol;
  return Object.freeze({
    ...{ space, method, protocol, knownPhenotype, steps, initialCount },
    // Nothing is chosen among draws, so there is no best to confirm.
    confirm: length === "draws" ? 0 : confirm,
    constraint: isParameterConstrained ? parameterLimit(hierarchicalLimit(network), { network }) : undefined,
    seed: createRandom(experiment.name).split("repeat", repeat).path,
  });
}
