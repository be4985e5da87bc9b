/** Shared parts of the charts: rows, axes, and messages when there is nothing to draw. */
import { max, min } from "d3-array";
import * as v from "valibot";
import { oneOf, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, count, domain, number, side, text, trainedEntries } from "../output/check-input.js";
import { createFigure } from "../output/create-figure.js";
import type { TrainedRow } from "../../rows/network-mean.js";
import { meanWords } from "../../rows/network-words.js";
import { networkFinder } from "../../rows/trained-networks.js";
import type { Figure } from "../output/figure.js";
import { chartConfig, meanings, sizes } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";

/** An individual's data for a chart by step; a study's rows include it. */
export interface StepRow extends TrainedRow {
  readonly phase: "initialization" | "evolution";
  readonly status: "scored" | "failed";
  /** Mean accuracy, 0 to 1; null when the evaluation failed. */
  readonly fitness: number | null;
  readonly parameterCount?: number | null;
  /** Why the evaluation failed. */
  readonly reason?: string | null;
}

/** The fields of a {@link StepRow} that charts read. */
export const stepEntries = {
  ...trainedEntries,
  ...{ phase: oneOf(["initialization", "evolution"]), status: oneOf(["scored", "failed"]) },
  ...{ fitness: v.nullable(number), parameterCount: v.nullish(count), reason: v.nullish(text) },
};
const stepSchema: Schema<StepRow> = v.pipe(v.object(stepEntries), hasFitness());

/** Checks that a scored row has a fitness. */
export function hasFitness<R extends Pick<StepRow, "status" | "fitness">>(): v.CheckAction<R, string> {
  return v.check<R, string>(
    ({ status, fitness }) => status === "failed" || fitness !== null,
    "must have a fitness: it is scored",
  );
}

/** Throws InputError, beginning with `where`, for anything but rows by step. */
export function checkStepRows(where: string, rows: readonly StepRow[]): void {
  checkRows(where, rows, stepSchema);
}

/** Settings of a chart. */
export interface ChartConfig {
  readonly title?: string;
  /** Width of the plotting area in pixels. */
  readonly width?: number;
  /** Height of the plotting area in pixels. */
  readonly height?: number;
  /** The step at the end of the axis, so that a live chart keeps its scale. */
  readonly steps?: number;
  /** The ends of the fitness axis, so that a live chart keeps its scale. */
  readonly fitnessDomain?: readonly [number, number];
  /** The title of the fitness axis, for a fitness that is not an accuracy. */
  readonly fitnessTitle?: string;
}

/** The settings of all charts. */
export const chartEntries = {
  title: v.optional(text),
  width: v.optional(side),
  height: v.optional(side),
  steps: v.optional(count),
  fitnessDomain: v.optional(domain),
  fitnessTitle: v.optional(text),
};
const chartSchema: Schema<ChartConfig> = v.object(chartEntries);

/** Throws InputError, beginning with `where`, for an invalid setting. */
export function checkChart(where: string, config: ChartConfig): void {
  checkConfig(where, config, chartSchema);
}

/** The default title of the fitness axis: a study's fitness is an accuracy. */
export const FITNESS_TITLE = "fitness (accuracy)";

const SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";

/** The text above a chart. */
export interface ChartHead {
  readonly title: string;
  readonly subtitle?: string;
  /** Width of the plotting area in pixels, to which title and subtitle are wrapped. */
  readonly width?: number;
}

/** A chart as a figure in the common theme. */
export function chartFigure(
  { title, subtitle, width = sizes.chartWidth }: ChartHead,
  description: string,
  spec: { readonly [key: string]: unknown },
): Figure {
  const lines = (text: string, fontSize: number, isBold: boolean): string | readonly string[] => {
    const wrapped = wrapText(text, width + BESIDE, fontSize, isBold);
    return wrapped.length === 1 ? text : wrapped;
  };
  const head = {
    text: lines(title, sizes.title, true),
    ...(subtitle === undefined ? {} : { subtitle: lines(subtitle, sizes.text, false) }),
  };
  return createFigure("vega-lite", title, description, {
    $schema: SCHEMA,
    title: head,
    background: meanings.background,
    padding: sizes.padding,
    config: chartConfig,
    ...spec,
  });
}

