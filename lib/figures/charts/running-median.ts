/** The effect of selection on a population: the median and quartiles of each individual's neighbours. */
import { quantileSorted } from "simple-statistics";
import { byStep } from "./chart-parts.js";

/** The fitness of the neighbours of one individual. */
export interface RunningMedian {
  readonly step: number;
  readonly phase: string;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  /** The number of neighbours. */
  readonly count: number;
}

/** A twelfth of all evaluations, so that long and short searches give equally smooth lines; fewer would show noise. */
const [SHARE, FEWEST, MOST] = [12, 15, 200];

/** The number of neighbours, half before and half after, for `count` scored evaluations. */
export function neighbourCount(count: number): number {
  return Math.min(MOST, Math.max(FEWEST, Math.round(count / SHARE)));
}

/** The most rows: more could not be seen. */
const ROWS = 400;

/**
 * The median and quartiles of fitness over an individual and its neighbours, by step. Neighbours are in the same phase,
 * and fewer at its ends. A phase with fewer than three scored evaluations gives no rows.
 */
export function runningMedian(
  rows: readonly { readonly step: number; readonly phase: string; readonly fitness: number | null }[],
): readonly RunningMedian[] {
  const scored = byStep(rows).flatMap(({ step, phase, fitness }) =>
    fitness === null ? [] : [{ step, phase, fitness }],
  );
  const reach = Math.floor(neighbourCount(scored.length) / 2);
  const every = Math.max(1, Math.ceil(scored.length / ROWS));
  return [...new Set(scored.map(({ phase }) => phase))].flatMap((phase) => {
    const own = scored.filter((row) => row.phase === phase);
    if (own.length < 3) return [];
    return own.flatMap(({ step }, index) => {
      if (index % every !== 0 && index !== own.length - 1) return [];
      const near = own.slice(Math.max(0, index - reach), index + reach + 1).map(({ fitness }) => fitness);
      near.sort((one, other) => one - other);
      const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantileSorted(near, share));
      return [{ step, phase, median, lower, upper, count: near.length }];
    });
  });
}
