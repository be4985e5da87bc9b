/** The family tree of a population: who was mutated from whom, colour is fitness. Paper, section 3.3 (the drawing is ours). */
import { chartFigure, messageView } from "./chart-parts.js";
import { familyPlaces, type FamilyPlace } from "./family-rows.js";
import type { Figure } from "./figure.js";
import type { FamilyRow } from "./lineage.js";
import { colours, meanings } from "./theme.js";

/** How {@link drawFamilyTree} draws. Ours. */
export interface FamilyTreeConfig {
  readonly title?: string;
  /** Width of the plotting area in pixels; 860 by default. */
  readonly width?: number;
}

/**
 * Every individual of a population at its step, joined to its parent; colour is fitness (the lowest twentieth share the palest), a cross is a failure, the fittest's line is drawn strong. Those that lost are there too. Ours.
 */
export function drawFamilyTree(rows: readonly FamilyRow[], config: FamilyTreeConfig = {}): Figure {
  const { width = 860, title = "Family tree" } = config;
  const places = familyPlaces(rows);
  if (places.length === 0) {
    const words = "no evaluations yet";
    return chartFigure({ title }, `${words}.`, { ...messageView(words, { width, height: 120 }) });
  }
  const rowCount = 1 + Math.max(...places.map(({ row }) => row));
  const height = Math.min(720, Math.max(120, rowCount * 9));
  const line = places.filter(({ isOnBestLine }) => isOnBestLine);
  const best = line[line.length - 1] as FamilyPlace | undefined;
  const lone = places.filter(({ parent, children }) => parent === null && children === 0).length;
  const failed = places.filter(({ fitness }) => fitness === null).length;
  const description =
    `${places.length} individuals` +
    (best
      ? `, the fittest at step ${best.step} (${(best.fitness as number).toFixed(4)}) after ${best.generation} mutations`
      : "") +
    `; ${lone} drawn at random have no children; ${failed} failed.`;
  const subtitle = best
    ? `strong line: from its first ancestor to the fittest, step ${best.step}, generation ${best.generation}`
    : "no individual is scored";
  const size = places.length > 1500 ? 10 : places.length > 250 ? 26 : 55;
  return chartFigure({ title, subtitle }, description, {
    width,
    height,
    data: { values: places },
    encoding: {
      y: { field: "row", type: "quantitative", axis: null, scale: { domain: [-1, rowCount], reverse: true } },
    },
    layer: [
      { ...links(false), mark: { type: "rule", color: "#B9B9B9", strokeWidth: 0.8 } },
      { ...links(true), mark: { type: "rule", color: meanings.text, strokeWidth: 2.5 } },
      {
        transform: [{ filter: "datum.fitness !== null" }],
        mark: { type: "circle", size, opacity: 1, stroke: meanings.background, strokeWidth: 0.3 },
        encoding: { x: stepChannel(places), color: colourChannel(places), tooltip },
      },
      {
        transform: [{ filter: "datum.fitness === null" }],
        mark: { type: "point", shape: "cross", angle: 45, filled: true, size, color: meanings.failed },
        encoding: { x: stepChannel(places), tooltip },
      },
      {
        transform: [{ filter: "datum.isOnBestLine" }],
        mark: { type: "circle", size: size * 2, opacity: 1, stroke: meanings.text, strokeWidth: 1.5 },
        encoding: { x: stepChannel(places), color: colourChannel(places), tooltip },
      },
    ],
  });
}

const links = (isOnBestLine: boolean): { readonly [key: string]: unknown } => ({
  transform: [{ filter: `datum.parent !== null && datum.isOnBestLine === ${isOnBestLine}` }],
  encoding: {
    x: { field: "parent", type: "quantitative" },
    x2: { field: "step" },
    y: { field: "parentRow", type: "quantitative" },
    y2: { field: "row" },
  },
});

const stepChannel = (places: readonly FamilyPlace[]): object => ({
  field: "step",
  type: "quantitative",
  title: "step",
  scale: { domain: [0, places[places.length - 1].step + 1], nice: false },
  axis: { format: "d", tickMinStep: 1, grid: false, tickCount: 8 },
});

/** Pale is low, dark is high: told apart in grey and by colour-blind people. The lowest twentieth is equally pale, so that an outlier does not take the colours from all others. */
const colourChannel = (places: readonly FamilyPlace[]): object => {
  const scored = places.flatMap(({ fitness }) => (fitness === null ? [] : [fitness])).sort((one, other) => one - other);
  const low = scored[Math.floor(scored.length / 20)];
  const high = scored[scored.length - 1];
  return {
    field: "fitness",
    type: "quantitative",
    title: "fitness",
    scale: {
      range: [colours.yellow, colours.green, "#0B2A5B"],
      ...{ zero: false, interpolate: "lab", clamp: true },
      ...(low < high ? { domain: [low, high] } : {}),
    },
    legend: { orient: "right", format: ".2f", gradientLength: 120 },
  };
};

const tooltip: readonly object[] = Object.freeze([
  { field: "step", type: "quantitative", format: "d" },
  { field: "fitness", type: "quantitative", format: ".4f" },
  { field: "parent", type: "quantitative", format: "d" },
  { field: "children", type: "quantitative", format: "d" },
  { field: "generation", type: "quantitative", format: "d", title: "mutations since it was drawn" },
]);
