/** The lineage of one individual as a strip of drawings whose layout stays. Deck, "Initialization" and "Mutation". */
import { inRows } from "../architectures/arrange-drawings.js";
import { createFigure } from "../output/create-figure.js";
import type { DrawingConfig } from "../architectures/drawing-config.js";
import { moveShapes } from "../architectures/drawing.js";
import { drawingFigure, drawingLayers } from "../architectures/paint-drawing.js";
import type { Figure } from "../output/figure.js";
import { lineageOf, type LineageRow } from "./lineage.js";
import { lineageChart, lineageChartSizes } from "./lineage-chart.js";
import { lineagePanels } from "./lineage-panels.js";
import { drawingChartConfig, meanings, sizes } from "../output/theme.js";

/** How {@link drawLineage} draws. */
export interface LineageConfig extends DrawingConfig {
  /** The step whose ancestors are drawn; the fittest's by default. */
  readonly step?: number;
  /** Drawings in a row; as many as a page is wide by default. */
  readonly columns?: number;
  /** Draws the trivial genotype first; true by default. */
  readonly trivial?: boolean;
  /**
   * `strip`: each panel shows the cell and every motif that the lineage changed. `chart`: fitness by step above, the
   * ancestors numbered, and of each generation only the motif that its mutation changed; where rows have hashes, rings
   * show the last one's network each time that it was trained. Up to 8 panels are a strip by default, more a chart.
   */
  readonly form?: "strip" | "chart";
  /** What the chart's fitness axis is called; `fitness (accuracy)` by default. */
  readonly fitnessTitle?: string;
}

const GAP = 10;
const PAGE_WIDTH = 1090;
const MOST_WHOLE = 8;

/**
 * From the trivial genotype to the fittest individual of `rows` (or the one of `config.step`), one panel a generation,
 * the changed edge marked. All panels share one layout, with room for every edge that there can be: an edge that stays
 * does not move, neither from panel to panel nor when the lineage grows. Throws InputError without a scored individual,
 * or for a step that is not there.
 */
export function drawLineage(rows: readonly LineageRow[], config: LineageConfig = {}): Figure {
  const line = lineageOf(rows, config.step);
  const panelCount = line.length + (config.trivial === false ? 0 : 1);
  const isChart = config.form === undefined ? panelCount > MOST_WHOLE : config.form === "chart";
  const panels = lineagePanels(line, { ...config, onlyChanged: isChart });
  const [{ width: panelWidth }] = panels;
  const fitting = Math.max(1, Math.floor((PAGE_WIDTH + GAP) / (panelWidth + GAP)));
  const strip = inRows(panels, config.columns ?? fitting, GAP);
  const last = line[line.length - 1];
  const children = line.length - 1;
  const generations = `${children} ${children === 1 ? "mutation" : "mutations"} after initialization`;
  const title = config.title ?? `Lineage of step ${last.step}`;
  const description = `${panels.length} drawings: ${generations}`;
  if (!isChart) return drawingFigure(title, `${description}.`, strip);
  // As wide as a full row, so that the chart stays when the lineage grows.
  const width = Math.ceil(Math.max(strip.width, fitting * (panelWidth + GAP) - GAP));
  const trainings = rows.filter((row) => row.hash !== undefined && row.hash === last.hash);
  const twins = trainings.length > 1 ? trainings : [];
  const trained = twins.length > 0 ? `; rings: the network of step ${last.step}, ${trainingWords(twins)}` : "";
  const chart = lineageChart({ rows, line, twins }, width, config.fitnessTitle ?? "fitness (accuracy)");
  const top = lineageChartSizes.height + lineageChartSizes.axis + GAP;
  const layers = drawingLayers(moveShapes(strip.shapes, 0, top));
  return createFigure("vega", title, `${description}${trained}.`, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width,
    height: Math.ceil(top + strip.height),
    padding: sizes.padding,
    background: meanings.background,
    config: drawingChartConfig,
    title: {
      ...{ text: title, anchor: "start", frame: "group" },
      subtitle: `${generations}; numbers are generations, grey is everybody else${trained}`,
    },
    data: [...chart.data, ...layers.data],
    scales: chart.scales,
    marks: [...chart.marks, ...layers.marks],
  });
}

function trainingWords(twins: readonly LineageRow[]): string {
  const scored = twins.flatMap(({ fitness }) => (fitness == null ? [] : [fitness]));
  const mean = scored.reduce((sum, each) => sum + each, 0) / scored.length;
  return `evaluated ${twins.length} times, ${scored.length === 0 ? "always failed" : `mean ${mean.toFixed(4)}`}`;
}
