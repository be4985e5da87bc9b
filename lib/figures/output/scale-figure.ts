/** A figure with a layout of its own, scaled as a whole. */
import * as v from "valibot";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { withDefaults } from "../../input/settings.js";
import { checkConfig } from "./check-input.js";
import type { Figure } from "./figure.js";
import { type PrintFigure, type PrintSize, toPoints } from "./print-size.js";
import { type Look, lookDefaults, restyle } from "./restyle.js";
import { onPaper, svgSize } from "./scale-svg.js";
import { toSvg } from "./svg.js";
import { sizes } from "./theme.js";

/** Settings of {@link scaleFigure}: of the size at most width and height, or the font. */
export type ScaleConfig = Partial<PrintSize> & Partial<Look>;

const side = v.optional(finiteNumber(...limits.paperMillimetres));
const schema: Schema<Partial<PrintSize>> = v.object({
  ...{ widthMm: side, heightMm: side },
  fontPt: v.optional(finiteNumber(...limits.paperFontPoints)),
});
const defaults: ScaleConfig = { ...lookDefaults, widthMm: undefined, heightMm: undefined, fontPt: undefined };

const MM_PER_INCH = 25.4;
const PIXELS_PER_INCH = 96;

/**
 * `figure` as it is laid out, larger or smaller: to fill a width, to fit in the middle of a width and a height, or so
 * that its text of usual size is `fontPt` points high; by default 96 of its pixels are an inch. Its SVG has its size in
 * pixels. Throws InputError for a size out of range, or for both a side and a font, which a drawing cannot have.
 */
export function scaleFigure(figure: Figure, config: ScaleConfig = {}): PrintFigure {
  const { widthMm, heightMm, fontPt, ...look } = withDefaults(defaults, config, "figure size");
  checkConfig("figure size", { widthMm, heightMm, fontPt }, schema);
  if (fontPt !== undefined && (widthMm !== undefined || heightMm !== undefined)) {
    throw new InputError("figure size: a drawing is scaled as a whole: give its width or its font, not both");
  }
  const restyled = restyle(figure, look);
  const svg = toSvg(restyled);
  const own = svgSize(svg);
  // Millimetres for a pixel of the figure.
  const fitting = [
    ...(widthMm === undefined ? [] : [widthMm / own.width]),
    ...(heightMm === undefined ? [] : [heightMm / own.height]),
  ];
  const byFont = fontPt === undefined ? MM_PER_INCH / PIXELS_PER_INCH : fontPt / sizes.text / toPoints(1);
  const scale = fitting.length === 0 ? byFont : Math.min(...fitting);
  const paper = { width: (widthMm ?? own.width * scale) / scale, height: (heightMm ?? own.height * scale) / scale };
  const pixels = (side: number): string => String(Math.round((side * scale * PIXELS_PER_INCH) / MM_PER_INCH));
  const sides = { width: pixels(paper.width), height: pixels(paper.height) };
  const [width, height] = [paper.width, paper.height].map((length) => Math.round(length * scale * 100) / 100);
  const [least, most] = limits.paperFontPoints;
  const type = Math.min(most, Math.max(least, sizes.text * scale * toPoints(1)));
  const size: PrintSize = { widthMm: width, heightMm: height, fontPt: type };
  return Object.freeze({ figure: restyled, svg: onPaper(svg, paper, sides, "middle"), size: Object.freeze(size) });
}
