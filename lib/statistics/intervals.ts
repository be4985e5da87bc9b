/** 95 % intervals for what notebooks and data scripts compare: means and ranks. */
import { jStat } from "jstat";
import { mean, quantile, sampleRankCorrelation, sampleVariance } from "simple-statistics";
import type { Random } from "../random.js";

/** An estimate with its 95 % confidence interval. */
export interface Interval {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Values in clusters. Values in one cluster are dependent: they come from one network, or from individuals with a
 * common ancestor. Values in different clusters are independent.
 */
export type Clusters = readonly (readonly number[])[];

/** A difference of two means. */
export interface MeanDifference extends Interval {
  /** The means of the two sides, over the means of their clusters. */
  readonly means: readonly [number, number];
}

/** With fewer clusters than this on either side, {@link meanDifference} gives no interval. */
export const fewestClusters = 3;

/**
 * How far the mean of `one` exceeds that of `other`, by Welch's t. Each cluster counts once, by the mean of its values:
 * ten trainings of one network say how good that network is, not how good ten networks are. Undefined when either side
 * has fewer than {@link fewestClusters} clusters; empty clusters do not count.
 */
export function meanDifference(one: Clusters, other: Clusters): MeanDifference | undefined {
  const [first, second] = [one, other].map(clusterMeans);
  if (Math.min(first.length, second.length) < fewestClusters) return undefined;
  const means = [mean(first), mean(second)] as const;
  const estimate = means[0] - means[1];
  const [errorOne, errorOther] = [first, second].map((values) => sampleVariance(values) / values.length);
  const error = errorOne + errorOther;
  if (error === 0) return { estimate, lower: estimate, upper: estimate, means };
  const freedom = error ** 2 / (errorOne ** 2 / (first.length - 1) + errorOther ** 2 / (second.length - 1));
  const reach = jStat.studentt.inv(0.975, freedom) * Math.sqrt(error);
  return { estimate, lower: estimate - reach, upper: estimate + reach, means };
}

/** The mean of independent values, by Student's t; undefined for fewer than {@link fewestClusters}. */
export function meanInterval(values: readonly number[]): Interval | undefined {
  if (values.length < fewestClusters) return undefined;
  const estimate = mean([...values]);
  const error = Math.sqrt(sampleVariance([...values]) / values.length);
  const reach = jStat.studentt.inv(0.975, values.length - 1) * error;
  return { estimate, lower: estimate - reach, upper: estimate + reach };
}

/** `estimate`, whose standard `error` was estimated with `freedom` degrees of freedom, by Student's t. */
export function noiseInterval(estimate: number, error: number, freedom: number): Interval {
  const reach = error === 0 ? 0 : jStat.studentt.inv(0.975, freedom) * error;
  return { estimate, lower: estimate - reach, upper: estimate + reach };
}

/** A standard deviation that was estimated with `freedom` degrees of freedom, by the chi-square distribution. */
export function spreadInterval(spread: number, freedom: number): Interval {
  const [lower, upper] = [0.975, 0.025].map(
    (share) => spread * Math.sqrt(freedom / jStat.chisquare.inv(share, freedom)),
  );
  return { estimate: spread, lower, upper };
}

/** The share of `count` trials that gave `successes`, with Wilson's interval; `count` is at least 1. */
export function shareInterval(successes: number, count: number): Interval {
  const z = jStat.normal.inv(0.975, 0, 1);
  const estimate = successes / count;
  const middle = (successes + z ** 2 / 2) / (count + z ** 2);
  const reach = (z / (count + z ** 2)) * Math.sqrt(count * estimate * (1 - estimate) + z ** 2 / 4);
  return { estimate, lower: Math.max(0, middle - reach), upper: Math.min(1, middle + reach) };
}

/**
 * Spearman's rank correlation of `pairs`, one pair per network, with its {@link bootstrapInterval}; NaN for fewer than
 * two pairs.
 */
export function rankCorrelation(
  pairs: readonly (readonly [number, number])[],
  random: Random,
  resamples = 5_000,
): Interval {
  return bootstrapInterval(pairs, spearman, random, resamples);
}

/** Spearman's partial rank correlation of the first two of `triples`, given the third. */
export function partialRankCorrelation(triples: readonly (readonly [number, number, number])[]): number {
  const of = (one: 0 | 1 | 2, other: 0 | 1 | 2): number => spearman(triples.map((each) => [each[one], each[other]]));
  const [xy, xz, yz] = [of(0, 1), of(0, 2), of(1, 2)];
  return (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
}

/**
 * The statistic `of` of independent `units`, with the percentiles of `resamples` bootstrap resamples drawn from
 * `random`. Resamples without a finite value (a correlation where nothing varies) are left out; NaN when all are.
 */
export function bootstrapInterval<Unit>(
  units: readonly Unit[],
  of: (units: readonly Unit[]) => number,
  random: Random,
  resamples = 5_000,
): Interval {
  const resampled = Array.from({ length: resamples }, () => of(units.map(() => random.pick(units))));
  const known = resampled.filter(Number.isFinite);
  const [lower, upper] = known.length === 0 ? [NaN, NaN] : [0.025, 0.975].map((share) => quantile(known, share));
  return { estimate: of(units), lower, upper };
}

/** Whether an interval lies entirely on one side of 0. */
export function excludesZero({ lower, upper }: Interval): boolean {
  return lower > 0 || upper < 0;
}

function clusterMeans(clusters: Clusters): readonly number[] {
  return clusters.flatMap((values) => (values.length === 0 ? [] : [mean([...values])]));
}

function spearman(pairs: readonly (readonly [number, number])[]): number {
  if (pairs.length < 2) return NaN;
  return sampleRankCorrelation(
    pairs.map(([one]) => one),
    pairs.map(([, other]) => other),
  );
}
