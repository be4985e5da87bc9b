/** The successive best networks of a search. */
import type { NetworkMean, TrainedRow } from "../../rows/network-mean.js";
import { bestByStep } from "../../rows/trained-networks.js";
import { fourDigits } from "../charts/chart-parts.js";

/** The best network of a search, starting at a step. */
export interface BestFrom<R> {
  readonly step: number;
  /** Its trainings at that time. */
  readonly network: NetworkMean;
  /** The individual that first had it. */
  readonly row: R;
}

/** The best network over time, by `bestByStep`: an entry for each step at which it or its expected accuracy changed. */
export function bestChanges<R extends TrainedRow>(rows: readonly R[]): readonly BestFrom<R>[] {
  const sorted = [...rows].sort((one, other) => one.step - other.step);
  const byStep = new Map(sorted.map((row) => [row.step, row]));
  const best = bestByStep(sorted);
  return sorted.flatMap(({ step }, index) => {
    const [network, before] = [best[index], best[index - 1]];
    const row = network === null ? undefined : byStep.get(network.step);
    if (network === null || row === undefined) return [];
    const isSame =
      network.step === before?.step &&
      network.trainingCount === before.trainingCount &&
      fourDigits(network.expected) === fourDigits(before.expected);
    return isSame ? [] : [{ step, network, row }];
  });
}
