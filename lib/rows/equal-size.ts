/** Networks of two spaces compared at equal size, since accuracy may follow from size alone. Paper, section 4.2. */
import { type Interval, meanDifference, meanInterval } from "../statistics/intervals.js";
import type { TrainedRow } from "./network-mean.js";
import { trainedNetworks } from "./trained-networks.js";

/** A network with its size. */
export interface SizedNetwork {
  /** The phenotype hash: rows with the same one are one genotype, possibly at several widths. */
  readonly hash: string;
  /** A fitness or an accuracy, a fraction. */
  readonly fitness: number;
  readonly parameterCount: number;
}

/** Named networks of one space. */
export interface SizedNetworks {
  /** What a sentence calls them, for example `flat genotypes drawn at random`. */
  readonly name: string;
  readonly networks: readonly SizedNetwork[];
}

/** Two spaces compared at equal size. Plain data. */
export interface EqualSize {
  /** What is compared, `one` first. */
  readonly sides: readonly [SizedNetworks, SizedNetworks];
  /** Parameters count as equal within this fraction. */
  readonly tolerance: number;
  /** A network of each side, as equal as they come; every genotype is in one pair at most. */
  readonly pairs: readonly (readonly [SizedNetwork, SizedNetwork])[];
  /** By how much the first exceeds the second, in the mean over pairs, by Student's t; null with fewer than three pairs. */
  readonly difference: Interval | null;
  /** The same without regard to size, by Welch's t over genotypes; null with fewer than three on either side. */
  readonly regardless: Interval | null;
}

/** What is needed of an evaluated individual; a study's rows have it. */
export interface SizedRow extends TrainedRow {
  readonly phase: "initialization" | "evolution";
  readonly hash: string;
  readonly parameterCount: number;
}

/** The scored networks of searches that were drawn at random, chosen by nothing, with the means of their trainings. */
export function drawnSizes(rows: readonly SizedRow[]): readonly SizedNetwork[] {
  const drawn = rows.filter(({ phase }) => phase === "initialization");
  const parameters = new Map(drawn.map(({ hash, parameterCount }) => [hash, parameterCount]));
  return trainedNetworks(drawn.map((row, index) => ({ ...row, step: index + 1 }))).flatMap(({ hash, mean }) => {
    const parameterCount = hash === null ? undefined : parameters.get(hash);
    return hash === null || parameterCount === undefined
      ? []
      : [Object.freeze({ hash, fitness: mean, parameterCount })];
  });
}

/** Parameters within this fraction count as equal, as in the finalists' test at equal parameters. */
const TOLERANCE = 0.1;

/**
 * Pairs of networks of the two sides whose parameters agree within `tolerance`, the most equal first, until no two are
 * left; and how much one side exceeds the other at equal size, beside the difference without regard to size.
 */
export function compareAtEqualSize(one: SizedNetworks, other: SizedNetworks, tolerance = TOLERANCE): EqualSize {
  const close = one.networks
    .flatMap((first) =>
      other.networks.map((second) => ({
        pair: [first, second] as const,
        distance: Math.abs(Math.log(first.parameterCount / second.parameterCount)),
      })),
    )
    .filter(({ distance }) => distance <= Math.log(1 + tolerance))
    .sort((a, b) => a.distance - b.distance);
  const [taken, takenOther] = [new Set<string>(), new Set<string>()];
  const pairs = close.flatMap(({ pair }) => {
    const [first, second] = pair;
    if (taken.has(first.hash) || takenOther.has(second.hash)) return [];
    taken.add(first.hash);
    takenOther.add(second.hash);
    return [Object.freeze(pair)];
  });
  const regardless = meanDifference(byGenotype(one), byGenotype(other));
  return Object.freeze({
    sides: Object.freeze([one, other] as const),
    tolerance,
    pairs: Object.freeze(pairs),
    difference: meanInterval(pairs.map(([first, second]) => first.fitness - second.fitness)) ?? null,
    regardless: regardless ?? null,
  });
}

function byGenotype({ networks }: SizedNetworks): readonly (readonly number[])[] {
  const byHash = new Map<string, number[]>();
  for (const { hash, fitness } of networks) byHash.set(hash, [...(byHash.get(hash) ?? []), fitness]);
  return [...byHash.values()];
}
