/** The highest evaluation of a search as a winner: what the other evaluations of its network leave of its lead. */
import { mean, sum } from "simple-statistics";
import { type Interval, noiseInterval } from "../statistics/intervals.js";
import type { TrainedRow } from "./network-mean.js";
import { highestEvaluation, searchedRows, seedNoise, trainedNetworks } from "./trained-networks.js";

/** How much of the highest evaluation's lead over the search's networks is luck. */
export interface RecordLuck {
  /** Scored evaluations of the search. */
  readonly evaluations: number;
  readonly step: number;
  readonly fitness: number;
  /** How often its network was evaluated beside, and trained again after the search. */
  readonly others: number;
  /** How far it lies above the mean of the search's networks. */
  readonly lead: number;
  /** How far these do, with a 95 % interval by the noise of a training; null without any. */
  readonly left: Interval | null;
  /** The rest of the lead. */
  readonly luck: Interval | null;
}

/**
 * The highest evaluation of the search with these `rows`. It was chosen for being the highest; its network's other
 * evaluations and its confirming trainings were not: they say what it is worth. Undefined while nothing is scored.
 */
export function recordLuck(rows: readonly TrainedRow[]): RecordLuck | undefined {
  const searched = searchedRows(rows);
  const networks = trainedNetworks(searched);
  const record = highestEvaluation(networks);
  if (record === undefined) return undefined;
  const { step, fitness, network } = record;
  const typical = mean(networks.map((each) => each.mean));
  const others = network.evaluations.filter((each) => each.step !== step).map((each) => each.fitness);
  const ofNetwork = new Set(network.evaluations.map((each) => each.step));
  const confirmed = rows.flatMap((row) => (ofNetwork.has(row.step) ? (row.confirmed ?? []) : []));
  const { spread, freedom } = seedNoise(searched);
  const lead = fitness - typical;
  const each = network.trainingCount / network.evaluations.length;
  const trainings = others.length * each + confirmed.length;
  const worth = (sum(others) * each + sum(confirmed)) / trainings;
  const left =
    trainings === 0 || spread === null ? null : noiseInterval(worth - typical, spread / Math.sqrt(trainings), freedom);
  const luck =
    left === null ? null : { estimate: lead - left.estimate, lower: lead - left.upper, upper: lead - left.lower };
  const evaluations = sum(networks.map((own) => own.evaluations.length));
  return Object.freeze({ evaluations, step, fitness, others: others.length + confirmed.length, lead, left, luck });
}
