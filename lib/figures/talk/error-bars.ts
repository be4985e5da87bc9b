/** Published errors as bars, for a slide beside their table. Deck, "Experiments and results". */
import * as v from "valibot";
import { parseWith, type Schema } from "../../input/schema.js";
import { checkRows, amount, text, yesOrNo } from "../output/check-input.js";
import { chartFigure, type ChartConfig, checkChart, messageView } from "../charts/chart-parts.js";
import type { Figure } from "../output/figure.js";
import { meanings, sizes } from "../output/theme.js";

/** An error to draw as a bar. */
export interface ErrorBar {
  readonly name: string;
  /** Percent. */
  readonly error: number;
  /** Whether it is the paper's, which stands out. */
  readonly isPapers: boolean;
}

const schema: Schema<ErrorBar> = v.object({ name: text, error: amount, isPapers: yesOrNo });

/**
 * A bar for each error, in the given order, from 0 percent, with its number; the paper's in their own colour. Throws
 * InputError for anything but errors.
 */
export function errorBars(rows: readonly ErrorBar[], measure: string, config: ChartConfig = {}): Figure {
  checkRows("errorBars", rows, schema);
  parseWith(text, measure, "errorBars: measure");
  checkChart("errorBars", config);
  const title = config.title ?? `${measure}, percent`;
  const size = { width: config.width ?? 320, height: config.height ?? 26 * Math.max(1, rows.length) };
  if (rows.length === 0) return chartFigure({ title }, "No results.", { ...messageView("No results", size) });
  const names = rows.map(({ name }) => name);
  const y = { field: "name", type: "nominal", sort: names, title: null, axis: { ticks: false, domain: false } };
  const x = { field: "error", type: "quantitative", title: `${measure}, %`, axis: { tickCount: 4 } };
  const color = { condition: { test: "datum.isPapers", value: meanings.published }, value: meanings.evolution };
  const said = rows.map(({ name, error }) => `${name} ${error}`).join("; ");
  return chartFigure({ title, width: size.width }, `${measure} in percent: ${said}.`, {
    ...size,
    data: { values: rows },
    layer: [
      { mark: { type: "bar" }, encoding: { x, y, color } },
      {
        mark: { type: "text", align: "left", dx: 5, fontSize: sizes.small, color: meanings.text },
        encoding: { x, y, text: { field: "error", type: "nominal" } },
      },
    ],
  });
}
