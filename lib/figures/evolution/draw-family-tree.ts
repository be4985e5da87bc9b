/** The family tree of a population: who was mutated from whom, coloured by fitness. Paper, section 3.3. */
import { trainedNetworks } from "../../rows/trained-networks.js";
import { counted } from "../../input/quantity.js";
import { meanWords } from "../../rows/network-words.js";
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { checkConfig, side, text } from "../output/check-input.js";
import { chartFigure, messageView } from "../charts/chart-parts.js";
import { createFigure } from "../output/create-figure.js";
import { familyMarks, individualMarks } from "./family-marks.js";
import { familyPlaces, type FamilyPlace } from "./family-rows.js";
import type { Figure } from "../output/figure.js";
import { checkFamilyRows, type FamilyRow } from "./lineage.js";
import { chartConfig, FONT, meanings, sizes } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";
import { DRAWING_WIDTH, titleLines } from "../architectures/drawing-width.js";
import { drawingLayers } from "../architectures/paint-drawing.js";
import { haveGenotypes, pickedPanel } from "./picked-panel.js";

/** Settings of {@link drawFamilyTree}. */
export interface FamilyTreeConfig {
  readonly title?: string;
  /** Width of the plotting area in pixels; 816 by default. */
  readonly width?: number;
  /** Height of the tree in pixels; by default 9 a row, from 120 to 720. */
  readonly height?: number;
  /** The name of fitness, if it is not an accuracy. */
  readonly fitnessTitle?: string;
}

const configSchema: Schema<FamilyTreeConfig> = v.object({
  title: v.optional(text),
  ...{ width: v.optional(side), height: v.optional(side) },
  fitnessTitle: v.optional(text),
});

/**
 * Every individual of a population at its step, joined to its parent. The colour is the mean of its network's
 * trainings, a cross is a failure, and the best network's line is drawn bold. Losers are included. If rows have their
 * genotypes, a click on an individual shows its cell, and the motif that its mutation changed, below.
 */
export function drawFamilyTree(rows: readonly FamilyRow[], config: FamilyTreeConfig = {}): Figure {
  checkFamilyRows("drawFamilyTree", rows);
  checkConfig("drawFamilyTree", config, configSchema);
  const { width = DRAWING_WIDTH } = config;
  const places = familyPlaces(rows);
  if (places.length === 0) {
    const words = "no evaluations yet";
    return chartFigure({ title: config.title ?? "Family tree" }, `${words}.`, {
      ...messageView(words, { width, height: 120 }),
    });
  }
  const rowCount = 1 + Math.max(...places.map(({ row }) => row));
  const height = config.height ?? Math.min(720, Math.max(120, rowCount * 9));
  const line = places.filter(({ isOnBestLine }) => isOnBestLine);
  const end = line[line.length - 1] as FamilyPlace | undefined;
  const [best, ...others] = trainedNetworks(rows);
  const words = { isAccuracy: config.fitnessTitle === undefined };
  const lone = places.filter(({ parent, children }) => parent === null && children === 0).length;
  const families = places.filter(({ parent, children }) => parent === null && children > 0).length;
  const failed = places.filter(({ fitness }) => fitness === null).length;
  const mutations = counted(end?.generation ?? 0, "mutation");
  const description =
    `${places.length} individuals` +
    (best && end
      ? `, the best network first at step ${best.step} (${meanWords(best, words)}) after ${mutations}`
      : "") +
    `; ${lone} initial individuals have no children; ${failed} failed.`;
  const title =
    config.title ??
    (best && end
      ? `${counted(places.length, "individual")}, ${counted(families, "family", "families")}: the best network after ${mutations}`
      : `${counted(places.length, "individual")}, none of them scored`);
  const subtitle =
    best && end
      ? `bold line: from the first ancestor to the best network, step ${best.step}: ${meanWords(best, words)}; numbers: the steps that first found the five best networks`
      : "no individual is scored";
  const labelled = [best, ...others].slice(0, LABELLED).flatMap((network) => (network ? [network.step] : []));
  const tree = familyMarks(places, { width: width - RIGHT, height, rowCount, ...words }, labelled);
  const shown = best?.step ?? places[0].step;
  const panel = haveGenotypes(rows)
    ? pickedPanel(rows, shown, height + AXIS, { ...words, picking: individualMarks })
    : undefined;
  const layers = drawingLayers(panel?.shapes ?? []);
  const total = height + AXIS + (panel === undefined ? 0 : panel.height);
  return createFigure("vega", title, description, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    ...{ width, height: Math.ceil(total), padding: sizes.padding, background: meanings.background },
    config: { ...chartConfig, text: { font: FONT } },
    title: { text: titleLines(title), subtitle: wrapText(subtitle, width, sizes.text), frame: "group" },
    signals: [...(panel?.signals ?? []), ...layers.signals],
    data: [...tree.data, ...(panel === undefined ? [] : [...panel.data, ...layers.data])],
    ...{ scales: tree.scales, legends: tree.legends },
    marks: [tree.group, ...(panel === undefined ? [] : [...layers.marks, ...panel.marks])],
  });
}

/** The axis below the tree, with its title. */
const AXIS = 52;
/** Room for the last step's label. */
const RIGHT = 12;
/** How many of the best networks have their step beside them. */
const LABELLED = 5;
