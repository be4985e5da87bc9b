/** Random searches of any length out of recorded ones: their evaluations are drawn again without replacement. */
import { bisector } from "d3-array";
import { mean, quantileSorted } from "simple-statistics";
import { createRandom } from "../random.js";
import { bestBelow, bestOfDraws } from "../statistics/best-of-draws.js";

/** What random search finds with so much effort. Fitness as of {@link RunPoint}. */
export interface RandomPoint {
  readonly effort: number;
  /** In the mean over all ways to draw. */
  readonly expected: number;
  /** One random search in twenty finds less, one in twenty more. */
  readonly lower: number;
  readonly upper: number;
}

/** The best network of one run from this effort on. */
export interface RunPoint {
  readonly effort: number;
  /** What a new training of it is expected to give: its mean, shrunk by its noise, as `trainedNetworks` has it. */
  readonly best: number;
}

/** One recorded evaluation of random search: what its network is worth, null where it failed. */
export interface Draw {
  readonly value: number | null;
  readonly cost: number;
}

/** At most so many points of random search. */
const POINTS = 200;
/** So many orders of the recorded evaluations, for core-seconds. */
const RESAMPLES = 1_000;
/** Between these shares of random searches lies the band. */
const BAND = [0.05, 0.95] as const;

/** The recorded evaluations of random search, to draw from. */
export interface Urn {
  /** All their effort. */
  readonly total: number;
  /** Efforts of points up to `end`. */
  readonly efforts: (end: number) => readonly number[];
  /** Undefined where nothing is found with so much. */
  readonly at: (effort: number) => RandomPoint | undefined;
  /** The share of random searches of that effort whose best is below `bound`. */
  readonly below: (effort: number, bound: number) => number;
}

/** Draws at equal evaluations: exact. */
export function exactUrn(draws: readonly Draw[]): Urn {
  const values = draws.map(({ value }) => value);
  return {
    total: values.length,
    efforts: (end) => [...new Set(grid(end).map((effort) => Math.max(1, Math.round(effort))))],
    at: (effort) => {
      const found = bestOfDraws(values, effort, BAND);
      return found && { effort, expected: found.expected, lower: found.quantiles[0], upper: found.quantiles[1] };
    },
    below: (effort, bound) => bestBelow(values, effort, bound),
  };
}

/** Draws at equal core-seconds: in 1,000 random orders. */
export function shuffledUrn(draws: readonly Draw[]): Urn {
  const random = createRandom("random search by core-seconds");
  const orders = Array.from({ length: RESAMPLES }, () => {
    let [effort, best] = [0, -Infinity];
    return random.shuffle(draws).flatMap(({ value, cost }): readonly RunPoint[] => {
      effort += cost;
      if (value === null || value <= best) return [];
      best = value;
      return [{ effort, best }];
    });
  });
  const bestsAt = (effort: number): readonly number[] => orders.flatMap((order) => bestAt(order, effort) ?? []);
  return {
    total: draws.reduce((sum, { cost }) => sum + cost, 0),
    efforts: grid,
    at: (effort) => {
      // A typed array sorts by number, ten times as fast as with a function.
      const bests = Array.from(Float64Array.from(bestsAt(effort)).sort());
      // Where most have found nothing yet, the mean would be of the quick ones alone.
      if (bests.length < RESAMPLES / 2) return undefined;
      const [lower, upper] = BAND.map((share) => quantileSorted(bests, share));
      return { effort, expected: mean(bests), lower, upper };
    },
    below: (effort, bound) => {
      const bests = bestsAt(effort);
      return bests.filter((best) => best < bound).length / bests.length;
    },
  };
}

function grid(end: number): readonly number[] {
  return Array.from({ length: POINTS }, (_, index) => (end * (index + 1)) / POINTS);
}

const byEffort = bisector<RunPoint, number>((point) => point.effort);

/** The best network of a run at some effort; undefined before its first. */
export function bestAt(run: readonly RunPoint[], effort: number): number | undefined {
  // Core-seconds are sums in floating point.
  return run[byEffort.right(run, effort * (1 + 1e-9)) - 1]?.best;
}

/** The best of each of the parts of so much effort that a run can be cut into. */
export function cutRuns(draws: readonly Draw[], effort: number): readonly number[] {
  const bests: number[] = [];
  let [spent, best] = [0, -Infinity];
  for (const { value, cost } of draws) {
    spent += cost;
    best = Math.max(best, value ?? -Infinity);
    if (spent < effort * (1 - 1e-9)) continue;
    if (best > -Infinity) bests.push(best);
    [spent, best] = [0, -Infinity];
  }
  return bests;
}
