/** A whole evolution, replayed step by step. Paper, section 3.3. */
import * as v from "valibot";
import { counted } from "../../input/quantity.js";
import type { Schema } from "../../input/schema.js";
import { meanWords } from "../../rows/network-words.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import { DRAWING_WIDTH, titleLines } from "../architectures/drawing-width.js";
import { drawingLayers } from "../architectures/paint-drawing.js";
import { chartFigure, fourDigits, messageView } from "../charts/chart-parts.js";
import { checkConfig, text } from "../output/check-input.js";
import { createFigure } from "../output/create-figure.js";
import type { Figure } from "../output/figure.js";
import { drawingChartConfig, meanings, sizes } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";
import { bestChanges } from "./best-changes.js";
import { changeWords, isSameNetwork } from "./change-words.js";
import { checkLineageRows, type LineageRow } from "./lineage.js";
import { replayChart, replaySizes } from "./replay-chart.js";
import { replayPanels } from "./replay-panels.js";
import { replayButtons, replaySignals } from "./replay-signals.js";

/** Settings of {@link drawReplay}. */
export interface ReplayDrawingConfig extends DrawingConfig {
  /** The title of the fitness axis, if fitness is not an accuracy. */
  readonly fitnessTitle?: string;
}

const configSchema: Schema<Pick<ReplayDrawingConfig, "fitnessTitle">> = v.object({ fitnessTitle: v.optional(text) });

/**
 * Fitness by step, with an axis that is a slider: for every step the population so far, the motif that the step's
 * mutation changed, and beside it the cell of the best network so far, by the mean of its trainings, above that one's
 * motifs. Press or drag in the chart; arrow keys move one step while the pointer is over the figure; `play` runs it. All
 * are signals of the Vega specification. A static picture shows the last step.
 */
export function drawReplay(rows: readonly LineageRow[], config: ReplayDrawingConfig = {}): Figure {
  checkLineageRows("drawReplay", rows);
  checkDrawing(config);
  checkConfig("drawReplay", config, configSchema);
  const best = bestChanges(rows);
  const words = { isAccuracy: config.fitnessTitle === undefined };
  if (best.length === 0) {
    const said = rows.length === 0 ? "no evaluations yet" : `no scored evaluation among ${rows.length}`;
    const title = config.title ?? "Replay of the evolution";
    return chartFigure({ title }, `${said}.`, { ...messageView(said, { width: 640, height: 120 }) });
  }
  const sorted = [...rows].sort((one, other) => one.step - other.step);
  const byStep = new Map(sorted.map((row) => [row.step, row]));
  const last = sorted[sorted.length - 1].step;
  const { left, chartHeight, lane, words: below } = replaySizes;
  const width = DRAWING_WIDTH;
  const top = chartHeight + lane + below;
  const chart = replayChart(width - left - RIGHT, last, config.fitnessTitle);
  const panels = replayPanels(sorted, best, top, { ...config, ...words });
  const layers = drawingLayers(panels.shapes);
  const leaders = best.filter(({ row }, index) => row !== best[index - 1]?.row);
  const { network } = best[best.length - 1];
  const title =
    config.title ??
    `${counted(sorted.length, "step")} of evolution, ${counted(leaders.length, "best network")} in turn`;
  const said = `${sorted.length} individuals; the best network so far changes ${counted(leaders.length, "time")}, last at step ${leaders[leaders.length - 1].step}: ${meanWords(network, words)}.`;
  const subtitle =
    "pale dots: drawn at random; dark: mutated; cross: failed; line: expected fitness of the best network so far. Drag along the axis, or use the arrow keys.";
  return createFigure("vega", title, said, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width,
    height: Math.ceil(top + panels.height),
    padding: sizes.padding,
    background: meanings.background,
    config: drawingChartConfig,
    title: {
      ...{ text: titleLines(title), anchor: "start", frame: "group" },
      subtitle: wrapText(subtitle, width, sizes.text),
    },
    signals: [...replaySignals(last), ...layers.signals],
    data: [
      { name: "rows", values: sorted.map((row) => ({ ...rowDatum(row, byStep, config), ...panels.packed(row) })) },
      // Separate data sets, so that a step of the slider touches each mark once.
      { name: "scored", source: "rows", transform: [{ type: "filter", expr: "isValid(datum.fitness)" }] },
      { name: "failed", source: "rows", transform: [{ type: "filter", expr: "!isValid(datum.fitness)" }] },
      { name: "now", source: "rows", transform: [{ type: "filter", expr: "datum.step === step" }] },
      {
        name: "best",
        values: best.map((each) => ({ step: each.step, fitness: fourDigits(each.network.expected) })),
      },
      {
        name: "bestNow",
        source: "best",
        transform: [
          { type: "filter", expr: "datum.step <= step" },
          {
            ...{ type: "window", ops: ["lead", "lead"], sort: { field: "step" } },
            ...{ fields: ["step", "fitness"], as: ["next", "nextFitness"] },
          },
          { type: "formula", as: "end", expr: "isValid(datum.next) ? datum.next : step" },
        ],
      },
      ...panels.data,
      ...layers.data,
    ],
    scales: chart.scales,
    marks: [chart.group, ...replayButtons(width, chartHeight + lane + 36), ...layers.marks, ...panels.marks],
  });
}

/** Room for the handle at the last step. */
const RIGHT = 12;

function rowDatum(row: LineageRow, byStep: ReadonlyMap<number, LineageRow>, { primitives }: DrawingConfig): object {
  const { step, parent, fitness, mutation } = row;
  if (parent == null || mutation == null)
    return { step, fitness: fitness ?? null, did: "drawn at random", isRandom: true };
  const from = byStep.get(parent);
  const change =
    changeWords(row, primitives) + (from && isSameNetwork(from, row) ? " (the network stays the same)" : "");
  return { step, fitness: fitness ?? null, parent, change, did: `mutated from step ${parent}: ${change}` };
}
