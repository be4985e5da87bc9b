/** A whole evolution, replayed with a slider. Paper, section 3.3. */
import { counted } from "../../input/quantity.js";
import { bestChanges, bestDrawings } from "./best-drawings.js";
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { checkConfig, text } from "../output/check-input.js";
import { changeWords } from "./change-words.js";
import { fitnessWords, meanWords } from "../../rows/network-words.js";
import { chartFigure, fourDigits, messageView } from "../charts/chart-parts.js";
import { createFigure } from "../output/create-figure.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import { moveShapes } from "../architectures/drawing.js";
import { drawingLayers } from "../architectures/paint-drawing.js";
import type { Figure } from "../output/figure.js";
import { checkLineageRows, type LineageRow } from "./lineage.js";
import { replayChart, replaySizes, replayWords } from "./replay-chart.js";
import { replaySignals } from "./replay-signals.js";
import { drawingChartConfig, meanings, sizes } from "../output/theme.js";

/** Settings of {@link drawReplay}. */
export interface ReplayDrawingConfig extends DrawingConfig {
  /** The title of the fitness axis, if fitness is not an accuracy. */
  readonly fitnessTitle?: string;
}

const configSchema: Schema<Pick<ReplayDrawingConfig, "fitnessTitle">> = v.object({ fitnessTitle: v.optional(text) });

/**
 * Fitness by step with a slider below. For every step it shows the population so far, what the step did, and the cell
 * and motifs of the best network so far, by the mean of its trainings, in one layout. The slider is a signal bound in
 * the Vega specification; dragging in the chart moves it too, and `play` runs it by itself. A static picture shows the
 * last step.
 */
export function drawReplay(rows: readonly LineageRow[], config: ReplayDrawingConfig = {}): Figure {
  checkLineageRows("drawReplay", rows);
  checkDrawing(config);
  checkConfig("drawReplay", config, configSchema);
  const title = config.title ?? "Replay of the evolution";
  const best = bestChanges(rows);
  const words = { isAccuracy: config.fitnessTitle === undefined };
  if (best.length === 0) {
    const words = rows.length === 0 ? "no evaluations yet" : `no scored evaluation among ${rows.length}`;
    return chartFigure({ title }, `${words}.`, { ...messageView(words, { width: 640, height: 120 }) });
  }
  const sorted = [...rows].sort((one, other) => one.step - other.step);
  const drawing = bestDrawings(best, config);
  const last = sorted[sorted.length - 1].step;
  const { left, chartHeight, lane, words: wordsHeight } = replaySizes;
  const top = chartHeight + lane + wordsHeight;
  const layers = drawingLayers(moveShapes(drawing.shapes, 0, top), "datum.state[0] <= step && step < datum.state[1]");
  const width = Math.max(640, drawing.width);
  const chart = replayChart(width - left, last, config.fitnessTitle);
  const leaders = best.filter(({ row }, index) => row !== best[index - 1]?.row);
  const { network } = best[best.length - 1];
  const said = `${sorted.length} individuals; the best network so far changes ${counted(leaders.length, "time")}, last at step ${leaders[leaders.length - 1].step}: ${meanWords(network, words)}.`;
  return createFigure("vega", title, said, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width: Math.ceil(width),
    height: Math.ceil(top + drawing.height),
    padding: sizes.padding,
    background: meanings.background,
    config: drawingChartConfig,
    title: {
      ...{ text: title, anchor: "start", frame: "group" },
      subtitle:
        "grey: drawn at random; blue: mutated; cross: failed; line: expected fitness of the best network so far, which is drawn below",
    },
    signals: replaySignals(last),
    data: [
      { name: "rows", values: sorted.map((row) => rowDatum(row, config)) },
      // Separate data sets, so that a step of the slider touches each mark once.
      { name: "scored", source: "rows", transform: [{ type: "filter", expr: "isValid(datum.fitness)" }] },
      { name: "failed", source: "rows", transform: [{ type: "filter", expr: "!isValid(datum.fitness)" }] },
      { name: "now", source: "rows", transform: [{ type: "filter", expr: "datum.step === step" }] },
      {
        name: "best",
        values: best.map((each) => ({
          ...{ step: each.step, fitness: fourDigits(each.network.expected) },
          said: `step ${each.network.step}, ${meanWords(each.network, words)}; expected of a new training ${fitnessWords(each.network.expected, words)}`,
        })),
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
      ...layers.data,
    ],
    scales: chart.scales,
    marks: [chart.group, ...replayWords(words.isAccuracy), ...layers.marks],
  });
}

function rowDatum(row: LineageRow, { primitives }: DrawingConfig): object {
  const { step, parent, fitness, mutation } = row;
  if (parent == null || mutation == null)
    return { step, fitness: fitness ?? null, did: "drawn at random", isRandom: true };
  return { step, fitness: fitness ?? null, did: `mutated from step ${parent}: ${changeWords(row, primitives)}` };
}
