/** What trainings after a search say about its finalists. */
import type { Scored } from "./individual.js";

/** The fitnesses from trainings that confirm finalists, by the individual's step; failed ones are left out. */
export function confirmedFitnesses(
  confirmations: readonly { readonly step: number; readonly evaluation: Scored }[],
): ReadonlyMap<number, readonly number[]> {
  const byStep = new Map<number, number[]>();
  for (const { step, evaluation } of confirmations) {
    if (evaluation.status !== "scored" || evaluation.fitness === undefined) continue;
    byStep.set(step, [...(byStep.get(step) ?? []), evaluation.fitness]);
  }
  return byStep;
}
