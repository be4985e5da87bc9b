/** The lineage of an individual as a strip of drawings in one layout. Deck, "Initialization" and "Mutation". */
import * as v from "valibot";
import { counted } from "../../input/quantity.js";
import { oneOf, type Schema, wholeNumber } from "../../input/schema.js";
import { checkConfig, step, text, yesOrNo } from "../output/check-input.js";
import { fitting, inRows } from "../architectures/arrange-drawings.js";
import { networkFinder } from "../../rows/trained-networks.js";
import { meanWords } from "../../rows/network-words.js";
import { createFigure } from "../output/create-figure.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import { DRAWING_WIDTH, titleLines } from "../architectures/drawing-width.js";
import { moveShapes } from "../architectures/drawing.js";
import { keyItems, markedItem, withItems } from "../architectures/operation-key.js";
import { drawingFigure, drawingLayers } from "../architectures/paint-drawing.js";
import type { Figure } from "../output/figure.js";
import { isSameNetwork } from "./change-words.js";
import { checkLineageRows, lineageOf, type LineageRow } from "./lineage.js";
import { lineageChart, lineageChartSizes } from "./lineage-chart.js";
import { lineagePanels } from "./lineage-panels.js";
import { drawingChartConfig, meanings, sizes } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";

/** Settings of {@link drawLineage}. */
export interface LineageConfig extends DrawingConfig {
  /** The step whose ancestors to draw; by default the one that first found the best network. */
  readonly step?: number;
  /** Drawings per row; by default as many as fit on a page. */
  readonly columns?: number;
  /** Whether to draw the trivial genotype first; true by default. */
  readonly trivial?: boolean;
  /**
   * `strip`: each panel shows the cell and every motif that the lineage changed. `chart`: above, fitness by step with
   * the mean of each ancestor's network, numbered by generation and hollow if trained only once, and rings for
   * evaluations of the last ancestor's network; below, for each generation only the motif that its mutation changed.
   * `changes`: only these panels. By default up to 8 panels are a strip, more a chart.
   */
  readonly form?: "strip" | "chart" | "changes";
  /** How many of the last panels to draw; all by default. */
  readonly last?: number;
  /** The title of the fitness axis, if fitness is not an accuracy. */
  readonly fitnessTitle?: string;
}

const configSchema: Schema<Omit<LineageConfig, keyof DrawingConfig>> = v.object({
  ...{ step: v.optional(step), columns: v.optional(wholeNumber(1, 1_000)), trivial: v.optional(yesOrNo) },
  ...{ form: v.optional(oneOf(["strip", "chart", "changes"])), fitnessTitle: v.optional(text) },
  last: v.optional(wholeNumber(1)),
});

const GAP = 8;
/** Room for the last step's label. */
const RIGHT = 12;
const MOST_WHOLE = 8;

/**
 * From the trivial genotype to the best network of `rows` (or the individual of `config.step`), with one panel per
 * generation, the changed edge marked; each panel gives the mean of its network over all its trainings. All panels
 * share one layout with room for every possible edge, so an edge never moves, neither from panel to panel nor when the
 * lineage grows. Throws InputError without a scored individual, or for a missing step.
 */
export function drawLineage(rows: readonly LineageRow[], config: LineageConfig = {}): Figure {
  checkLineageRows("drawLineage", rows);
  checkDrawing(config);
  checkConfig("drawLineage", config, configSchema);
  const line = lineageOf(rows, config.step);
  const panelCount = line.length + (config.trivial === false ? 0 : 1);
  const form = config.form ?? (panelCount > MOST_WHOLE ? "chart" : "strip");
  const networkOf = networkFinder(rows);
  const words = { isAccuracy: config.fitnessTitle === undefined };
  const fitnessOf = (row: LineageRow): string => {
    const network = networkOf(row);
    if (network === undefined) return "failed";
    return row.fitness == null ? `failed (${meanWords(network, words)})` : meanWords(network, words);
  };
  const { panels, motifs } = lineagePanels(line, { ...config, onlyChanged: form !== "strip", fitnessOf });
  const [{ width: panelWidth }] = panels;
  const columns = config.columns ?? fitting(DRAWING_WIDTH, panelWidth, GAP);
  const panelled = inRows(panels, columns, GAP);
  const items = [...keyItems(motifs), markedItem("the edge that the mutation drew")];
  const strip = config.key === false ? panelled : withItems(panelled, items);
  const last = line[line.length - 1];
  const children = line.length - 1;
  const generations = `${children} ${children === 1 ? "mutation" : "mutations"} after initialization`;
  const changing = line.slice(1).filter((row, index) => !isSameNetwork(line[index], row)).length;
  const shown = panels.length < line.length ? `: the last ${panels.length}` : "";
  const title = config.title ?? titleOf(last, children, changing, config.step === undefined) + shown;
  const description = `${panels.length} drawings: ${generations}; at the end ${fitnessOf(last)}`;
  if (form !== "chart") return drawingFigure(title, `${description}.`, strip);
  // Always the same, so that the chart keeps its size when the lineage grows.
  const width = Math.ceil(Math.max(strip.width, DRAWING_WIDTH));
  const evaluations = networkOf(last)?.evaluations ?? [];
  const twins = evaluations.length > 1 ? evaluations : [];
  const trained = twins.length > 0 ? `; rings: evaluations of the last network` : "";
  const ancestors = line.map((row) => ({ ...row, network: networkOf(row) }));
  const chart = lineageChart({ rows, line: ancestors, twins }, width - RIGHT, config.fitnessTitle);
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
      ...{ text: titleLines(title), anchor: "start", frame: "group" },
      subtitle: wrapText(
        `${generations}, at the end ${fitnessOf(last)}; numbered: generations at their networks' means, hollow: trained once${trained}`,
        width,
        sizes.text,
      ),
    },
    ...(layers.signals.length === 0 ? {} : { signals: layers.signals }),
    data: [...chart.data, ...layers.data],
    scales: chart.scales,
    marks: [...chart.marks, ...layers.marks],
  });
}

/** For example `5 mutations lead to the best network, 3 of them change it`. */
function titleOf({ step }: LineageRow, children: number, changing: number, isBest: boolean): string {
  const end = isBest ? `the best network, step ${step}` : `step ${step}`;
  if (children === 0) return `${isBest ? "The best network" : "An individual"}, step ${step}, was drawn at random`;
  const change =
    changing === children
      ? ""
      : `; ${changing === 0 ? "none" : changing} of them ${changing === 1 ? "changes" : "change"} the network`;
  return `${counted(children, "mutation")} ${children === 1 ? "leads" : "lead"} to ${end}${change}`;
}
