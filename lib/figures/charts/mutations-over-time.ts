/** The mutations drawn over time, and those that paid. Deck, "Mutation". */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { oneOf, type Schema } from "../../input/schema.js";
import { checkRows, count, number, step, text, yesOrNo } from "../output/check-input.js";
import type { MutationRow } from "../../rows/mutation-rows.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, messageView, checkChart } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { colours, meanings, seriesDashes } from "../output/theme.js";

const kinds = ["adds", "alters", "removes", "changes nothing"] as const;
const mutationSchema: Schema<MutationRow> = v.object({
  ...{ step, level: count, kind: oneOf(kinds), operation: text, status: oneOf(["scored", "failed"]) },
  ...{ gain: v.nullable(number), paid: yesOrNo, isNewBest: yesOrNo },
});

/** Throws InputError, beginning with `where`, for anything but mutations. */
export function checkMutations(where: string, rows: readonly MutationRow[]): void {
  checkRows(where, rows, mutationSchema);
}

const kindColours = [colours.skyBlue, colours.blue, meanings.motif, "#BDBDBD"];

/** The most windows; all span equally many steps. */
const WINDOWS = 14;
/** The least mean number of mutations per window: shares of fewer would show noise. */
const WINDOW_LEAST = 35;
/** A short search still gets a few windows, with at least this many mutations. */
const [FEW_WINDOWS, FEW] = [4, 10];

/** The mutations of one kind in one window of steps. */
export interface MutationWindow {
  readonly fromStep: number;
  /** The first step after the window. */
  readonly toStep: number;
  readonly middle: number;
  readonly kind: string;
  readonly drawn: number;
  /** The height at which the kind starts in its window's stack. */
  readonly below: number;
  readonly above: number;
  readonly paid: number;
  /** paid / drawn. */
  readonly paidShare: number;
}

/** The windows of {@link mutationsOverTime}: one row per window and kind drawn in it. */
export function mutationWindows(rows: readonly MutationRow[]): readonly MutationWindow[] {
  checkMutations("mutationWindows", rows);
  if (rows.length === 0) return [];
  const steps = rows.map(({ step }) => step);
  const first = steps.reduce((least, step) => Math.min(least, step));
  const last = steps.reduce((most, step) => Math.max(most, step));
  const count = Math.max(
    1,
    Math.min(FEW_WINDOWS, Math.floor(rows.length / FEW)),
    Math.min(WINDOWS, Math.floor(rows.length / WINDOW_LEAST)),
  );
  const width = Math.ceil((last + 1 - first) / count);
  const sums = new Map<string, { fromStep: number; kind: string; drawn: number; paid: number }>();
  for (const { step, kind, paid } of rows) {
    const fromStep = first + width * Math.floor((step - first) / width);
    const key = `${fromStep} ${kind}`;
    const sum = sums.get(key) ?? { fromStep, kind, drawn: 0, paid: 0 };
    sums.set(key, { ...sum, drawn: sum.drawn + 1, paid: sum.paid + (paid ? 1 : 0) });
  }
  const order = kinds as readonly string[];
  const sorted = [...sums.values()].sort(
    (one, other) => one.fromStep - other.fromStep || order.indexOf(one.kind) - order.indexOf(other.kind),
  );
  let [window, above] = [first, 0];
  return sorted.map(({ fromStep, kind, drawn, paid }) => {
    const below = fromStep === window ? above : 0;
    [window, above] = [fromStep, below + drawn];
    const toStep = fromStep + width;
    const middle = (fromStep + toStep) / 2;
    return { fromStep, toStep, middle, kind, drawn, below, above, paid, paidShare: paid / drawn };
  });
}

/** Two panels by step: the number of mutations of each kind, and the share whose child was fitter than its parent. */
export function mutationsOverTime(rows: readonly MutationRow[], config: ChartConfig = {}): Figure {
  checkMutations("mutationsOverTime", rows);
  checkChart("mutationsOverTime", config);
  const title = config.title ?? "Mutations drawn, and those that paid";
  const size = chartSize(config);
  const values = mutationWindows(rows);
  if (values.length === 0) return noMutations(title, size);
  const paid = rows.filter((row) => row.paid).length;
  const bests = rows.filter((row) => row.isNewBest).length;
  const noise = rows.some(({ kind }) => kind === "changes nothing")
    ? "; those that change nothing pay only by noise"
    : "";
  const subtitle = `${counted(rows.length, "mutation")}, ${paid} paid (the child is fitter than its parent), ${bests} gave a new best${noise}`;
  const x = {
    type: "quantitative",
    scale: { domain: [values[0].fromStep, Math.max(...values.map(({ toStep }) => toStep))], nice: false, zero: false },
  };
  const axis = { format: "d", grid: false, tickCount: 8, tickMinStep: 1 };
  const legend = topLegend(kinds, size.width, { symbolType: "square" });
  const height = (size.height - 20) / 2;
  const tooltip = [
    { field: "kind", type: "nominal" },
    { field: "fromStep", type: "quantitative", title: "step from", format: "d" },
    { field: "toStep", type: "quantitative", title: "to before", format: "d" },
    { field: "drawn", type: "quantitative", format: "d" },
    { field: "paid", type: "quantitative", format: "d" },
  ];
  const color = seriesChannel("kind", kinds, kindColours, legend);
  return chartFigure({ title, subtitle, width: size.width }, `Mutations by search step: ${subtitle}.`, {
    data: { values },
    spacing: 12,
    resolve: { scale: { color: "independent", strokeDash: "independent" } },
    vconcat: [
      {
        ...{ width: size.width, height },
        mark: { type: "rect", stroke: "white", strokeWidth: 0.5 },
        encoding: {
          x: { ...x, field: "fromStep", title: null, axis: { ...axis, labels: false, ticks: false } },
          x2: { field: "toStep" },
          y: {
            ...{ field: "below", type: "quantitative", title: "drawn", scale: { zero: true } },
            axis: { format: "d", tickCount: 5, tickMinStep: 1 },
          },
          y2: { field: "above" },
          ...{ color, tooltip },
        },
      },
      {
        ...{ width: size.width, height },
        encoding: {
          x: { ...x, field: "middle", title: "step", axis },
          y: {
            ...{ field: "paidShare", type: "quantitative", title: "share that paid" },
            ...{ scale: { domainMin: 0, nice: true }, axis: { format: ".0%", tickCount: 5 } },
          },
          color: { ...color, legend: null },
        },
        layer: [
          {
            mark: { type: "line", strokeWidth: 1.8 },
            encoding: { strokeDash: { ...seriesChannel("kind", kinds, seriesDashes, null) } },
          },
          {
            mark: { type: "point", filled: true, opacity: 1 },
            // A share of few mutations gets a small mark.
            encoding: {
              size: { field: "drawn", type: "quantitative", scale: { range: [10, 110], zero: true }, legend: null },
              tooltip,
            },
          },
        ],
      },
    ],
  });
}

/** The figure when there are no mutations. */
export function noMutations(title: string, size: { readonly width: number; readonly height: number }): Figure {
  const message = "No mutation of a parent";
  return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
}
