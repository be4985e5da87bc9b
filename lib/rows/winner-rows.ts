/** The finalists of a search before and after they were confirmed: is the winner better, or luckier? */
import { mean } from "simple-statistics";
import { type Interval, noiseInterval } from "../statistics/intervals.js";
import type { TrainedRow } from "./network-mean.js";
import { seedNoise, trainedNetworks } from "./trained-networks.js";

/** One finalist; the trainings that confirm it were made after the search had chosen it. */
export interface FinalistRow {
  /** Its place in the search alone, from 1: by what a new training is expected to give. */
  readonly rank: number;
  /** The step that first found it. */
  readonly step: number;
  /** The trainings that the search chose it by. */
  readonly searchTrainings: number;
  /** Their mean. */
  readonly searchMean: number;
  /** What a new training of it was expected to give after the search: that mean, shrunk by its noise. */
  readonly expected: number;
  /** The fitness of each fresh training. */
  readonly fresh: readonly number[];
  /** Their mean, with a 95 % interval by the noise of a training. */
  readonly freshMean: Interval;
}

/** The finalists of one search. Plain data. */
export interface Finalists {
  /** What figures call the search. */
  readonly name: string;
  /** By rank: the first is the network that the search alone names the best. */
  readonly rows: readonly FinalistRow[];
  /** The mean of all networks of the search: what its best one led. */
  readonly typical: number;
  /** How many those are. */
  readonly networks: number;
  /** The standard deviation of one training, and its degrees of freedom. */
  readonly noise: { readonly spread: number; readonly freedom: number };
}

/**
 * The finalists of a search that was run with `--confirm`, from a study's `rows`: what their trainings in the search
 * said of them, and what only those after it say. The network that is the best of hundreds was lucky in the search, but
 * not in trainings that it was not chosen by. The noise of a training is pooled over all networks that were trained more
 * than once. Undefined where nothing is confirmed, or no network was trained twice.
 */
export function finalistRows(name: string, rows: readonly TrainedRow[]): Finalists | undefined {
  const { spread, freedom } = seedNoise(rows);
  const confirmed = trainedNetworks(rows).filter((network) => network.confirmed.length > 0);
  if (spread === null || confirmed.length === 0) return undefined;
  const searched = trainedNetworks(rows.map((row) => ({ ...row, confirmed: [] })));
  const finalists = confirmed.flatMap(({ step, confirmed: fresh }): readonly FinalistRow[] => {
    const place = searched.findIndex((network) => network.step === step);
    if (place === -1) return [];
    const { trainingCount, mean: searchMean, expected } = searched[place];
    const freshMean = Object.freeze(noiseInterval(mean([...fresh]), spread / Math.sqrt(fresh.length), freedom));
    return [
      Object.freeze({ rank: place + 1, step, searchTrainings: trainingCount, searchMean, expected, fresh, freshMean }),
    ];
  });
  return Object.freeze({
    name,
    rows: Object.freeze(finalists.sort((one, other) => one.rank - other.rank)),
    typical: mean(searched.map((network) => network.mean)),
    networks: searched.length,
    noise: Object.freeze({ spread, freedom }),
  });
}

/** What became of the winners of some searches, in the mean over them. */
export interface WinnersLuck {
  readonly searches: number;
  /** Fresh trainings of all winners. */
  readonly trainings: number;
  /** How far the winners lay above the networks of their searches when they were chosen. */
  readonly lead: number;
  /** How far their fresh trainings do: better. */
  readonly better: Interval;
  /** The rest of the lead: luckier. */
  readonly luck: Interval;
}

/**
 * How much of the winners' lead over the networks of their searches fresh trainings leave, and how much was luck, each
 * with a 95 % interval by the noise of a training. The winner is the network that the search alone names the best.
 * Undefined without finalists.
 */
export function winnersLuck(searches: readonly Finalists[]): WinnersLuck | undefined {
  const winners = searches.flatMap(({ rows: [winner], ...search }) =>
    winner === undefined ? [] : [{ winner, ...search }],
  );
  if (winners.length === 0) return undefined;
  const lead = mean(winners.map(({ winner, typical }) => winner.searchMean - typical));
  const left = mean(winners.map(({ winner, typical }) => winner.freshMean.estimate - typical));
  const variances = winners.map(({ winner, noise }) => noise.spread ** 2 / winner.fresh.length);
  const total = variances.reduce((sum, each) => sum + each, 0);
  // Welch and Satterthwaite's degrees of freedom of a sum; those of one search are its own.
  const freedom =
    total ** 2 / variances.reduce((sum, each, index) => sum + each ** 2 / winners[index].noise.freedom, 0);
  const around = (estimate: number): Interval =>
    Object.freeze(noiseInterval(estimate, Math.sqrt(total) / winners.length, freedom));
  return Object.freeze({
    searches: winners.length,
    trainings: winners.reduce((sum, { winner }) => sum + winner.fresh.length, 0),
    ...{ lead, better: around(left), luck: around(lead - left) },
  });
}
