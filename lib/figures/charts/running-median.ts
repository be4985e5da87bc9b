/** The effect of selection on a population: the median and quartiles of each individual's neighbours. */
import { median as medianOf } from "d3-array";
import { quantileSorted } from "simple-statistics";
import { meanings } from "../output/theme.js";
import { byStep } from "./chart-parts.js";

/** What the neighbours of one individual have. */
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
 * The median and quartiles of a value, by default the fitness, over an individual and its neighbours, by step.
 * Neighbours are in the same phase, and fewer at its ends. A phase with fewer than three values gives no rows.
 */
export function runningMedian<R extends PhaseRow>(
  rows: readonly R[],
  valueOf: (row: R) => number | null | undefined = ({ fitness }) => fitness,
): readonly RunningMedian[] {
  const scored = valued(rows, valueOf);
  const reach = Math.floor(neighbourCount(scored.length) / 2);
  const every = Math.max(1, Math.ceil(scored.length / ROWS));
  return [...new Set(scored.map(({ phase }) => phase))].flatMap((phase) => {
    const own = scored.filter((row) => row.phase === phase);
    if (own.length < 3) return [];
    return own.flatMap(({ step }, index) => {
      if (index % every !== 0 && index !== own.length - 1) return [];
      const near = own.slice(Math.max(0, index - reach), index + reach + 1).map(({ value }) => value);
      near.sort((one, other) => one - other);
      const [lower, median, upper] = [0.25, 0.5, 0.75].map((share) => quantileSorted(near, share));
      return [{ step, phase, median, lower, upper, count: near.length }];
    });
  });
}

/** A row of a search. */
interface PhaseRow {
  readonly step: number;
  readonly phase: string;
  readonly fitness?: number | null;
}

function valued<R extends PhaseRow>(
  rows: readonly R[],
  valueOf: (row: R) => number | null | undefined,
): readonly { readonly step: number; readonly phase: string; readonly value: number }[] {
  return byStep(rows).flatMap((row) => {
    const value = valueOf(row);
    return value === null || value === undefined ? [] : [{ step: row.step, phase: row.phase, value }];
  });
}

/** What selection did to a value: its median in the initialization, and at the end of evolution. */
export interface MedianChange {
  readonly before: number;
  readonly after: number;
}

/**
 * The median over the initialization, and over as many neighbours at the end as {@link neighbourCount} says; undefined
 * unless both phases have at least {@link FEWEST} values, since medians of fewer are noise.
 */
export function medianChange<R extends PhaseRow>(
  rows: readonly R[],
  valueOf: (row: R) => number | null | undefined = ({ fitness }) => fitness,
): MedianChange | undefined {
  const all = valued(rows, valueOf);
  const [drawn, evolved] = ["initialization", "evolution"].map((name) =>
    all.flatMap(({ phase, value }) => (phase === name ? [value] : [])),
  );
  if (Math.min(drawn.length, evolved.length) < FEWEST) return undefined;
  const [before, after] = [drawn, evolved.slice(-neighbourCount(all.length))].map((values) => medianOf(values));
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** Layers with the running median as a line, and the quartiles as a band. */
export function medianLayers(values: readonly RunningMedian[], x: object, y: object): readonly object[] {
  if (values.length === 0) return [];
  const detail = { field: "phase", type: "nominal" };
  return [
    {
      data: { values },
      mark: { type: "area", color: meanings.text, opacity: 0.16, tooltip: false },
      encoding: { x, y: { ...y, field: "lower" }, y2: { field: "upper" }, detail },
    },
    {
      data: { values },
      mark: { type: "line", color: meanings.text, strokeWidth: 2, tooltip: false },
      encoding: { x, y: { ...y, field: "median" }, detail },
    },
  ];
}
