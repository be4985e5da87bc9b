/** The chart of a replay: fitness by step up to the signal `step`, with failures in a separate lane. */
import { FITNESS_TITLE, PERCENT } from "../charts/chart-parts.js";
import { meanings } from "../output/theme.js";

/** Sizes of the replay's chart in pixels. */
export const replaySizes = Object.freeze({ left: 52, chartHeight: 190, lane: 24, words: 58 });

const { left: LEFT, chartHeight: CHART_HEIGHT, lane: LANE } = replaySizes;

/** The number of steps from which points are small. */
const MANY = 1500;

/** Vega scales, and the group that draws with them. */
export interface ChartParts {
  readonly scales: readonly object[];
  readonly group: object;
}

/** The chart of the data sets `rows`, `scored`, `failed`, `best` and `bestNow`, over steps 1 … `last`. */
export function replayChart(width: number, last: number, fitnessTitle?: string): ChartParts {
  const scales = [
    { name: "x", type: "linear", domain: [0, last + 1], range: [0, width], nice: false, zero: false },
    {
      name: "y",
      type: "linear",
      domain: { data: "rows", field: "fitness" },
      range: [CHART_HEIGHT, 0],
      nice: true,
      zero: false,
    },
  ];
  const x = { scale: "x", field: "step" };
  const y = { scale: "y", field: "fitness" };
  const isAccuracy = fitnessTitle === undefined;
  const tooltip = {
    signal: `{title: 'step ' + datum.step, fitness: isValid(datum.fitness) ? format(datum.fitness, '${isAccuracy ? ".1%" : ".4f"}') : 'failed', did: datum.did}`,
  };
  const size = { value: last > MANY ? 6 : 18 };
  const group = {
    type: "group",
    encode: {
      enter: { x: { value: LEFT }, y: { value: 0 }, width: { value: width }, height: { value: CHART_HEIGHT } },
    },
    axes: [
      { scale: "x", orient: "bottom", offset: LANE, title: "step", format: "d", tickCount: Math.min(8, last) },
      {
        scale: "y",
        orient: "left",
        title: fitnessTitle ?? FITNESS_TITLE,
        ...(isAccuracy ? PERCENT : { format: ".2f" }),
        grid: true,
        gridScale: "x",
        gridColor: "#EBEBEB",
        tickCount: 5,
      },
    ],
    marks: [
      {
        type: "rect",
        name: "plot",
        encode: {
          enter: {
            x: { value: 0 },
            y: { value: 0 },
            width: { value: width },
            height: { value: CHART_HEIGHT + LANE },
            fill: { value: "transparent" },
            cursor: { value: "pointer" },
          },
        },
      },
      {
        type: "symbol",
        name: "points",
        from: { data: "scored" },
        encode: {
          enter: {
            x,
            y,
            size,
            fill: { signal: `datum.isRandom ? '${meanings.initialization}' : '${meanings.evolution}'` },
            tooltip,
          },
        },
      },
      {
        type: "symbol",
        name: "crosses",
        from: { data: "failed" },
        encode: {
          enter: {
            x,
            y: { value: CHART_HEIGHT + LANE / 2 },
            shape: { value: "cross" },
            angle: { value: 45 },
            size: { value: last > MANY ? 14 : 28 },
            fill: { value: meanings.failed },
            tooltip,
          },
        },
      },
      {
        // A veil over future steps, so that thousands of points need no change when the slider moves.
        type: "rect",
        interactive: false,
        encode: {
          enter: { y: { value: 0 }, y2: { value: CHART_HEIGHT + LANE - 1 }, fill: { value: meanings.background } },
          update: {
            x: { signal: "scale('x', step) + 3" },
            x2: { signal: `max(scale('x', step) + 3, ${width})` },
            opacity: { value: 0.85 },
          },
        },
      },
      {
        type: "rule",
        from: { data: "bestNow" },
        encode: {
          update: {
            x,
            x2: { scale: "x", field: "end" },
            y,
            stroke: { value: meanings.best },
            strokeWidth: { value: 2 },
          },
        },
      },
      {
        // The riser to the next best.
        type: "rule",
        from: { data: "bestNow" },
        encode: {
          update: {
            x: { scale: "x", field: "end" },
            y,
            y2: { scale: "y", signal: "isValid(datum.next) ? datum.nextFitness : datum.fitness" },
            stroke: { value: meanings.best },
            strokeWidth: { value: 2 },
          },
        },
      },
      {
        type: "rule",
        interactive: false,
        encode: {
          update: {
            x: { scale: "x", signal: "step" },
            y: { value: 0 },
            y2: { value: CHART_HEIGHT + LANE },
            stroke: { value: meanings.quietText },
            strokeDash: { value: [3, 3] },
          },
        },
      },
      {
        // The axis itself is the slider.
        type: "rect",
        name: "track",
        encode: {
          enter: {
            ...{
              x: { value: 0 },
              width: { value: width },
              y: { value: CHART_HEIGHT + LANE - 8 },
              height: { value: 24 },
            },
            ...{ fill: { value: "transparent" }, cursor: { value: "ew-resize" } },
          },
        },
      },
      {
        type: "rule",
        interactive: false,
        encode: {
          update: {
            ...{ x: { value: 0 }, x2: { scale: "x", signal: "step" }, y: { value: CHART_HEIGHT + LANE } },
            ...{ stroke: { value: meanings.quietText }, strokeWidth: { value: 4 }, strokeCap: { value: "round" } },
          },
        },
      },
      {
        type: "symbol",
        name: "handle",
        encode: {
          update: {
            ...{ x: { scale: "x", signal: "step" }, y: { value: CHART_HEIGHT + LANE } },
            ...{ size: { value: 190 }, fill: { value: meanings.background }, stroke: { value: meanings.text } },
            ...{ strokeWidth: { value: 2.5 }, cursor: { value: "ew-resize" } },
          },
        },
      },
    ],
  };
  return { scales, group };
}
