/** An experiment at a scale as the settings of a study. */
import { checkCount } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { createRandom } from "../../random.js";
import { costLimit } from "../constraint.js";
import type { RunStudyConfig } from "../run-study-config.js";
import type { Experiment } from "./experiments.js";
import { hierarchicalLimit } from "./hierarchical-limit.js";
import type { ExperimentScale } from "./scales.js";

/** The study settings that an experiment and its scale decide. */
export type ExperimentStudy = Pick<
  RunStudyConfig,
  "space" | "method" | "protocol" | "knownPhenotype" | "steps" | "initialCount" | "constraint" | "confirm" | "seed"
>;

/**
 * The settings of one repeat (from 1) of an experiment, for `runStudy`. The experiment's name and the repeat determine the
 * seed. Fewer `steps` than the scale's give the beginning of the same study, which can be continued. Throws InputError for
 * a repeat below 1, and unless there are 1 to the scale's number of steps.
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
    // Nothing is chosen among draws, so there is no best network to confirm.
    confirm: length === "draws" ? 0 : confirm,
    constraint: isParameterConstrained ? costLimit({ parameters: hierarchicalLimit(network) }, protocol) : undefined,
    seed: createRandom(experiment.name).split("repeat", repeat).path,
  });
}
