/** The best of n draws without replacement, exactly: what a random search of any length finds. */

/** The best of `count` of some values, each set of so many equally likely. */
export interface BestOfDraws {
  readonly count: number;
  /** Its mean. */
  readonly expected: number;
  /** What it falls below, or equals, with the probabilities that were asked for; in their order. */
  readonly quantiles: readonly number[];
}

/**
 * The best of `count` draws from `values` without replacement, by order statistics: of N values the best of n is at most
 * the i-th smallest with probability C(i, n) / C(N, n). A null is a draw that gave nothing; that at least one gave
 * something is taken for granted. Undefined where no draw gives anything; `count` is from 1 to the number of values.
 */
export function bestOfDraws(
  values: readonly (number | null)[],
  count: number,
  probabilities: readonly number[] = [],
): BestOfDraws | undefined {
  const sorted = values.flatMap((value) => value ?? []).sort((one, other) => one - other);
  const failed = values.length - sorted.length;
  if (sorted.length === 0 || count < 1 || count > values.length) return undefined;
  // below[i]: the probability that the best is at most the i-th of `sorted`; of the last it is 1.
  const below = new Array<number>(sorted.length);
  let probability = 1;
  for (let place = values.length; place > 0; place--) {
    if (place > failed) below[place - failed - 1] = probability;
    else break;
    probability *= Math.max(0, place - count) / place;
  }
  const nothing = probability;
  const given = below.map((each) => (each - nothing) / (1 - nothing));
  const expected = sorted.reduce((sum, value, index) => sum + value * (given[index] - (given[index - 1] ?? 0)), 0);
  const quantiles = probabilities.map((share) => sorted[given.findIndex((each) => each >= share - 1e-12)]);
  return { count, expected, quantiles };
}

/** The probability that the best of `count` draws from `values`, as in {@link bestOfDraws}, is below `bound`. */
export function bestBelow(values: readonly (number | null)[], count: number, bound: number): number {
  const reached = values.filter((value) => value !== null && value >= bound).length;
  let none = 1;
  for (let draw = 0; draw < count; draw++) none *= Math.max(0, values.length - reached - draw) / (values.length - draw);
  return none;
}
