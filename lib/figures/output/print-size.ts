/** Figures at a size: in millimetres, with a font in points, for paper or a slide. */
import * as v from "valibot";
import { limits } from "../../input/limits.js";
import { finiteNumber, parseWith, type Schema } from "../../input/schema.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { checkObject, withDefaults } from "../../input/settings.js";
import { createFigure } from "./create-figure.js";
import type { Figure, Json, NamedFigure } from "./figure.js";
import { checkLook, type Look, lookDefaults, restyle } from "./restyle.js";
import { onPaper, type PixelSize, smallestType, svgSize } from "./scale-svg.js";
import { toSvg } from "./svg.js";
import { textWidth } from "./text-width.js";
import { sizes } from "./theme.js";
import { wrapText } from "./wrap-text.js";

/** A size on paper. */
export interface PrintSize {
  /** The width of the whole figure, including title and axes. */
  readonly widthMm: number;
  readonly heightMm: number;
  /** The size of the axes' titles, in points (1/72 inch); the rest is in proportion. */
  readonly fontPt: number;
}

/** A column and a half of a page, with text the size of a caption's. */
export const printDefaults: PrintSize = Object.freeze({ widthMm: 120, heightMm: 80, fontPt: 8 });

/** A figure drawn for a print size. */
export interface PrintFigure {
  readonly figure: Figure;
  /** SVG text with width and height in millimetres. */
  readonly svg: string;
  readonly size: PrintSize;
}

const POINTS_PER_MM = 72 / 25.4;

/** The smallest plotting area worth drawing, in pixels of the theme. */
const LEAST = Object.freeze({ width: 120, height: 60 });

/** Millimetres to points, the unit of PDF. */
export function toPoints(millimetres: number): number {
  return millimetres * POINTS_PER_MM;
}

/** A slide of 16:9, 13⅓ inches wide, whose labels are of 12 points. */
export const slidePrint: PrintSize = Object.freeze({ widthMm: 338.67, heightMm: 190.5, fontPt: 13.2 });

/** The least type on a slide, in points. */
export const LEAST_SLIDE_PT = 12;

/** Settings of {@link printFigure}: size and look of what goes into a file. */
export interface PrintConfig extends PrintSize, Look {
  /** Whether to leave out title and subtitle, which on paper belong in the caption; false by default. */
  readonly bare: boolean;
  /** No letter is smaller than this, in points; if some would be, all grow. By default they may be. */
  readonly leastPt?: number;
}

const defaults: PrintConfig = Object.freeze({ ...printDefaults, ...lookDefaults, bare: false, leastPt: undefined });

/**
 * Draws a figure for a print size: its plotting area takes the room that axes, legends and words leave. A figure that
 * needs more room at that font size gets it, and its `size` says so. Throws InputError for a side outside 10 to 2,000
 * mm, a font outside 1 to 200 pt, or a look that there is not.
 */
export function printFigure(named: NamedFigure, config: Partial<PrintConfig> = {}): PrintFigure {
  checkObject("print", named);
  const { draw } = named;
  if (typeof draw !== "function") throw new InputError(`print: draw: got ${shown(draw)}, must be a function`);
  const { bare, leastPt, widthMm, heightMm, fontPt, ...given } = withDefaults(defaults, config, "print size");
  const size = { widthMm, heightMm, fontPt };
  checkPrintSize(size);
  checkLook(given);
  const look = bare ? { ...given, title: "" } : given;
  const first = layOut(named, size, look);
  const type = typePoints(first);
  if (leastPt === undefined || type >= leastPt) return first;
  // Some charts have labels that are smaller than those of their axes.
  return layOut(named, { ...size, fontPt: Math.ceil((10 * fontPt * leastPt) / type) / 10 }, look);
}

/** The height of the smallest type of a figure at its size, in points. */
export function typePoints({ svg, size }: Pick<PrintFigure, "svg" | "size">): number {
  return (smallestType(svg) * toPoints(size.widthMm)) / svgSize(svg).width;
}

/** {@link typePoints}, were the figure as wide as a slide. */
export function slidePoints(print: Pick<PrintFigure, "svg" | "size">): number {
  return (typePoints(print) * slidePrint.widthMm) / print.size.widthMm;
}

function layOut({ draw }: NamedFigure, size: PrintSize, look: Look): PrintFigure {
  // The theme's sizes are in pixels; this scale makes the axes' text `fontPt` high.
  const pixelsPerMm = (POINTS_PER_MM * sizes.text) / size.fontPt;
  const wanted = { width: size.widthMm * pixelsPerMm, height: size.heightMm * pixelsPerMm };
  const drawn = (area: PixelSize): Drawn => {
    const figure = withinWidth(restyle(draw(area), look), wanted.width - 2 * sizes.padding);
    const svg = toSvg(figure);
    return { ...svgSize(svg), area, figure, svg };
  };
  let best = drawn({
    width: Math.max(LEAST.width, wanted.width - 80),
    height: Math.max(LEAST.height, wanted.height - 110),
  });
  for (let round = 0; round < ROUNDS && !fits(best, wanted); round++) {
    const { area } = best;
    best = drawn({
      width: Math.max(LEAST.width, area.width + wanted.width - best.width),
      height: Math.max(LEAST.height, area.height + wanted.height - best.height),
    });
  }
  const width = best.width > wanted.width + SLACK ? best.width : wanted.width;
  const height = best.height > wanted.height + SLACK ? best.height : wanted.height;
  const paper = { ...size, widthMm: round(width / pixelsPerMm), heightMm: round(height / pixelsPerMm) };
  const sides = { width: `${paper.widthMm}mm`, height: `${paper.heightMm}mm` };
  return Object.freeze({ figure: best.figure, svg: onPaper(best.svg, { width, height }, sides), size: paper });
}

const side = finiteNumber(...limits.paperMillimetres);
const sizeSchema: Schema<PrintSize> = v.object({
  widthMm: side,
  heightMm: side,
  fontPt: finiteNumber(...limits.paperFontPoints),
});

/** Throws InputError, saying which, for a side or a font that is out of range. */
export function checkPrintSize(size: PrintSize): void {
  parseWith(sizeSchema, size, "print size");
}

/** `figure` with its title in lines of at most `width` pixels. */
function withinWidth(figure: Figure, width: number): Figure {
  const { title } = figure.spec;
  if (typeof title !== "object" || title === null || Array.isArray(title)) return figure;
  const { text: words } = title as { readonly text?: Json };
  if (typeof words !== "string" || textWidth(words, sizes.title, true) <= width) return figure;
  const text = wrapText(words, width, sizes.title, true);
  return createFigure(figure.kind, figure.title, figure.description, { ...figure.spec, title: { ...title, text } });
}

interface Drawn extends PixelSize {
  readonly area: PixelSize;
  readonly figure: Figure;
  readonly svg: string;
}

const ROUNDS = 8;

/**
 * How many pixels a figure may differ from its paper, since words do not grow with it and the margin around it is
 * wider.
 */
const SLACK = 3;

function fits(drawn: PixelSize, wanted: PixelSize): boolean {
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= SLACK;
  return near(drawn.width, wanted.width) && near(drawn.height, wanted.height);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
