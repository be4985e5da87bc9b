/** The chart above a lineage: all individuals' fitness by step, and the line of ancestors, numbered by generation. */
import type { TrainedNetwork } from "../../rows/network-mean.js";
import { meanWords } from "../../rows/network-words.js";
import { extent, FITNESS_TITLE, PERCENT } from "../charts/chart-parts.js";
import type { FamilyRow } from "./lineage.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";

/** Sizes of the chart in pixels; its axis and title come below `height`. */
export const lineageChartSizes = Object.freeze({ left: 50, height: 190, axis: 44 });

const { left: LEFT, height: HEIGHT } = lineageChartSizes;
const FONT_SIZE = 12;

/** Parts of a Vega specification. */
export interface LineageChart {
  readonly data: readonly object[];
  readonly scales: readonly object[];
  readonly marks: readonly object[];
}

/** The individuals in the chart. */
export interface LineageChartRows {
  /** All individuals. */
  readonly rows: readonly FamilyRow[];
  /** The ancestors with their networks, by generation. */
  readonly line: readonly (FamilyRow & { readonly network: TrainedNetwork | undefined })[];
  /** The evaluations to ring. */
  readonly twins: TrainedNetwork["evaluations"];
}

/** The chart, `width` pixels wide including axes. */
export function lineageChart(
  { rows, line, twins }: LineageChartRows,
  width: number,
  fitnessTitle?: string,
): LineageChart {
  const across = Math.round(width - LEFT);
  const scored = rows.filter(({ fitness }) => fitness != null);
  const [low, high] = extent(scored.map(({ fitness }) => fitness as number));
  const room = Math.max(0.005, (high - low) * 0.06);
  const domain = [low - room, high + room];
  const last = extent(rows.map(({ step }) => step))[1] + 1;
  const words = { isAccuracy: fitnessTitle === undefined };
  const onLine = line.flatMap(({ step, network }, generation) => {
    if (network === undefined) return [];
    const { mean, error, trainingCount } = network;
    const reach = error ?? 0;
    return [
      {
        ...{ step, fitness: mean, generation, isSingle: trainingCount === 1, said: meanWords(network, words) },
        ...{ lower: Math.max(domain[0], mean - reach), upper: Math.min(domain[1], mean + reach) },
      },
    ];
  });
  const points = onLine.map(({ step, fitness, generation }) => ({
    x: (step / last) * across,
    y: HEIGHT * (1 - (fitness - domain[0]) / (domain[1] - domain[0])),
    text: String(generation),
  }));
  const place = { x: { scale: "step", field: "step" }, y: { scale: "fitness", field: "fitness" } };
  const format = words.isAccuracy ? ".1%" : ".4f";
  const tooltip = { signal: `{title: 'step ' + datum.step, fitness: format(datum.fitness, '${format}')}` };
  const meanTooltip = { signal: "{title: 'step ' + datum.step, 'its network': datum.said}" };
  const fixed = (value: number | string): object => ({ value });
  return {
    data: [
      { name: "everybody", values: scored.map(dotOf) },
      { name: "twins", values: twins },
      { name: "ancestors", values: onLine },
      {
        name: "numbers",
        values: placeNumbers(points),
      },
    ],
    scales: [
      { name: "step", type: "linear", domain: [0, last], range: [0, across], nice: false, zero: false },
      { name: "fitness", type: "linear", domain, range: [HEIGHT, 0], nice: false, zero: false },
    ],
    marks: [
      {
        type: "group",
        encode: { enter: { x: fixed(LEFT), y: fixed(0), width: fixed(across), height: fixed(HEIGHT) } },
        axes: [
          { scale: "step", orient: "bottom", title: "step", format: "d", tickMinStep: 1, tickCount: 8 },
          {
            ...{ scale: "fitness", orient: "left", title: fitnessTitle ?? FITNESS_TITLE, tickCount: 5 },
            ...(words.isAccuracy ? PERCENT : { format: ".2f" }),
            ...{ grid: true, gridScale: "step", gridColor: "#EBEBEB" },
          },
        ],
        marks: [
          {
            type: "symbol",
            from: { data: "everybody" },
            encode: {
              enter: { ...place, size: fixed(scored.length > 1500 ? 6 : 14), fill: fixed("#C4C4C4"), tooltip },
            },
          },
          {
            type: "symbol",
            from: { data: "twins" },
            encode: {
              enter: { ...place, size: fixed(90), stroke: fixed(meanings.best), strokeWidth: fixed(1.6), tooltip },
            },
          },
          {
            type: "line",
            from: { data: "ancestors" },
            interactive: false,
            encode: { enter: { ...place, stroke: fixed(meanings.best), strokeWidth: fixed(1.5) } },
          },
          {
            type: "rule",
            from: { data: "ancestors" },
            interactive: false,
            encode: {
              enter: {
                ...{ x: place.x, y: { scale: "fitness", field: "lower" }, y2: { scale: "fitness", field: "upper" } },
                ...{ stroke: fixed(meanings.best), strokeWidth: fixed(1) },
              },
            },
          },
          {
            type: "symbol",
            from: { data: "ancestors" },
            encode: {
              enter: {
                ...{ ...place, size: fixed(50), stroke: fixed(meanings.best), strokeWidth: fixed(1.5) },
                fill: { signal: `datum.isSingle ? '${meanings.background}' : '${meanings.best}'` },
                tooltip: meanTooltip,
              },
            },
          },
          {
            type: "rule",
            from: { data: "numbers" },
            interactive: false,
            encode: {
              enter: {
                ...{ x: { field: "x" }, y: { field: "pointY" }, y2: { field: "toY" } },
                ...{
                  stroke: fixed(meanings.best),
                  strokeWidth: { signal: "abs(datum.y - datum.pointY) > 14 ? 0.7 : 0" },
                },
              },
            },
          },
          {
            type: "text",
            from: { data: "numbers" },
            interactive: false,
            encode: {
              enter: {
                ...{ x: { field: "x" }, y: { field: "y" }, text: { field: "text" }, align: fixed("center") },
                ...{ baseline: fixed("middle"), fontSize: fixed(FONT_SIZE), fill: fixed(meanings.text) },
                fontWeight: fixed("bold"),
              },
            },
          },
        ],
      },
    ],
  };
}

function dotOf({ step, fitness }: FamilyRow): { readonly step: number; readonly fitness: number } {
  return { step, fitness: fitness as number };
}

interface NumberedPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Places numbers above their points, below, or further away, so that none covers a point or another number. */
function placeNumbers(points: readonly NumberedPoint[]): readonly object[] {
  const taken = points.map(({ x, y }) => ({ x, y, half: 4, high: 9 }));
  return points.map(({ x, y, text }) => {
    const half = textWidth(text, FONT_SIZE, true) / 2 + 1;
    const isFree = (at: number): boolean =>
      at > FONT_SIZE / 2 &&
      at < HEIGHT - FONT_SIZE / 2 &&
      taken.every((other) => Math.abs(other.x - x) >= other.half + half || Math.abs(other.y - at) >= other.high);
    const at = AWAY.map((away) => y + away).find(isFree) ?? y + AWAY[0];
    taken.push({ x, y: at, half, high: FONT_SIZE });
    return { x, y: at, text, pointY: y, toY: at + (at < y ? 1 : -1) * 0.5 * FONT_SIZE };
  });
}

const AWAY: readonly number[] = [-12, 12, -26, 26, -40, 40, -54, 54, -68, 68];
