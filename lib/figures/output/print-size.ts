/** Figures at a print size: in millimetres, with a font in points. */
import * as v from "valibot";
import { limits } from "../../input/limits.js";
import { finiteNumber, parseWith, type Schema } from "../../input/schema.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { checkObject, withDefaults } from "../../input/settings.js";
import { createFigure } from "./create-figure.js";
import type { Figure, NamedFigure } from "./figure.js";
import { toSvg } from "./svg.js";
import { sizes } from "./theme.js";

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

/** Settings of {@link printFigure}. */
export interface PrintConfig extends PrintSize {
  /** Whether to leave out title and subtitle, which on paper belong in the caption. */
  readonly bare?: boolean;
}

/**
 * Draws a figure for a print size: its plotting area takes the room that axes, legends and words leave. A figure that
 * needs more room at that font size gets it, and its `size` says so. Throws InputError for a side outside 10 to 2,000
 * mm or a font outside 1 to 200 pt.
 */
export function printFigure(named: NamedFigure, config: Partial<PrintConfig> = {}): PrintFigure {
  checkObject("print", named);
  const { draw } = named;
  if (typeof draw !== "function") throw new InputError(`print: draw: got ${shown(draw)}, must be a function`);
  const { bare = false, ...size } = withDefaults<PrintConfig>({ ...printDefaults, bare: false }, config, "print size");
  checkPrintSize(size);
  // The theme's sizes are in pixels; this scale makes the axes' text `fontPt` high.
  const pixelsPerMm = (POINTS_PER_MM * sizes.text) / size.fontPt;
  const wanted = { width: size.widthMm * pixelsPerMm, height: size.heightMm * pixelsPerMm };
  const drawn = (area: Area): Drawn => {
    const figure = bare ? withoutWords(draw(area)) : draw(area);
    const svg = toSvg(figure);
    return { ...measure(svg), area, figure, svg };
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
  return Object.freeze({ figure: best.figure, svg: onPaper(best.svg, width, height, paper), size: paper });
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

interface Area {
  readonly width: number;
  readonly height: number;
}

interface Drawn extends Area {
  readonly area: Area;
  readonly figure: Figure;
  readonly svg: string;
}

function withoutWords({ kind, title, description, spec }: Figure): Figure {
  const { title: _, ...rest } = spec;
  return createFigure(kind, title, description, rest);
}

const ROUNDS = 8;

/**
 * How many pixels a figure may differ from its paper, since words do not grow with it and the margin around it is
 * wider.
 */
const SLACK = 3;

function fits(drawn: Area, wanted: Area): boolean {
  const near = (one: number, other: number): boolean => Math.abs(one - other) <= SLACK;
  return near(drawn.width, wanted.width) && near(drawn.height, wanted.height);
}

function measure(svg: string): Area {
  const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

function onPaper(svg: string, width: number, height: number, { widthMm, heightMm }: PrintSize): string {
  const head = /^<svg [^>]*>/.exec(svg)?.[0] ?? "";
  const sized = head
    .replace(/ width="[^"]*"/, ` width="${widthMm}mm"`)
    .replace(/ height="[^"]*"/, ` height="${heightMm}mm"`)
    .replace(/viewBox="[^"]*"/, `viewBox="0 0 ${round(width)} ${round(height)}"`);
  return sized + svg.slice(head.length);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
