/** How good the best network of a search is after so much effort, beside what random search finds with as much. */
import { mean } from "simple-statistics";
import { type Interval, meanDifference } from "../statistics/intervals.js";
import type { TrainedRow } from "./network-mean.js";
import { bestAt, cutRuns, type Draw, exactUrn, type RandomPoint, type RunPoint, shuffledUrn } from "./random-urn.js";
import { bestByStep, pooledSpread, trainedNetworks } from "./trained-networks.js";

/** What searches are compared at equal amounts of. */
export type Effort = "evaluations" | "core-seconds";

/** What is needed of one evaluated individual; a study's rows have it. */
export interface EffortRow extends TrainedRow {
  /** Milliseconds since 1970. */
  readonly startedMillis: number;
  readonly finishedMillis: number;
}

/** One search beside random search. */
export interface SearchBest {
  readonly name: string;
  /** Each run by effort: a point where the best network changes, and one at the end. */
  readonly runs: readonly (readonly RunPoint[])[];
  /** Where it is compared: the most effort that every run of it and of random search has spent. */
  readonly effort: number;
  /** The mean over the runs at that effort. */
  readonly best: number;
  /** What random search is expected to find with that effort. */
  readonly expected: number;
  /**
   * In how many random searches of that effort the best is worse than `best`, 0 to 1; null where the recorded ones are
   * not twice as long, so that all draws from them are much alike.
   */
  readonly shareBelow: number | null;
  /**
   * `best` less `expected`, with a 95 % interval by Welch's t over the runs and over as many parts of that effort as the
   * runs of random search can be cut into; null with fewer than three of either.
   */
  readonly difference: Interval | null;
}

/** Searches beside random search at equal effort. Plain data. */
export interface BestByEffort {
  readonly effort: Effort;
  readonly random: {
    /** Runs that were recorded. */
    readonly runs: number;
    /** Their evaluations, which are drawn from. */
    readonly evaluations: number;
    readonly points: readonly RandomPoint[];
  };
  readonly searches: readonly SearchBest[];
  /** The standard deviation of one training, by which means are shrunk; null where no network was trained twice. */
  readonly noise: number | null;
}

/** Settings of {@link bestByEffort}. */
export interface BestByEffortConfig {
  /** `evaluations` by default. */
  readonly effort?: Effort;
  /** The cores of a worker, for core-seconds; 1 by default. */
  readonly threadsPerWorker?: number;
}

/**
 * The `searches` by name, each with all its runs, beside the runs of a `random` search. All recorded evaluations of
 * random search are one urn: the best after n evaluations is the best of n draws from it without replacement, exactly.
 * At equal core-seconds the urn is emptied in 1,000 random orders. So one recorded search tells of random searches of any
 * length; near its own length the band closes, since all draws are then nearly the same.
 *
 * Every best network is valued by what a new training of it is expected to give, with the noise of a training pooled over
 * all runs: the highest of n lucky trainings grows with n even where all networks are alike. Evaluations that were taken
 * over from another individual take no effort. Undefined while random search or one of the runs has nothing scored.
 */
export function bestByEffort(
  random: readonly (readonly EffortRow[])[],
  searches: Readonly<Record<string, readonly (readonly EffortRow[])[]>>,
  config: BestByEffortConfig = {},
): BestByEffort | undefined {
  const { effort = "evaluations", threadsPerWorker = 1 } = config;
  const noise = pooledSpread([...random, ...Object.values(searches).flat()]);
  const costOf = (row: EffortRow): number => {
    if (row.reusedFrom != null) return 0;
    return effort === "evaluations" ? 1 : (threadsPerWorker * (row.finishedMillis - row.startedMillis)) / 1_000;
  };
  const randomRuns = random.map((rows) => drawsOf(rows, costOf, noise));
  const draws = randomRuns.flat();
  const named = Object.entries(searches).map(([name, list]) => ({
    name,
    runs: list.map((rows) => runPoints(rows, costOf, noise)),
  }));
  const isEmpty = named.some(({ runs }) => runs.length === 0 || runs.some((run) => run.length === 0));
  if (isEmpty || draws.every(({ value }) => value === null)) return undefined;
  const urn = effort === "evaluations" ? exactUrn(draws) : shuffledUrn(draws);
  const longest = named.length === 0 ? urn.total : Math.max(...named.flatMap(({ runs }) => runs.map(endOf)));
  const compared = named.flatMap(({ name, runs }): readonly SearchBest[] => {
    const at = Math.min(...randomRuns.map(effortOf), ...runs.map(endOf));
    const bests = runs.flatMap((run) => bestAt(run, at) ?? []);
    const point = urn.at(at);
    if (bests.length === 0 || point === undefined) return [];
    const best = mean(bests);
    const welch = meanDifference(asClusters(bests), asClusters(randomRuns.flatMap((run) => cutRuns(run, at))));
    const estimate = best - point.expected;
    const reach = welch === undefined ? null : welch.upper - welch.estimate;
    const difference = reach === null ? null : { estimate, lower: estimate - reach, upper: estimate + reach };
    const shareBelow = 2 * at > urn.total ? null : urn.below(at, best);
    return [Object.freeze({ name, runs, effort: at, best, expected: point.expected, shareBelow, difference })];
  });
  const points = urn.efforts(Math.min(longest, urn.total)).flatMap((at) => urn.at(at) ?? []);
  return Object.freeze({
    effort,
    random: Object.freeze({ runs: random.length, evaluations: draws.length, points: Object.freeze(points) }),
    searches: Object.freeze(compared),
    noise,
  });
}

function drawsOf(
  rows: readonly EffortRow[],
  costOf: (row: EffortRow) => number,
  noise: number | null,
): readonly Draw[] {
  const keyOf = ({ hash, step }: { readonly hash?: string | null; readonly step: number }) => hash ?? step;
  const worth = new Map(trainedNetworks(rows, noise).map((network) => [keyOf(network), network.expected]));
  return rows.flatMap((row) => {
    if (row.reusedFrom != null) return [];
    return [{ value: row.fitness == null ? null : (worth.get(keyOf(row)) ?? null), cost: costOf(row) }];
  });
}

function runPoints(
  rows: readonly EffortRow[],
  costOf: (row: EffortRow) => number,
  noise: number | null,
): readonly RunPoint[] {
  const sorted = [...rows].sort((one, other) => one.step - other.step);
  const bests = bestByStep(sorted, noise);
  let effort = 0;
  const points = sorted.flatMap((row, index) => {
    effort += costOf(row);
    const best = bests[index]?.expected;
    return best === undefined ? [] : [Object.freeze({ effort, best })];
  });
  return Object.freeze(
    points.filter(({ best }, index) => index === points.length - 1 || best !== points[index - 1]?.best),
  );
}

const endOf = (run: readonly RunPoint[]): number => run[run.length - 1].effort;
const effortOf = (run: readonly Draw[]): number => run.reduce((sum, { cost }) => sum + cost, 0);
const asClusters = (values: readonly number[]): readonly (readonly number[])[] => values.map((value) => [value]);
