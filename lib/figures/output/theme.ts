/**
 * The one theme of all figures: font, sizes, colours. Operations have Okabe and Ito's colours; searches, spaces and
 * phases have a family of their own, so that no search looks like an operation. Colour-blind people can tell apart the
 * members of each family.
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

/** The colours of searches, spaces and phases. */
export const searchFamily = Object.freeze({
  /** Hierarchical cells, and evolution where only one space is shown. */
  hierarchical: "#33348E",
  /** Drawn at random: the initialization, and random search. */
  random: "#858D98",
  flat: "#8F2BCB",
  /** Flat cells with at most so many parameters. */
  flatLimited: "#CF63D4",
  flatRandom: "#BFB0A5",
  published: "#1F4A23",
  best: "#C4164F",
});

/** What colours mean in every figure. */
export const meanings = Object.freeze({
  text: "#222222",
  quietText: "#555555",
  background: "#FFFFFF",
  frame: "#C8C8C8",
  /** The lines of a grid. */
  grid: "#EBEBEB",
  initialization: searchFamily.random,
  evolution: searchFamily.hierarchical,
  best: searchFamily.best,
  published: searchFamily.published,
  failed: colours.black,
  marked: "#FFEE55",
  node: "#FFFFFF",
  motif: "#3A3A3A",
});

/** Colours of series whose names say nothing, in order. */
export const seriesColours: readonly string[] = Object.freeze([
  searchFamily.hierarchical,
  searchFamily.flat,
  searchFamily.random,
  searchFamily.published,
  searchFamily.flatLimited,
  searchFamily.best,
  searchFamily.flatRandom,
  colours.black,
]);

/** What tells a search, space or phase by its name, with its colour; the first that fits counts. */
const knownSearches: readonly (readonly [RegExp, string])[] = [
  [/published|paper/, searchFamily.published],
  // Networks of a space, wherever they come from.
  [/flat networks/, searchFamily.flat],
  [/hierarchical networks/, searchFamily.hierarchical],
  [/flat.*at most|limited|constrained/, searchFamily.flatLimited],
  [/flat.*random/, searchFamily.flatRandom],
  [/flat/, searchFamily.flat],
  [/random|initialization/, searchFamily.random],
  [/hierarchical|evolution/, searchFamily.hierarchical],
];

/** The colour of a search, space or phase by its name; undefined for a name that says nothing. */
export function searchColour(name: string): string | undefined {
  return knownSearches.find(([words]) => words.test(name))?.[1];
}

/**
 * The colours of searches by name, the same in every figure; a name that says nothing, or the same as another, has the
 * next free one.
 */
export function searchColours(names: readonly string[]): readonly string[] {
  const taken: string[] = [];
  return names.map((name) => {
    const free = [searchColour(name), ...seriesColours].find((each) => each !== undefined && !taken.includes(each));
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

/** How numbers are written: `29.8 %`, as in words. */
const locale: Json = {
  number: { decimal: ".", thousands: ",", grouping: [3], currency: ["$", ""], percent: " %" },
};

const axis: { readonly [key: string]: Json } = {
  labelFontSize: sizes.small,
  titleFontSize: sizes.text,
  titleFontWeight: "normal",
  labelColor: meanings.text,
  titleColor: meanings.text,
  gridColor: meanings.grid,
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
  locale,
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
  locale,
  title: chartConfig.title,
  text: { font: FONT, fill: meanings.text },
});

/** The `config` of a specification that has a chart and drawings. */
export const drawingChartConfig: { readonly [key: string]: Json } = Object.freeze({
  ...drawingConfig,
  // All colours, since a notebook in a dark theme sets those that a figure leaves open.
  axis: { ...axis, labelFont: FONT, titleFont: FONT },
});
