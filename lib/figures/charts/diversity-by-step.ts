/** How much the latest genotypes differ from each other, by step. */
import { counted, percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { checkConfig, checkRows, count, step } from "../output/check-input.js";
import type { DiversityRow } from "../../rows/diversity-rows.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, messageView, stepAxis, chartEntries } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { colours, meanings, seriesDashes } from "../output/theme.js";

/** Settings of {@link diversityByStep}. */
export interface DiversityConfig extends ChartConfig {
  /** The step at which evolution begins, drawn as a dashed line. */
  readonly firstEvolved?: number;
}

const share = finiteNumber(0, 1);
const rowSchema: Schema<DiversityRow> = v.object({ step, count, edgeDifference: share, distinctShare: share });
const configSchema: Schema<DiversityConfig> = v.object({ ...chartEntries, firstEvolved: v.optional(step) });

const series = ["edges that differ between two individuals", "different networks"] as const;

/**
 * Two lines from 0 to 1 for the latest individuals: the share of edges that differ between two of them, and the share
 * of different networks.
 */
export function diversityByStep(rows: readonly DiversityRow[], config: DiversityConfig = {}): Figure {
  checkRows("diversityByStep", rows, rowSchema);
  checkConfig("diversityByStep", config, configSchema);
  const title = config.title ?? "Diversity of the latest genotypes";
  const size = chartSize(config);
  if (rows.length === 0) {
    const message = "Fewer than two evaluations: nothing to compare";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const window = Math.max(...rows.map(({ count }) => count));
  const last = rows[rows.length - 1];
  const subtitle = `the last ${counted(window, "individual")} at each step; at the end ${percentWords(last.edgeDifference, 0)} of edges differ, ${percentWords(last.distinctShare, 0)} are different networks`;
  const values = rows.flatMap(({ step, count, edgeDifference, distinctShare }) => [
    { step, count, measure: series[0], share: edgeDifference },
    { step, count, measure: series[1], share: distinctShare },
  ]);
  const x = stepAxis(
    rows.map(({ step }) => step),
    config,
  );
  const legend = topLegend(series, size.width, { symbolType: "stroke", symbolSize: 400 });
  const boundary =
    config.firstEvolved === undefined
      ? []
      : [
          {
            data: { values: [{ step: config.firstEvolved - 0.5 }] },
            mark: { type: "rule", color: meanings.quietText, strokeDash: [4, 4], tooltip: false },
            encoding: { x },
          },
        ];
  const y = {
    field: "share",
    type: "quantitative",
    title: "share",
    scale: { domain: [0, 1] },
    axis: { format: ".0%" },
  };
  return chartFigure({ title, subtitle, width: size.width }, `Diversity by search step: ${subtitle}.`, {
    ...size,
    layer: [
      ...boundary,
      {
        data: { values },
        mark: { type: "line", strokeWidth: 2 },
        encoding: {
          ...{ x, y },
          color: seriesChannel("measure", series, [colours.blue, colours.orange], legend),
          strokeDash: seriesChannel("measure", series, seriesDashes, legend),
        },
      },
      {
        data: { values },
        mark: { type: "point", filled: true, size: 30, opacity: 0 },
        encoding: {
          ...{ x, y, detail: { field: "measure", type: "nominal" } },
          tooltip: [
            { field: "measure", type: "nominal" },
            { field: "step", type: "quantitative", format: "d" },
            { field: "share", type: "quantitative", format: ".1%" },
            { field: "count", type: "quantitative", format: "d", title: "individuals compared" },
          ],
        },
      },
    ],
  });
}
