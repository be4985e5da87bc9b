/** Differences of means in many features at once, tested by permutation, with Holm's correction. */
import { quantile } from "simple-statistics";
import type { Random } from "../random.js";
import type { Interval } from "./intervals.js";

/** One feature of two groups of independent units. */
export interface PermutationTest extends Interval {
  /** The means of the two groups. */
  readonly means: readonly [number, number];
  /** How often units that were dealt to the groups at random differ as much, 0 to 1. */
  readonly probability: number;
  /**
   * `probability` corrected for the number of features by Holm's method: the features below 0.05 hold a false one in at
   * most 5 % of cases, however they depend on each other.
   */
  readonly adjusted: number;
}

/**
 * How much the mean of `one` exceeds that of `other` in each feature; units are `[unit][feature]`, at least one on each
 * side. The test deals all units to the two groups at random, `deals` times, the same for all features. The interval
 * holds the differences that such a test would not refuse: it reaches as far to either side as the differences of 95 %
 * of deals do, once the groups' own means are taken off their units. Unlike Welch's it stays wide where a small group
 * happens to be all alike.
 */
export function permutationTests(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
  random: Random,
  deals = 5_000,
): readonly PermutationTest[] {
  const [size, count] = [one.length, one.length + other.length];
  const dealt = Array.from({ length: deals }, () => dealInto(count, size, random));
  const tests = one[0].map((_, feature) => {
    const [first, second] = [one, other].map((units) => units.map((unit) => unit[feature]));
    const means = [meanOf(first), meanOf(second)] as const;
    const estimate = means[0] - means[1];
    const differences = (values: readonly number[]): number[] => {
      const total = values.reduce((sum, value) => sum + value, 0);
      return dealt.map((places) => {
        const own = places.reduce((sum, place) => sum + values[place], 0);
        return Math.abs(own / size - (total - own) / (count - size));
      });
    };
    const apart = differences([...first, ...second]);
    // Sums in another order differ by rounding.
    const bound = Math.abs(estimate) * (1 - 1e-9);
    const probability = (1 + apart.filter((each) => each >= bound).length) / (1 + deals);
    const centred = [...first.map((value) => value - means[0]), ...second.map((value) => value - means[1])];
    const reach = quantile(differences(centred), 0.95);
    return { estimate, lower: estimate - reach, upper: estimate + reach, means, probability };
  });
  const adjusted = holm(tests.map(({ probability }) => probability));
  return tests.map((test, index) => ({ ...test, adjusted: adjusted[index] }));
}

/** Holm's correction of the probabilities of several tests: the smallest times their number, the next times one less … */
export function holm(probabilities: readonly number[]): readonly number[] {
  const order = probabilities.map((_, index) => index).sort((a, b) => probabilities[a] - probabilities[b]);
  const adjusted = new Array<number>(probabilities.length);
  let least = 0;
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, (probabilities.length - rank) * probabilities[index]));
    adjusted[index] = least;
  });
  return adjusted;
}

/** The places of `size` of `count` units. */
function dealInto(count: number, size: number, random: Random): readonly number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  for (let index = 0; index < size; index++) {
    const taken = index + random.integer(count - index);
    [places[index], places[taken]] = [places[taken], places[index]];
  }
  return places.slice(0, size);
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
