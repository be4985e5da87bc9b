/** That the parents are the winners of the tournaments that the seed draws. */
import { InputError } from "../../input/errors.js";
import { createRandom } from "../../random.js";
import { drawnArrivals } from "../../search/competitors.js";
import { fitnessOf } from "../../search/individual.js";
import type { Recorded } from "./recorded.js";

/**
 * Parents that did not win. Throws InputError for a study of another method, or whose fitness is an average that changes
 * with every training: its replay says the same.
 */
export function checkTournaments({ settings, individuals }: Recorded): readonly string[] {
  const { method, knownPhenotype, seed } = settings;
  if (method.name !== "tournament") throw new InputError(`its method is ${method.name}, without tournaments`);
  if (knownPhenotype === "average")
    throw new InputError("its fitnesses are averages that change; replay tells winners");
  const fitness = new Map(individuals.map((each) => [each.step, fitnessOf(each) ?? -Infinity]));
  const stepAt = new Map(individuals.map(({ arrival, step }) => [arrival, step]));
  const random = createRandom(seed);
  return individuals.flatMap((each) => {
    const { step, parent, competitors } = each;
    if (competitors === undefined) return parent === undefined ? [] : [`step ${step}: has a parent, but no tournament`];
    if ("stream" in competitors && competitors.stream !== random.split("step", step).path) {
      return [`step ${step}: its tournament is drawn by ${competitors.stream}, must be by its own step`];
    }
    const steps =
      "stream" in competitors
        ? drawnArrivals(competitors).flatMap((arrival) => stepAt.get(arrival) ?? [])
        : competitors;
    // The first of equals wins.
    const winner = steps.reduce((best, other) => {
      return (fitness.get(other) ?? -Infinity) > (fitness.get(best) ?? -Infinity) ? other : best;
    }, steps[0] ?? 0);
    return winner === parent
      ? []
      : [`step ${step}: parent: recorded ${parent ?? "none"}, its tournament's winner is ${winner}`];
  });
}
