/** The time of a training step: one bar per graph, cut into parts, beside the machine's limits. */
import { sum } from "d3-array";
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { amount, checkRows, text } from "../output/check-input.js";
import { chartFigure, type ChartConfig, checkChart, messageView } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { colours, meanings, searchFamily, sizes } from "../output/theme.js";

/** A part of one training step. */
export interface TrainingStepPart {
  /** The scale, for example `laptop scale`, which gets its own panel and axis. */
  readonly scale: string;
  /** The graph that computes the training step, for example `rewritten`, which gets a bar. */
  readonly graph: string;
  /** The part's name, for example `products`; {@link REST} and {@link UNDIVIDED} are grey. */
  readonly part: string;
  readonly millis: number;
}

/** The time of some work of a training step alone at the machine's measured speed, drawn as a dashed line. */
export interface TrainingStepBound {
  readonly scale: string;
  /** The work and the speed, for example `arithmetic at matrix speed`. */
  readonly bound: string;
  readonly millis: number;
}

/** The part that the operations measured alone do not explain. */
export const REST = "scheduling and cold caches";

/** The only part of an undivided training step. */
export const UNDIVIDED = "one operation, not divided";

/** Parts that are operations of a cell have the colours of those; the others' neighbours differ in grey too. */
const knownParts: readonly (readonly [RegExp, string])[] = [
  [/product/, colours.blue],
  [/depthwise/, colours.orange],
  [/pool/, colours.green],
];
const partColours: readonly string[] = [
  searchFamily.flatRandom,
  colours.yellow,
  colours.purple,
  searchFamily.published,
  searchFamily.flat,
  colours.black,
];

function coloursOf(parts: readonly string[]): readonly string[] {
  let next = 0;
  return parts.map((part) => {
    if (part === REST) return colours.paleGrey;
    if (part === UNDIVIDED) return colours.grey;
    return knownParts.find(([words]) => words.test(part))?.[1] ?? partColours[next++ % partColours.length];
  });
}

const partSchema: Schema<TrainingStepPart> = v.object({ scale: text, graph: text, part: text, millis: amount });
const boundSchema: Schema<TrainingStepBound> = v.object({ scale: text, bound: text, millis: amount });

/**
 * A panel per scale: a stacked bar per graph, labelled with its time, and a dashed line per bound. Parts keep the order
 * and colour of their first row.
 */
export function trainingStepByPart(
  parts: readonly TrainingStepPart[],
  bounds: readonly TrainingStepBound[] = [],
  config: Pick<ChartConfig, "title" | "width"> = {},
): Figure {
  checkRows("trainingStepByPart", parts, partSchema);
  checkRows("trainingStepByPart: bounds", bounds, boundSchema);
  checkChart("trainingStepByPart", config);
  const { width = sizes.chartWidth } = config;
  if (parts.length === 0) {
    const message = "Nothing measured yet";
    const title = config.title ?? "Where the time of a training step goes";
    return chartFigure({ title }, `${message}.`, { ...messageView(message, { width, height: 120 }) });
  }
  const scales = unique(parts.map(({ scale }) => scale));
  const greys = [REST, UNDIVIDED];
  const named = unique(parts.map(({ part }) => part));
  const order = [...named.filter((part) => !greys.includes(part)), ...greys.filter((part) => named.includes(part))];
  const range = coloursOf(order);
  const panels = scales.map((scale) => {
    const own = parts.filter((row) => row.scale === scale);
    const graphs = unique(own.map(({ graph }) => graph));
    const totals = graphs.map((graph) => ({
      graph,
      millis: sum(own, (row) => (row.graph === graph ? row.millis : 0)),
    }));
    return { scale, own, graphs, totals, bounds: bounds.filter((row) => row.scale === scale) };
  });
  const title = config.title ?? titleOf(panels);
  const told = panels.map(
    ({ scale, totals, bounds: limits }) =>
      `${scale}: ${totals.map(({ graph, millis }) => `${graph} ${readable(millis)} ms`).join(", ")}` +
      limits.map(({ bound, millis }) => `; ${bound} alone ${readable(millis)} ms`).join(""),
  );
  const color = {
    field: "part",
    type: "nominal",
    title: null,
    scale: { domain: order, range },
    legend: { orient: "bottom", direction: "horizontal", columns: 3, symbolType: "square", offset: 12 },
  };
  return chartFigure(
    {
      title,
      subtitle:
        "milliseconds of one training step on one core; dashed: the time of its arithmetic or memory traffic alone",
    },
    `${told.join(". ")}.`,
    {
      spacing: 18,
      vconcat: panels.map((panel, index) =>
        drawPanel({ ...panel, order, color, width, isLast: index === panels.length - 1 }),
      ),
      resolve: { scale: { x: "independent" } },
    },
  );
}

