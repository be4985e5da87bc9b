/** Which classes are taken for which: the confusion matrix of trained networks. */
import { counted, percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import type { ConfusionRow } from "../../rows/prediction-rows.js";
import { checkConfig, checkRows, count, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { chartEntries, chartFigure, type ChartConfig, extent, messageView } from "./chart-parts.js";

/** How {@link confusionMatrix} draws. */
export type ConfusionConfig = Pick<ChartConfig, "title" | "width" | "height">;

const rowSchema: Schema<ConfusionRow> = v.object({ label: text, predicted: text, count, share: finiteNumber(0, 1) });
const configSchema: Schema<ConfusionConfig> = v.object(chartEntries);

/** More classes than this have no numbers in their cells. */
const NUMBERED_CLASSES = 20;
const CELL = 38;
/** The bounds of the default side: below, the title would wrap; above, a page would not hold it. */
const SIDES = [340, 680] as const;

/**
 * A row for each class of the images, a column for each class that they were taken for: the share of the row in percent,
 * the wrong ones in colour, so that they are not lost beside the right ones.
 */
export function confusionMatrix(rows: readonly ConfusionRow[], config: ConfusionConfig = {}): Figure {
  checkRows("confusionMatrix", rows, rowSchema);
  checkConfig("confusionMatrix", config, configSchema);
  const names = [...new Set(rows.map(({ label }) => label))];
  const side = Math.min(SIDES[1], Math.max(SIDES[0], CELL * names.length));
  const { width = side, height = side } = config;
  if (rows.length === 0) {
    return chartFigure({ title: config.title ?? "Which classes are taken for which", width }, "No predictions yet.", {
      ...messageView("No predictions yet", { width, height }),
    });
  }
  const images = rows.reduce((sum, row) => sum + row.count, 0);
  const right = rows.reduce((sum, row) => sum + (row.label === row.predicted ? row.count : 0), 0);
  const most = Math.max(0.01, ...rows.map(({ label, predicted, share }) => (label === predicted ? 0 : share)));
  const values = rows.map(({ label, predicted, count, share }) => {
    const isRight = label === predicted;
    const percent = 100 * share;
    const digits = percent === 0 ? "" : percent < 0.95 ? percent.toFixed(1) : percent.toFixed(0);
    return { label, predicted, count, percent: Number(percent.toPrecision(4)), words: digits, isRight };
  });
  const axis = { labelAngle: 0, labelOverlap: true, ticks: false, domain: false, grid: false };
  // Upright where the names are wider than their columns.
  const isWide = extent(names.map((name) => textWidth(name, sizes.small)))[1] > width / names.length - 4;
  const encoding = {
    x: {
      ...{ field: "predicted", type: "nominal", sort: names, title: "taken for", scale: { domain: names } },
      axis: { ...axis, orient: "top", ...(isWide ? { labelAngle: -90 } : {}) },
    },
    y: { field: "label", type: "nominal", sort: names, title: "class", scale: { domain: names }, axis },
    tooltip: [
      { field: "label", type: "nominal", title: "class" },
      { field: "predicted", type: "nominal", title: "taken for" },
      { field: "count", type: "quantitative", title: "images", format: "," },
      { field: "percent", type: "quantitative", title: "percent of the class", format: ".2f" },
    ],
  };
  const worst = [...values].filter(({ isRight }) => !isRight).sort((one, other) => other.percent - one.percent)[0];
  const title =
    config.title ??
    (worst === undefined || worst.count === 0
      ? "No class is taken for another"
      : `Most often ${worst.label} is taken for ${worst.predicted}: ${worst.percent.toFixed(1)} %`);
  const numbers = {
    mark: { type: "text", fontSize: sizes.small },
    encoding: {
      ...encoding,
      text: { field: "words" },
      color: {
        condition: { test: `!datum.isRight && datum.percent > ${60 * most}`, value: meanings.background },
        value: meanings.text,
      },
    },
  };
  return chartFigure(
    {
      ...{ title, width },
      subtitle: `percent of each class's test images; ${percentWords(right / images, 2)} of ${counted(images, "image")} right`,
    },
    `${counted(names.length, "class", "classes")}, ${percentWords(right / images, 2)} right${worst === undefined || worst.count === 0 ? "" : `; most often ${worst.label} is taken for ${worst.predicted}: ${worst.percent.toFixed(1)} %`}.`,
    {
      ...{ width, height, data: { values } },
      layer: [
        {
          transform: [{ filter: "datum.isRight" }],
          mark: { type: "rect", color: meanings.grid },
          encoding,
        },
        {
          transform: [{ filter: "!datum.isRight" }],
          mark: { type: "rect" },
          encoding: {
            ...encoding,
            color: {
              ...{ field: "percent", type: "quantitative", legend: null },
              scale: { domain: [0, 100 * most], range: [meanings.background, meanings.best], interpolate: "rgb" },
            },
          },
        },
        ...(names.length <= NUMBERED_CLASSES ? [numbers] : []),
      ],
    },
  );
}
