/** The family tree of a population: who was mutated from whom, coloured by fitness. Paper, section 3.3. */
import { bestNetwork } from "../../rows/trained-networks.js";
import { meanWords } from "../../rows/network-words.js";
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { checkConfig, side, text } from "../output/check-input.js";
import { chartFigure, messageView } from "../charts/chart-parts.js";
import { createFigure } from "../output/create-figure.js";
import { familyMarks } from "./family-marks.js";
import { familyPlaces, type FamilyPlace } from "./family-rows.js";
import type { Figure } from "../output/figure.js";
import { checkFamilyRows, type FamilyRow } from "./lineage.js";
import { chartConfig, meanings, sizes } from "../output/theme.js";

/** Settings of {@link drawFamilyTree}. */
export interface FamilyTreeConfig {
  readonly title?: string;
  /** Width of the plotting area in pixels; 860 by default. */
  readonly width?: number;
  /** The name of fitness, if it is not an accuracy. */
  readonly fitnessTitle?: string;
}

const configSchema: Schema<FamilyTreeConfig> = v.object({
  title: v.optional(text),
  width: v.optional(side),
  fitnessTitle: v.optional(text),
});

/**
 * Every individual of a population at its step, joined to its parent. The colour is the mean of its network's
 * trainings, a cross is a failure, and the best network's line is drawn bold. Losers are included.
 */
export function drawFamilyTree(rows: readonly FamilyRow[], config: FamilyTreeConfig = {}): Figure {
  checkFamilyRows("drawFamilyTree", rows);
  checkConfig("drawFamilyTree", config, configSchema);
  const { width = 860, title = "Family tree" } = config;
  const places = familyPlaces(rows);
  if (places.length === 0) {
    const words = "no evaluations yet";
    return chartFigure({ title }, `${words}.`, { ...messageView(words, { width, height: 120 }) });
  }
  const rowCount = 1 + Math.max(...places.map(({ row }) => row));
  const height = Math.min(720, Math.max(120, rowCount * 9));
  const line = places.filter(({ isOnBestLine }) => isOnBestLine);
  const end = line[line.length - 1] as FamilyPlace | undefined;
  const best = bestNetwork(rows);
  const words = { isAccuracy: config.fitnessTitle === undefined };
  const lone = places.filter(({ parent, children }) => parent === null && children === 0).length;
  const failed = places.filter(({ fitness }) => fitness === null).length;
  const description =
    `${places.length} individuals` +
    (best && end
      ? `, the best network first at step ${best.step} (${meanWords(best, words)}) after ${end.generation} mutations`
      : "") +
    `; ${lone} initial individuals have no children; ${failed} failed.`;
  const subtitle =
    best && end
      ? `bold line: from the first ancestor to the best network, step ${best.step}, generation ${end.generation}: ${meanWords(best, words)}`
      : "no individual is scored";
  return createFigure("vega", title, description, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    ...{ width, height, padding: sizes.padding, background: meanings.background, config: chartConfig },
    title: { text: title, subtitle, frame: "group" },
    ...familyMarks(places, { width, height, rowCount, ...words }),
  });
}