/** A title may extend over the axis at the left. */
const BESIDE = 40;

/** A plotting area with nothing but `message`. */
export function messageView(
  message: string,
  { width, height }: { readonly width: number; readonly height: number },
): object {
  return {
    width,
    height,
    data: { values: [{ message }] },
    mark: { type: "text", color: meanings.quietText, fontSize: sizes.text, fontStyle: "italic" },
    encoding: { text: { field: "message" }, x: { value: width / 2 }, y: { value: height / 2 } },
  };
}

/** The greatest width of a figure in pixels, unless a wider one is asked for: what a notebook on a laptop shows. */
export const MOST_WIDTH = 840;
/** Room for an axis at the left with its title, and for the padding. */
const AXIS_WIDTH = 84;

/** The width of a plotting area with `beside` pixels of words at its right, or instead of the axis at its left. */
export function widthBeside({ width }: Pick<ChartConfig, "width">, beside: number): number {
  return width ?? Math.max(200, Math.min(sizes.chartWidth, Math.floor(MOST_WIDTH - AXIS_WIDTH - beside)));
}

/** Width and height of the plotting area. */
export function chartSize({ width = sizes.chartWidth, height = sizes.chartHeight }: ChartConfig): {
  width: number;
  height: number;
} {
  return { width, height };
}

/** The x channel of a chart by step, with whole steps only. */
export function stepAxis(steps: readonly number[], config: ChartConfig, { hasLabels = true } = {}): object {
  const last = Math.max(2, config.steps ?? 0, extent(steps)[1]);
  return {
    field: "step",
    type: "quantitative",
    title: hasLabels ? "step" : null,
    scale: { domain: [0, last + 1], nice: false, zero: false },
    axis: { format: "d", tickMinStep: 1, grid: false, tickCount: 8, labels: hasLabels, ticks: hasLabels },
  };
}

/** The y channel for fitness `values`; it starts at zero only if the domain does. */
export function fitnessAxis(field: string, values: readonly number[], config: ChartConfig, title: string): object {
  const [low, high] = extent(values);
  const domain = config.fitnessDomain ?? (low === high ? [low - 0.05, low + 0.05] : undefined);
  const scale = domain ? { domain, nice: false, zero: false } : { zero: false, nice: true, padding: 8 };
  // Without a format, the axis has as many digits as its ticks need.
  return { field, type: "quantitative", title, scale, axis: { tickCount: 6, ...(isAccuracy(config) ? PERCENT : {}) } };
}

/** The axis of an accuracy. */
export const PERCENT = Object.freeze({ format: ".1%" });

const phases = ["initialization", "evolution"] as const;

/** Colour and shape of the two phases, distinct in grey too; the legend lists those in `rows`. */
export function phaseChannels(rows: readonly { readonly phase: string }[]): object {
  const values = phases.filter((phase) => rows.some((row) => row.phase === phase));
  const channel = (range: readonly string[]): object => ({
    ...{ field: "phase", type: "nominal", title: null, scale: { domain: phases, range } },
    legend: { orient: "top", direction: "horizontal", offset: 4, values },
  });
  return {
    color: channel([meanings.initialization, meanings.evolution]),
    shape: channel(["diamond", "circle"]),
  };
}

/** A dashed line where evolution begins, if both phases are there. */
export function phaseRule(
  rows: readonly { readonly step: number; readonly phase: string }[],
  x: object,
): readonly object[] {
  const first = byStep(rows.filter(({ phase }) => phase === "evolution"))[0]?.step;
  return first === undefined || rows.every(({ phase }) => phase === "evolution") ? [] : evolutionRule(first, x);
}

/** A dashed line before the step `first`, where evolution begins. */
export function evolutionRule(first: number, x: object): readonly object[] {
  return [
    {
      data: { values: [{ step: first - 0.5 }] },
      mark: { type: "rule", color: meanings.quietText, strokeDash: [4, 4], tooltip: false },
      encoding: { x },
    },
  ];
}

