/**
 * The one theme of all figures: font, sizes, colours. The colours are Okabe and Ito's, which colour-blind people can
 * tell apart.
 */
import type { Json } from "./figure.js";

/** Fonts with identical metrics, by their names on different systems; PNGs use the first. */
export const FONT = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif";

/** Okabe and Ito's palette with two greys. */
export const colours = Object.freeze({
  black: "#000000",
  orange: "#E69F00",
  skyBlue: "#56B4E9",
  green: "#009E73",
  yellow: "#F0E442",
  blue: "#0072B2",
  vermillion: "#D55E00",
  purple: "#CC79A7",
  grey: "#8C8C8C",
  paleGrey: "#D9D9D9",
});

/** What colours mean in every figure. */
export const meanings = Object.freeze({
  text: "#222222",
  quietText: "#555555",
  background: "#FFFFFF",
  frame: "#C8C8C8",
  initialization: colours.grey,
  evolution: colours.blue,
  best: colours.vermillion,
  failed: colours.black,
  marked: "#FFF0A0",
  node: "#FFFFFF",
  motif: "#3A3A3A",
});

/** Colours of series, in order. */
export const seriesColours: readonly string[] = Object.freeze([
  colours.blue,
  colours.vermillion,
  colours.green,
  colours.purple,
  colours.orange,
  colours.skyBlue,
  colours.black,
  colours.grey,
]);

/** What tells a search by its name, with its colour; the first that fits counts. */
const knownSearches: readonly (readonly [RegExp, string])[] = [
  [/flat.*at most/, colours.purple],
  [/flat.*random/, colours.orange],
  [/flat/, colours.vermillion],
  [/random/, colours.grey],
  [/hierarchical|evolution/, colours.blue],
];

/** The colours of searches by name, the same in every figure; a name that says nothing has the next free one. */
export function searchColours(names: readonly string[]): readonly string[] {
  const taken: string[] = [];
  return names.map((name) => {
    const own = knownSearches.find(([words]) => words.test(name))?.[1];
    const free = [own, ...seriesColours].find((colour) => colour !== undefined && !taken.includes(colour));
    const colour = free ?? colours.black;
    taken.push(colour);
    return colour;
  });
}

/** Dashes of series, in order: solid first, and distinguishable in greyscale too. */
export const seriesDashes: readonly (readonly number[])[] = Object.freeze([
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
  [1, 3],
  [10, 4],
  [4, 1],
  [12, 2, 2, 2],
]);

/** Sizes in pixels. */
export const sizes = Object.freeze({
  title: 15,
  text: 12,
  small: 11,
  chartWidth: 560,
  chartHeight: 280,
  laneHeight: 26,
  padding: 8,
});

const axis: { readonly [key: string]: Json } = {
  labelFontSize: sizes.small,
  titleFontSize: sizes.text,
  titleFontWeight: "normal",
  labelColor: meanings.text,
  titleColor: meanings.text,
  gridColor: "#EBEBEB",
  domainColor: "#999999",
  tickColor: "#999999",
  labelLimit: 0,
  titleLimit: 0,
  // Each label below its tick, the first and the last too.
  labelFlush: false,
};

/** The `config` of a chart's specification. */
export const chartConfig: { readonly [key: string]: Json } = Object.freeze({
  font: FONT,
  // Text without a colour of its own.
  text: { color: meanings.text },
  view: { stroke: null },
  axis,
  legend: {
    labelFontSize: sizes.small,
    titleFontSize: sizes.small,
    titleFontWeight: "normal",
    labelColor: meanings.text,
    titleColor: meanings.text,
    labelLimit: 0,
    symbolOpacity: 1,
  },
  title: {
    anchor: "start",
    font: FONT,
    fontSize: sizes.title,
    fontWeight: "bold",
    color: meanings.text,
    subtitleFontSize: sizes.text,
    subtitleColor: meanings.quietText,
    subtitlePadding: 4,
    limit: 0,
    offset: 10,
  },
  range: { category: [...seriesColours] },
});

/** The `config` of a drawing's specification. */
export const drawingConfig: { readonly [key: string]: Json } = Object.freeze({
  title: chartConfig.title,
  text: { font: FONT, fill: meanings.text },
});

/** The `config` of a specification that has a chart and drawings. */
export const drawingChartConfig: { readonly [key: string]: Json } = Object.freeze({
  ...drawingConfig,
  // All colours, since a notebook in a dark theme sets those that a figure leaves open.
  axis: { ...axis, labelFont: FONT, titleFont: FONT },
});
