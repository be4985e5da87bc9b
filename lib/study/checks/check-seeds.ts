/** That trainings had the seeds that follow from the study's. */
import type { Evaluation } from "../../evaluation/evaluation.js";
import { InputError } from "../../input/errors.js";
import { createRandom } from "../../random.js";
import { evaluationSeed } from "../../search/search-settings.js";
import { confirmationSeed } from "../confirm-finalists.js";
import type { Recorded } from "./recorded.js";

/** Seeds that differ. Throws InputError for a study whose fitness function is the user's, with seeds of its own. */
export function checkSeeds({ settings, individuals, confirmations }: Recorded): readonly string[] {
  if (settings.fitness !== "training") throw new InputError("a fitness function of your own may have its own seeds");
  const seedsOf = (where: string, seed: string, { trainings }: Evaluation): readonly string[] =>
    trainings.flatMap((training, index) => {
      const { path } = createRandom(seed).split("training", index + 1);
      return training.seed === path
        ? []
        : [`${where}: training ${index + 1}: its seed is ${training.seed}, must be ${path}`];
    });
  return [
    ...individuals.flatMap(({ step, reusedFrom = step, evaluation }) =>
      seedsOf(`step ${step}`, evaluationSeed(settings.seed, reusedFrom), evaluation),
    ),
    ...confirmations.flatMap((each) =>
      seedsOf(
        `confirmation ${each.training} of step ${each.step}`,
        confirmationSeed(settings.seed, each),
        each.evaluation,
      ),
    ),
  ];
}