type Spec = { readonly [key: string]: unknown };

interface Panel {
  readonly scale: string;
  readonly own: readonly TrainingStepPart[];
  readonly graphs: readonly string[];
  readonly totals: readonly { readonly graph: string; readonly millis: number }[];
  readonly bounds: readonly TrainingStepBound[];
  readonly order: readonly string[];
  readonly color: object;
  readonly width: number;
  readonly isLast: boolean;
}

function drawPanel({ scale, own, graphs, totals, bounds, order, color, width, isLast }: Panel): Spec {
  const longest = Math.max(...totals.map(({ millis }) => millis), ...bounds.map(({ millis }) => millis));
  const x = {
    field: "millis",
    type: "quantitative",
    title: isLast ? "milliseconds" : null,
    scale: { domain: [0, longest * 1.16 || 1], nice: false },
    axis: { tickCount: 7, format: ",~f" },
  };
  const y = {
    field: "graph",
    type: "nominal",
    title: null,
    sort: graphs,
    scale: { domain: graphs },
    axis: { ticks: false, domain: false },
  };
  const values = own.map(({ graph, part, millis }) => ({ graph, part, millis, order: order.indexOf(part) }));
  const sorted = [...bounds].sort((one, other) => one.millis - other.millis);
  const limits = sorted.map(({ bound, millis }, index) => {
    // The label of a line far to the right would leave the panel; lines close together get a text line each.
    const isRight = millis > 0.6 * longest;
    return {
      bound: `${bound} ${readable(millis)} ms`,
      millis,
      align: isRight ? "right" : "left",
      dy: -6 - 14 * (sorted.length - 1 - index),
    };
  });
  return {
    title: { text: scale, fontSize: sizes.text, offset: 8 },
    width,
    height: 42 * graphs.length,
    layer: [
      {
        data: { values },
        mark: { type: "bar", height: { band: 0.72 }, stroke: meanings.background, strokeWidth: 0.5 },
        encoding: {
          x: { ...x, stack: "zero" },
          y,
          color,
          order: { field: "order", type: "quantitative" },
          tooltip: [
            { field: "graph", type: "nominal" },
            { field: "part", type: "nominal" },
            { field: "millis", type: "quantitative", format: ".2f", title: "milliseconds" },
          ],
        },
      },
      {
        data: {
          values: totals.map(({ graph, millis }) => ({
            ...{ graph, millis },
            label: `${readable(millis)} ms${graph === totals[0].graph ? "" : `, ×${(totals[0].millis / millis).toFixed(1)}`}`,
          })),
        },
        mark: { type: "text", align: "left", dx: 5, fontSize: sizes.text, fontWeight: "bold", color: meanings.text },
        encoding: { x, y, text: { field: "label" } },
      },
      ...limits.flatMap(({ align, dy, ...limit }) => [
        {
          data: { values: [limit] },
          mark: { type: "rule", strokeDash: [5, 3], strokeWidth: 1.5, color: meanings.text },
          encoding: { x },
        },
        {
          data: { values: [limit] },
          mark: {
            type: "text",
            align,
            baseline: "bottom",
            dx: 0,
            dy,
            fontSize: sizes.small,
            color: meanings.quietText,
          },
          encoding: { x, y: { value: 0 }, text: { field: "bound" } },
        },
      ]),
    ],
  };
}

/** How much faster the fastest graph is than the first. */
function titleOf(panels: readonly Pick<Panel, "scale" | "totals">[]): string {
  const said = panels.map(({ scale, totals }) => {
    const fastest = [...totals].sort((one, other) => one.millis - other.millis)[0];
    return { scale, graph: fastest.graph, times: (totals[0].millis / fastest.millis).toFixed(1) };
  });
  const [{ graph }] = said;
  if (said.some((each) => each.graph !== graph || each.times === "1.0"))
    return "Where the time of a training step goes";
  return `The ${graph} training step is ${said.map(({ scale, times }) => `${times} times as fast at ${scale}`).join(", ")}`;
}

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Three significant digits. */
function readable(millis: number): string {
  return millis >= 100 ? millis.toFixed(0) : millis >= 10 ? millis.toFixed(1) : millis.toFixed(2);
}
