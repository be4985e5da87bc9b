// Rank correlations, reliabilities and their bootstrap intervals.
import { mean, sum } from "simple-statistics";
import { createRandom } from "../../build/lib/random.js";
import { bootstrapInterval } from "../../build/lib/statistics/intervals.js";

export const RESAMPLES = 2_000;

/**
 * The mean training loss over the last `share` of the training steps up to `upTo`, from a curve of `[training step,
 * mean loss since the previous point]`; at least one point.
 */
export function lastLoss(curve, { upTo = curve.at(-1)[0], share = 0.1 } = {}) {
  const until = curve.filter(([step]) => step <= upTo);
  const points = until.filter(([step]) => step > upTo * (1 - share));
  return mean((points.length > 0 ? points : until.slice(-1)).map(([, loss]) => loss));
}

/** Ranks from 1; equal values share their mean rank (resamples have many). Insertion sort, since lists are short. */
function ranks(values) {
  const order = [];
  for (let index = 0; index < values.length; index++) {
    let at = index;
    for (; at > 0 && values[order[at - 1]] > values[index]; at--) order[at] = order[at - 1];
    order[at] = index;
  }
  const result = new Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let at = start; at < end; at++) result[order[at]] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/** Pearson's correlation of two lists of ranks; NaN if one is constant. */
function correlation(xs, ys) {
  // The mean rank of any list.
  const middle = (xs.length + 1) / 2;
  let [xx, yy, xy] = [0, 0, 0];
  for (let index = 0; index < xs.length; index++) {
    const [x, y] = [xs[index] - middle, ys[index] - middle];
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Spearman's correlation of `[x, y]` pairs. */
export const spearman = (pairs) =>
  correlation(ranks(pairs.map((each) => each[0])), ranks(pairs.map((each) => each[1])));

/** Spearman's partial correlation of x and y of `[x, y, z]`, given z. */
export function partialSpearman(triples) {
  const [x, y, z] = [0, 1, 2].map((column) => ranks(triples.map((each) => each[column])));
  const [xy, xz, yz] = [correlation(x, y), correlation(x, z), correlation(y, z)];
  return (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
}

/**
 * Variance within and between groups of values (one-way analysis of variance, groups of any sizes), and the reliability
 * of one value: the share of its variance that belongs to its group (intraclass correlation).
 */
export function reliability(groups) {
  const values = groups.flat();
  const grand = mean(values);
  const [n, k] = [values.length, groups.length];
  const within = sum(groups.map((group) => sum(group.map((value) => (value - mean(group)) ** 2)))) / (n - k);
  const among = sum(groups.map((group) => group.length * (mean(group) - grand) ** 2)) / (k - 1);
  const size = (n - sum(groups.map((group) => group.length ** 2)) / n) / (k - 1);
  const between = Math.max(0, (among - within) / size);
  return { within, between, share: between / (between + within) };
}

/** The reliability of a mean of `count` values, from that of one (Spearman and Brown). */
export const spearmanBrown = (share, count) => (count * share) / (1 + (count - 1) * share);

/**
 * `of(units)` with the 95 % interval of `count` bootstrap resamples of the units; undefined if it is NaN. Resamples are
 * the same for equal names, so that comparisons use the same genotypes.
 */
export function withInterval(name, units, of, count = RESAMPLES) {
  const random = createRandom("long-trainings bootstrap").split(name);
  const { estimate, lower, upper } = bootstrapInterval(units, of, random, count);
  if (!Number.isFinite(estimate)) return undefined;
  return { estimate: round(estimate), interval95: [round(lower), round(upper)], genotypes: units.length };
}

export const round = (value, digits = 4) => Number(value.toPrecision(digits));
