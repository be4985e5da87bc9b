/** The highest evaluation of a search as a winner: what the other evaluations of its network leave of its lead. */
import { mean } from "simple-statistics";
import { type Interval, noiseInterval } from "../statistics/intervals.js";
import type { TrainedRow } from "./network-mean.js";
import { highestEvaluation, searchedRows, seedNoise, trainedNetworks } from "./trained-networks.js";

/** How much of the highest evaluation's lead over the search's networks is luck. */
export interface RecordLuck {
  /** Scored evaluations of the search. */
  readonly evaluations: number;
  readonly step: number;
  readonly fitness: number;
  /** How often its network was evaluated beside. */
  readonly others: number;
  /** How far it lies above the mean of the search's networks. */
  readonly lead: number;
  /** How far the network's other evaluations do, with a 95 % interval by the noise of a training; null without any. */
  readonly left: Interval | null;
  /** The rest of the lead. */
  readonly luck: Interval | null;
}

/**
 * The highest evaluation of the search with these `rows`. It was chosen for being the highest, its network's other
 * evaluations were not: they say what it is worth. Trainings after the search do not count. Undefined while nothing is
 * scored.
 */
export function recordLuck(rows: readonly TrainedRow[]): RecordLuck | undefined {
  const searched = searchedRows(rows);
  const networks = trainedNetworks(searched);
  const record = highestEvaluation(networks);
  if (record === undefined) return undefined;
  const { step, fitness, network } = record;
  const typical = mean(networks.map((each) => each.mean));
  const others = network.evaluations.filter((each) => each.step !== step).map((each) => each.fitness);
  const { spread, freedom } = seedNoise(searched);
  const lead = fitness - typical;
  const trainings = (others.length * network.trainingCount) / network.evaluations.length;
  const left =
    others.length === 0 || spread === null
      ? null
      : noiseInterval(mean(others) - typical, spread / Math.sqrt(trainings), freedom);
  const luck =
    left === null ? null : { estimate: lead - left.estimate, lower: lead - left.upper, upper: lead - left.lower };
  const evaluations = networks.reduce((sum, each) => sum + each.evaluations.length, 0);
  return Object.freeze({ evaluations, step, fitness, others: others.length, lead, left, luck });
}
