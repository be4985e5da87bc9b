/** The test images most wrongly classified, as pictures. */
import { counted, percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { limits } from "../../input/limits.js";
import { finiteNumber, type Schema, wholeNumber } from "../../input/schema.js";
import type { WrongPictureRow } from "../../rows/prediction-rows.js";
import { checkConfig, checkRows, count, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { pictureUrl } from "../output/picture-url.js";
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { chartEntries, chartFigure, type ChartConfig, extent, messageView } from "./chart-parts.js";

/** How {@link wrongPictures} draws. */
export interface WrongPicturesFigureConfig extends Pick<ChartConfig, "title" | "width"> {
  /** Pixels along a side of a picture. Default: 72. */
  readonly pictureSide?: number;
}

const probability = finiteNumber(0, 1);
const rowSchema: Schema<WrongPictureRow> = v.pipe(
  v.object({
    ...{ image: count, label: text, predicted: text, probability, labelProbability: probability },
    ...{ height: wholeNumber(1, limits.imageSide), width: wholeNumber(1, limits.imageSide) },
    pixels: v.instance(Uint8Array, "must be a Uint8Array"),
  }),
  v.check(({ height, width, pixels }) => pixels.length === 3 * height * width, "must have three values for each pixel"),
);
const configSchema: Schema<WrongPicturesFigureConfig> = v.object({
  ...chartEntries,
  pictureSide: v.optional(finiteNumber(8, 1000)),
});

const LINE = 14;

/**
 * A grid of pictures, the worst first: below each its class, and what it was taken for with the probability of that.
 */
export function wrongPictures(rows: readonly WrongPictureRow[], config: WrongPicturesFigureConfig = {}): Figure {
  checkRows("wrongPictures", rows, rowSchema);
  checkConfig("wrongPictures", config, configSchema);
  const title = config.title ?? "The test images most wrongly classified";
  const { width = sizes.chartWidth, pictureSide = 72 } = config;
  if (rows.length === 0) {
    return chartFigure({ title, width }, "No test image is classified wrongly.", {
      ...messageView("No test image is classified wrongly", { width, height: pictureSide }),
    });
  }
  const words = rows.map(({ label, predicted, probability }) => [label, `${predicted} ${surelyWords(probability)}`]);
  const widest = extent(words.flat().map((line) => textWidth(line, sizes.small, true)))[1];
  const columnWidth = Math.max(pictureSide, widest) + 10;
  const columns = Math.max(1, Math.floor(width / columnWidth));
  const rowHeight = pictureSide + 2 * LINE + 14;
  const lines = Math.ceil(rows.length / columns);
  const size = { width: Math.min(columns, rows.length) * columnWidth, height: lines * rowHeight };
  const values = rows.map((row, index) => ({
    ...{ image: row.image, label: row.label, predicted: words[index][1], own: surelyWords(row.labelProbability) },
    words: `test image ${row.image}: ${row.label}, taken for ${words[index][1]}`,
    picture: pictureUrl(row),
    x: (index % columns) * columnWidth + columnWidth / 2,
    y: Math.floor(index / columns) * rowHeight + pictureSide / 2,
  }));
  const scale = (length: number): object => ({ domain: [0, length], range: [0, length], nice: false, zero: false });
  const x = { field: "x", type: "quantitative", axis: null, scale: scale(size.width) };
  const y = { field: "y", type: "quantitative", axis: null, scale: { ...scale(size.height), reverse: false } };
  const label = (field: string, line: number, look: object): object => ({
    mark: { type: "text", baseline: "top", dy: pictureSide / 2 + 4 + line * LINE, fontSize: sizes.small, ...look },
    encoding: { x, y, text: { field } },
  });
  const tooltip = [
    { field: "image", type: "quantitative", format: "d", title: "test image" },
    { field: "label", type: "nominal", title: "class" },
    { field: "own", type: "nominal", title: "probability of its class" },
    { field: "predicted", type: "nominal", title: "taken for" },
  ];
  return chartFigure(
    { title, subtitle: "below each: its class, then what it is taken for and how surely", width: size.width },
    `${counted(rows.length, "test image")}; the worst is a ${rows[0].label} taken for ${rows[0].predicted}.`,
    {
      ...size,
      data: { values },
      layer: [
        {
          mark: { type: "image", width: pictureSide, height: pictureSide, aspect: true },
          encoding: { x, y, url: { field: "picture", type: "nominal" }, description: { field: "words" }, tooltip },
        },
        label("label", 0, { fontWeight: "bold", color: meanings.text }),
        label("predicted", 1, { color: meanings.best }),
      ],
    },
  );
}

const surelyWords = (share: number): string => percentWords(share, share > 0.9995 || share < 0.0005 ? 2 : 1);
