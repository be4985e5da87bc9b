/** What selection did to a population: the median and the quartiles of each individual's neighbours. */
import { quantileSorted } from "simple-statistics";
import { byStep } from "./chart-parts.js";

/** The fitness of the neighbours of one step. */
export interface RunningMedian {
  readonly step: number;
  readonly phase: string;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
  /** How many were compared. */
  readonly count: number;
}

/** A twelfth of all, so that long and short searches give an equally smooth line; of fewer it would show noise. */
const [SHARE, FEWEST, MOST] = [12, 15, 200];

/** So many neighbours, half of them before and half after, of `count` scored evaluations. */
export function neighbourCount(count: number): number {
  return Math.min(MOST, Math.max(FEWEST, Math.round(count / SHARE)));
}

/** At most so many rows: more are not seen. */
const ROWS = 400;

/**
 * Median and quartiles of the fitness of neighbours by step, the individual itself among them. Initialization and
 * evolution have neighbours of their own kind only; at the ends there are fewer. A phase of fewer than three gives none.
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
