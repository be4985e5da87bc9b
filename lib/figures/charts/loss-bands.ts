/** Learning curves of thousands of trainings as bands, and those of the fittest networks as lines. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { checkRows, count, number } from "../output/check-input.js";
import type { LossQuantiles } from "../../rows/curve-rows.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, messageView, checkChart } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { colours, meanings, seriesColours, seriesDashes } from "../output/theme.js";
import { checkCurves, type LearningCurve } from "./learning-curves.js";

const bandSchema: Schema<LossQuantiles> = v.object({
  ...{ trainingStep: count, count, median: number },
  ...{ p10: number, p25: number, p75: number, p90: number },
});

/** The median, quartiles and middle 80 % of the losses by training step, with a line for each of `fittest`. */
export function lossBands(
  bands: readonly LossQuantiles[],
  fittest: readonly LearningCurve[] = [],
  config: Pick<ChartConfig, "title" | "width" | "height"> = {},
): Figure {
  checkRows("lossBands", bands, bandSchema);
  checkCurves("lossBands: fittest", fittest);
  checkChart("lossBands", config);
  const title = config.title ?? "Learning curves of all trainings";
  const size = chartSize(config);
  if (bands.length === 0) {
    const message = "No learning curves";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const trainings = Math.max(...bands.map(({ count }) => count));
  const last = bands[bands.length - 1];
  const subtitle = `${counted(trainings, "training")}: median (thin line), quartiles and the middle 80 % (bands); at the end the median loss is ${last.median.toFixed(3)}. Each point is the mean since the previous point`;
  const lines = fittest.flatMap(({ name, curve }) =>
    curve.filter(({ loss }) => Number.isFinite(loss)).map((point) => ({ name, ...point })),
  );
  const names = fittest.map(({ name }) => name);
  const x = {
    ...{ field: "trainingStep", type: "quantitative", title: "training step" },
    ...{
      scale: { domain: [0, last.trainingStep], nice: false },
      axis: { format: "d", tickMinStep: 1, tickCount: 8, grid: false },
    },
  };
  const y = { type: "quantitative", title: "loss (cross-entropy)", scale: { zero: false, nice: true } };
  const band = (lower: string, upper: string, opacity: number): object => ({
    data: { values: bands },
    mark: { type: "area", color: colours.grey, opacity },
    encoding: { x, y: { ...y, field: lower }, y2: { field: upper } },
  });
  const legend = topLegend(names, size.width, { symbolType: "stroke", symbolSize: 400 });
  const number = { type: "quantitative", format: ".4f" };
  return chartFigure({ title, subtitle, width: size.width }, `Training loss by training step of ${subtitle}.`, {
    ...size,
    layer: [
      band("p10", "p90", 0.18),
      band("p25", "p75", 0.3),
      {
        data: { values: bands },
        mark: { type: "line", color: meanings.text, strokeWidth: 1.2 },
        encoding: { x, y: { ...y, field: "median" } },
      },
      ...(lines.length === 0
        ? []
        : [
            {
              data: { values: lines },
              mark: { type: "line", strokeWidth: 1.4 },
              encoding: {
                ...{ x, y: { ...y, field: "loss" } },
                color: seriesChannel("name", names, seriesColours, legend),
                strokeDash: seriesChannel("name", names, seriesDashes, legend),
              },
            },
          ]),
      {
        data: { values: bands },
        mark: { type: "point", filled: true, size: 40, opacity: 0 },
        encoding: {
          ...{ x, y: { ...y, field: "median" } },
          tooltip: [
            { field: "trainingStep", type: "quantitative", title: "training step", format: "d" },
            ...["p10", "p25", "median", "p75", "p90"].map((field) => ({ field, ...number })),
            { field: "count", type: "quantitative", format: ",", title: "trainings" },
          ],
        },
      },
    ],
  });
}