/** The area of a point in square pixels, smaller the more points there are. */
export function pointArea(count: number): number {
  return count > 600 ? 22 : count > 200 ? 34 : 55;
}

/** The number format of a fitness: per cent with one decimal, or four digits if it is not an accuracy. */
export function fitnessFormat(config: Pick<ChartConfig, "fitnessTitle">): string {
  return isAccuracy(config) ? ".1%" : ".4f";
}

/** The tooltip of an individual's point. */
export function individualTooltip(
  rows: readonly (StepRow & { readonly network?: string })[],
  config: Pick<ChartConfig, "fitnessTitle">,
): readonly object[] {
  const has = (key: keyof StepRow | "network"): boolean =>
    rows.some((row) => row[key] !== undefined && row[key] !== null);
  const format = fitnessFormat(config);
  return [
    { field: "step", type: "quantitative", format: "d" },
    { field: "phase", type: "nominal" },
    ...(has("fitness") ? [{ field: "fitness", type: "quantitative", format }] : []),
    // With single trainings the spread is 0.
    ...(rows.some(({ spread }) => (spread ?? 0) > 0) ? [{ field: "spread", type: "quantitative", format }] : []),
    ...(has("network") ? [{ field: "network", type: "nominal", title: "its network" }] : []),
    ...(has("parameterCount")
      ? [{ field: "parameterCount", type: "quantitative", format: ",", title: "parameters" }]
      : []),
    ...(has("reason") ? [{ field: "reason", type: "nominal" }] : []),
    ...(has("hash") ? [{ field: "hash", type: "nominal" }] : []),
  ];
}

/**
 * What to say of a scored row's network in its tooltip: its mean over all trainings. Says nothing of any if each was
 * trained once.
 */
export function networkWordsOf(
  rows: readonly StepRow[],
  config: Pick<ChartConfig, "fitnessTitle">,
): (row: TrainedRow) => { readonly network?: string } {
  const find = networkFinder(rows);
  const isRepeated = rows.some((row) => (find(row)?.trainingCount ?? 1) > 1);
  return (row) => {
    const network = isRepeated ? find(row) : undefined;
    return network === undefined ? {} : { network: meanWords(network, { isAccuracy: isAccuracy(config) }) };
  };
}

/** Rows for a figure by step, with only the fields that it shows. */
export function stepRows(rows: readonly StepRow[]): readonly StepRow[] {
  return byStep(rows).map(({ step, phase, status, fitness, spread, parameterCount, hash, reason }) => ({
    step,
    phase,
    status,
    fitness,
    ...(spread === undefined ? {} : { spread }),
    ...(parameterCount === undefined ? {} : { parameterCount }),
    ...(hash === undefined ? {} : { hash }),
    ...(reason === undefined || reason === null ? {} : { reason }),
  }));
}

/** Rows by step. */
export function byStep<R extends { readonly step: number }>(rows: readonly R[]): readonly R[] {
  return [...rows].sort((one, other) => one.step - other.step);
}

/** Whether a chart's fitness is an accuracy, to be shown in percent: it is unless it has its own title. */
export function isAccuracy({ fitnessTitle }: Pick<ChartConfig, "fitnessTitle">): boolean {
  return fitnessTitle === undefined;
}

/** A fitness rounded to four digits: smaller changes are invisible, and long lines keep few points. */
export function fourDigits(fitness: number): number {
  return Number(fitness.toPrecision(4));
}

/** Says why nothing is drawn when no row is scored. */
export function nothingScored(rows: readonly unknown[]): string {
  return rows.length === 0
    ? "No evaluations yet"
    : `No scored evaluation, ${rows.length.toLocaleString("en-US")} failed`;
}

/** The least and greatest of `values`, safe for thousands; infinite if there are none. */
export function extent(values: readonly number[]): readonly [number, number] {
  return [min(values) ?? Infinity, max(values) ?? -Infinity];
}
