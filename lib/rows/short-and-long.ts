/** What genotypes reach in a short training and in a long one: does a short fitness find what is good? */
import { group } from "d3-array";
import { createRandom } from "../random.js";
import type { LongNetwork } from "./long-network.js";
import type { TrainedRow } from "./network-mean.js";
import { trainedNetworks } from "./trained-networks.js";
import { bootstrapInterval, type Interval, partialRankCorrelation, rankCorrelation } from "../statistics/intervals.js";

/** One genotype by one short protocol and by long trainings. */
export interface ShortAndLong {
  readonly name: string;
  /** Which genotypes it belongs to, for example `hierarchical`. */
  readonly space: string;
  /** The short protocol. */
  readonly protocol: string;
  /** The mean accuracy of its short trainings, a fraction. */
  readonly short: number;
  /** The mean accuracy of its long trainings, a fraction. */
  readonly long: number;
  readonly parameterCount: number;
}

/**
 * The networks that searches by one `protocol` met and that were trained long too, at the width `channels`: short is the
 * mean of all their trainings in the searches. `runs` are the rows of each search.
 */
export function searchedAndLong(
  protocol: string,
  runs: readonly (readonly TrainedRow[])[],
  networks: readonly LongNetwork[],
  channels = 16,
): readonly ShortAndLong[] {
  const searched = trainedNetworks(runs.flat().map((row, index) => ({ ...row, step: index + 1 })));
  const byHash = new Map(searched.map(({ hash, mean }) => [hash, mean]));
  return networks.flatMap(
    ({ name, space, hash, accuracy: long, parameterCount, ...network }): readonly ShortAndLong[] => {
      const short = byHash.get(hash);
      if (short === undefined || network.channels !== channels) return [];
      return [Object.freeze({ name, space, protocol, short, long, parameterCount })];
    },
  );
}

/** How alike short and long trainings rank the genotypes of one space. */
export interface ShortAndLongRank {
  readonly space: string;
  readonly protocol: string;
  readonly genotypes: number;
  /** Spearman's rank correlation with a 95 % bootstrap interval over genotypes. */
  readonly correlation: Interval;
  /** The same given parameters: what a short training tells beyond size. */
  readonly givenParameters: Interval;
}

/** Fewer genotypes say nothing about an order. */
const FEWEST = 5;

/** The rank correlations of short with long accuracies by space and protocol; those of fewer than five genotypes are left out. */
export function shortAndLongRanks(rows: readonly ShortAndLong[]): readonly ShortAndLongRank[] {
  const groups = group(
    rows,
    ({ space }) => space,
    ({ protocol }) => protocol,
  );
  return Object.freeze(
    [...groups].flatMap(([space, bySpace]) =>
      [...bySpace].flatMap(([protocol, own]): readonly ShortAndLongRank[] => {
        if (own.length < FEWEST) return [];
        const random = createRandom("short and long").split(space, protocol);
        const correlation = rankCorrelation(
          own.map(({ short, long }) => [short, long] as const),
          random.split("ranks"),
          RESAMPLES,
        );
        const triples = own.map(({ short, long, parameterCount }) => [short, long, parameterCount] as const);
        const givenParameters = bootstrapInterval(
          triples,
          partialRankCorrelation,
          random.split("given parameters"),
          RESAMPLES,
        );
        return [Object.freeze({ space, protocol, genotypes: own.length, correlation, givenParameters })];
      }),
    ),
  );
}

const RESAMPLES = 2_000;
