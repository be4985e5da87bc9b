/** The test error of each class, over the trainings of a run. */
import { mean } from "d3-array";
import * as v from "valibot";
import { finiteNumber, type Schema, wholeNumber } from "../../input/schema.js";
import type { ClassErrorRow } from "../../rows/prediction-rows.js";
import { checkConfig, checkRows, count, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { colours, meanings, sizes } from "../output/theme.js";
import { chartEntries, chartFigure, type ChartConfig, messageView } from "./chart-parts.js";

/** How {@link errorByClass} draws. */
export type ErrorByClassConfig = Pick<ChartConfig, "title" | "width" | "height">;

const rowSchema: Schema<ClassErrorRow> = v.object({
  ...{ className: text, training: wholeNumber(1), images: count, error: finiteNumber(0, 1) },
});
const configSchema: Schema<ErrorByClassConfig> = v.object(chartEntries);

/** A bar for each class, the worst first: the mean error in percent; with several trainings, a point for each. */
export function errorByClass(rows: readonly ClassErrorRow[], config: ErrorByClassConfig = {}): Figure {
  checkRows("errorByClass", rows, rowSchema);
  checkConfig("errorByClass", config, configSchema);
  const { width = sizes.chartWidth } = config;
  const names = [...new Set(rows.map(({ className }) => className))];
  const { height = Math.max(60, 24 * names.length) } = config;
  if (rows.length === 0) {
    return chartFigure({ title: config.title ?? "Test error by class", width }, "No predictions yet.", {
      ...messageView("No predictions yet", { width, height }),
    });
  }
  const trainings = new Set(rows.map(({ training }) => training)).size;
  const bars = names
    .map((className) => {
      const own = rows.filter((row) => row.className === className);
      return { className, percent: 100 * (mean(own, ({ error }) => error) ?? 0), images: own[0].images };
    })
    .sort((one, other) => other.percent - one.percent);
  const sort = bars.map(({ className }) => className);
  const y = {
    ...{ field: "className", type: "nominal", title: null, sort, scale: { domain: sort } },
    axis: { ticks: false, domain: false },
  };
  const x = { field: "percent", type: "quantitative", title: "test error, %", scale: { zero: true, nice: true } };
  const tooltip = (last: object): readonly object[] => [
    { field: "className", type: "nominal", title: "class" },
    { field: "percent", type: "quantitative", format: ".1f", title: "error, %" },
    last,
  ];
  const [worst, best] = [bars[0], bars[bars.length - 1]];
  const title =
    config.title ??
    (bars.length < 2
      ? `Test error ${worst.percent.toFixed(1)} %`
      : `Hardest: ${worst.className}, ${worst.percent.toFixed(1)} % wrong; easiest: ${best.className}, ${best.percent.toFixed(1)} %`);
  const points = rows.map(({ className, training, error }) => ({ className, training, percent: 100 * error }));
  return chartFigure(
    { title, width, ...(trainings === 1 ? {} : { subtitle: `mean of ${trainings} trainings, a point each` }) },
    `Test error by class: ${bars.map(({ className, percent }) => `${className} ${percent.toFixed(1)} %`).join(", ")}.`,
    {
      ...{ width, height },
      layer: [
        {
          data: { values: bars },
          mark: { type: "bar", color: trainings === 1 ? meanings.evolution : colours.paleGrey, height: { band: 0.7 } },
          encoding: { x, y, tooltip: tooltip({ field: "images", type: "quantitative", format: "," }) },
        },
        ...(trainings === 1
          ? []
          : [
              {
                data: { values: points },
                mark: { type: "point", filled: true, size: 40, opacity: 0.85, color: meanings.evolution },
                encoding: { x, y, tooltip: tooltip({ field: "training", type: "quantitative", format: "d" }) },
              },
            ]),
      ],
    },
  );
}
