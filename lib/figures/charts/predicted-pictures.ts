/** Pictures beside what a network makes of them. */
import { max } from "d3-array";
import * as v from "valibot";
import { limits } from "../../input/limits.js";
import { counted, percentWords } from "../../input/quantity.js";
import { finiteNumber, type Schema, wholeNumber } from "../../input/schema.js";
import type { PicturePrediction } from "../../rows/prediction-rows.js";
import { checkConfig, checkRows, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { pictureUrl } from "../output/picture-url.js";
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { chartEntries, chartFigure, type ChartConfig, messageView } from "./chart-parts.js";

/** How {@link predictedPictures} draws. */
export interface PredictedPicturesConfig extends Pick<ChartConfig, "title" | "width"> {
  /** Pixels along a side of a picture. Default: 96. */
  readonly pictureSide?: number;
  /** Pictures side by side. Default: 1. */
  readonly columns?: number;
}

const rowSchema: Schema<PicturePrediction> = v.pipe(
  v.object({
    picture: text,
    classes: v.array(v.object({ className: text, probability: finiteNumber(0, 1) })),
    ...{ height: wholeNumber(1, limits.imageSide), width: wholeNumber(1, limits.imageSide) },
    pixels: v.instance(Uint8Array, "must be a Uint8Array"),
  }),
  v.check(({ height, width, pixels }) => pixels.length === 3 * height * width, "must have three values for each pixel"),
);
const configSchema: Schema<PredictedPicturesConfig> = v.object({
  ...chartEntries,
  pictureSide: v.optional(finiteNumber(8, 1000)),
  columns: v.optional(wholeNumber(1, 20)),
});

const LINE = 17;
const GAP = 14;

/**
 * A row for each picture: at the left the picture as the network takes it, beside it its name and the most probable
 * classes with a bar as long as their probability.
 */
export function predictedPictures(rows: readonly PicturePrediction[], config: PredictedPicturesConfig = {}): Figure {
  checkRows("predictedPictures", rows, rowSchema);
  checkConfig("predictedPictures", config, configSchema);
  const title = config.title ?? "What the network makes of pictures";
  const { width = sizes.chartWidth, pictureSide = 96, columns = 1 } = config;
  if (rows.length === 0) {
    const message = "No pictures yet";
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height: pictureSide }) });
  }
  const names = rows.flatMap(({ classes }) => classes.map(({ className }) => className));
  const namesWidth = max(names, (name) => textWidth(name, sizes.text)) ?? 0;
  const left = pictureSide + GAP;
  const bars = left + namesWidth + 8;
  // Room for the longest percentage after the longest bar.
  const barWidth = Math.max(60, (width - GAP * (columns - 1)) / columns - bars - 48);
  const columnWidth = bars + barWidth + 48;
  const starts = rows.map((_, index) => (index % columns) * (columnWidth + GAP));
  const tops: number[] = [];
  let height = 0;
  for (let first = 0; first < rows.length; first += columns) {
    const line = rows.slice(first, first + columns);
    tops.push(...line.map(() => height));
    height += Math.max(pictureSide, ...line.map(({ classes }) => LINE * (1 + classes.length))) + GAP;
  }
  height -= GAP;
  const total = columns * columnWidth + GAP * (columns - 1);
  const pictures = rows.map((row, index) => ({
    ...{ picture: row.picture, url: pictureUrl(row), x: starts[index] + pictureSide / 2 },
    ...{ y: tops[index] + pictureSide / 2, left: starts[index] + left },
    ...{ nameY: tops[index] + LINE / 2, words: wordsOf(row) },
  }));
  const classes = rows.flatMap((row, index) =>
    row.classes.map(({ className, probability }, place) => ({
      ...{ picture: row.picture, className, percent: percentWords(probability), isFirst: place === 0 },
      ...{ y: tops[index] + LINE * (place + 1.5), nameX: starts[index] + bars - 8 },
      ...{ from: starts[index] + bars, to: starts[index] + bars + barWidth * probability },
    })),
  );
  const at = (field: string, length: number, more: object = {}): object => ({
    ...{ field, type: "quantitative", axis: null },
    scale: { domain: [0, length], range: [0, length], nice: false, zero: false, ...more },
  });
  const x = (field: string): object => at(field, total);
  const y = (field: string): object => at(field, height, { reverse: false });
  const label = (look: object): object => ({ type: "text", baseline: "middle", fontSize: sizes.text, ...look });
  const tooltip = ["picture", "className", "percent"].map((field) => ({
    ...{ field, type: "nominal" },
    title: field === "className" ? "class" : field === "percent" ? "probability" : field,
  }));
  return chartFigure(
    { title, width: total },
    `${counted(rows.length, "picture")}: ${rows.slice(0, 5).map(wordsOf).join("; ")}${rows.length > 5 ? "; …" : ""}.`,
    {
      ...{ width: total, height },
      layer: [
        {
          data: { values: pictures },
          mark: { type: "image", width: pictureSide, height: pictureSide, aspect: true },
          encoding: {
            ...{ x: x("x"), y: y("y"), url: { field: "url", type: "nominal" }, description: { field: "words" } },
          },
        },
        {
          data: { values: pictures },
          mark: label({ align: "left", fontWeight: "bold", color: meanings.text, limit: columnWidth - left }),
          encoding: { x: x("left"), y: y("nameY"), text: { field: "picture" } },
        },
        {
          data: { values: classes },
          mark: { type: "bar", height: LINE - 5 },
          encoding: {
            ...{ x: x("from"), x2: { field: "to" }, y: y("y"), tooltip },
            color: { condition: { test: "datum.isFirst", value: meanings.evolution }, value: meanings.frame },
          },
        },
        {
          data: { values: classes },
          mark: label({ align: "right", color: meanings.text }),
          encoding: { x: x("nameX"), y: y("y"), text: { field: "className" } },
        },
        {
          data: { values: classes },
          mark: label({ align: "left", dx: 5, color: meanings.quietText }),
          encoding: { x: x("to"), y: y("y"), text: { field: "percent" } },
        },
      ],
    },
  );
}

const wordsOf = ({ picture, classes }: PicturePrediction): string =>
  classes.length === 0 ? picture : `${picture}: ${classes[0].className}, ${percentWords(classes[0].probability)}`;
