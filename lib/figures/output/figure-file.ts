/** A figure as the content of a file: every format, any size and look. */
import { closeSync, existsSync, openSync, readSync } from "node:fs";
import { extname } from "node:path";
import * as v from "valibot";
import { writeFileWhole } from "../../files/write-file.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable, shown } from "../../input/printable.js";
import { finiteNumber, oneOf, type Schema } from "../../input/schema.js";
import { withDefaults } from "../../input/settings.js";
import { fitSlide } from "../talk/slide-type.js";
import { animatedImage, animationFrames, stepsOf } from "./animate.js";
import { checkConfig } from "./check-input.js";
import type { Figure } from "./figure.js";
import { animatedFilm, checkFilm } from "./film.js";
import { figurePage, PAGE_MARK } from "./page/figure-page.js";
import { toPdf } from "./pdf.js";
import { svgToPng, toPng } from "./png.js";
import { type PrintFigure, slidePrint } from "./print-size.js";
import { type Look, lookDefaults, restyle } from "./restyle.js";
import { scaleFigure } from "./scale-figure.js";
import { svgSize } from "./scale-svg.js";
import { toSvg } from "./svg.js";
import { toJson } from "./json.js";

/** All formats, the still ones first. */
export const figureFormats = ["svg", "png", "pdf", "json", "html", "gif", "webp", "mp4"] as const;

/** A format of a figure's file. */
export type FigureFormat = (typeof figureFormats)[number];

/** Whether pictures in this format move. */
export function isMoving(format: FigureFormat): boolean {
  return format === "gif" || format === "webp" || format === "mp4";
}

/** What an animation came to. */
export interface AnimationReport {
  readonly frameCount: number;
  readonly widthPx: number;
  readonly seconds: number;
  readonly bytes: number;
}

/** Size and look of a figure in a file. */
export interface FigureFileConfig extends Omit<Look, "theme"> {
  /** Light by default; a page without it is as its reader's screen. */
  readonly theme?: Look["theme"];
  /** The width of the whole picture, scaled with its type, in pixels (96 an inch); by default as large as drawn. */
  readonly widthPx?: number;
  /** In place of a width: the height of usual text, in points. */
  readonly fontPt?: number;
  /** Width by height, 16 / 9 for a slide: 1280 pixels wide by default, and no type below 12 points. */
  readonly aspect?: number;
  /** Told of a finished animation. */
  readonly onAnimation?: (report: AnimationReport) => void;
}

const unset = { theme: undefined, widthPx: undefined, fontPt: undefined, aspect: undefined, onAnimation: undefined };
const defaults: FigureFileConfig = Object.freeze({ ...lookDefaults, ...unset });

const PIXELS_PER_MM = 96 / 25.4;
const [LEAST_MM, MOST_MM] = limits.paperMillimetres;
const [LEAST_PX, MOST_PX] = [Math.floor(LEAST_MM * PIXELS_PER_MM), Math.ceil(MOST_MM * PIXELS_PER_MM)];
const schema: Schema<Pick<FigureFileConfig, "theme" | "widthPx" | "fontPt" | "aspect">> = v.object({
  theme: v.optional(oneOf(["light", "dark"])),
  widthPx: v.optional(finiteNumber(LEAST_PX, MOST_PX)),
  fontPt: v.optional(finiteNumber(...limits.paperFontPoints)),
  aspect: v.optional(finiteNumber(...limits.aspect)),
});

/**
 * Writes `figure` to `path`, whose ending says the format: svg, png, pdf, json (the specification), html (a page that
 * answers the pointer without a network), or for figures with steps gif, webp and mp4. A missing folder is made. Rejects
 * with InputError for another ending, a page that somebody else made, a size or look that it cannot have.
 */
export async function saveFigure(figure: Figure, path: string, config: Partial<FigureFileConfig> = {}): Promise<void> {
  if (typeof path !== "string") throw new InputError(`save figure: path: got ${shown(path)}, must be a string`);
  const format = extname(path).slice(1) as FigureFormat;
  if (!figureFormats.includes(format)) {
    throw new InputError(`save figure: path: got ${shown(path)}, must end in .${figureFormats.join(", .")}`);
  }
  checkPageFile(format, path);
  writeFileWhole(path, await figureContent(figure, format, config));
}

/** The content of a file with `figure` in `format`. Rejects as {@link saveFigure} does. */
export async function figureContent(
  figure: Figure,
  format: FigureFormat,
  config: Partial<FigureFileConfig> = {},
): Promise<string | Uint8Array> {
  const settings = withDefaults(defaults, config, "figure file");
  checkConfig("figure file", settings, schema);
  const { theme = "light", transparent, title, widthPx, fontPt, aspect } = settings;
  const look = { theme, transparent, title };
  const isSized = widthPx !== undefined || fontPt !== undefined || aspect !== undefined;
  if (format === "json" || format === "html") {
    if (isSized) throw new InputError(`figure file: ${format} has no size: leave out width, font and aspect`);
    if (format === "json") return toJson(restyle(figure, look));
    // The page itself makes its figures dark.
    return figurePage([restyle(figure, { ...look, theme: "light" })], { theme: settings.theme });
  }
  if (isMoving(format)) return moving(figure, format, settings);
  if (!isSized && format === "svg") return toSvg(restyle(figure, look));
  if (!isSized && format === "png") return toPng(restyle(figure, look));
  const print = sized(figure, look, settings);
  if (format === "pdf") return toPdf(print);
  const across = Math.round(print.size.widthMm * PIXELS_PER_MM);
  return format === "svg" ? print.svg : svgToPng(print.svg, { mode: "width", value: across, transparent });
}

function sized(figure: Figure, look: Look, { widthPx, fontPt, aspect }: FigureFileConfig): PrintFigure {
  const widthMm = widthPx === undefined ? undefined : inMillimetres(widthPx);
  if (aspect === undefined) return scaleFigure(figure, { ...look, widthMm, fontPt });
  if (fontPt !== undefined) {
    throw new InputError("figure file: with an aspect, type is as large as the slide allows: leave out the font");
  }
  return fitSlide(figure, { ...look, ...paperOf(aspect, widthMm) });
}

const inMillimetres = (pixels: number): number =>
  Math.min(MOST_MM, Math.max(LEAST_MM, Math.round((100 * pixels) / PIXELS_PER_MM) / 100));

/** The paper of an aspect, in millimetres: as wide as asked, or as a slide. Throws InputError for a height out of range. */
export function paperOf(
  aspect: number,
  widthMm: number = slidePrint.widthMm,
): { readonly widthMm: number; readonly heightMm: number } {
  const heightMm = Math.round((100 * widthMm) / aspect) / 100;
  if (heightMm >= LEAST_MM && heightMm <= MOST_MM) return { widthMm, heightMm };
  throw new InputError(`aspect: gives a height of ${heightMm} mm, must be from ${LEAST_MM} to ${MOST_MM} mm`);
}

/** Pixels across an animation, where no width is given: what a mail or a web page can carry. */
const MOST_MOVING_WIDTH = 960;

async function moving(figure: Figure, format: FigureFormat, config: FigureFileConfig): Promise<Uint8Array> {
  const { theme = "light", transparent, title, widthPx, fontPt, aspect, onAnimation } = config;
  if (fontPt !== undefined || aspect !== undefined) {
    throw new InputError(`figure file: ${format} takes a width: leave out font and aspect`);
  }
  if (stepsOf(figure) === undefined) {
    throw new InputError(
      `figure file: ${printable(figure.title)} has no steps to show as ${format}; a mutation, an initialization and a replay have`,
    );
  }
  if (format === "mp4") checkFilm();
  const restyled = restyle(figure, { theme, transparent, title });
  const width = Math.round(widthPx ?? Math.min(MOST_MOVING_WIDTH, svgSize(toSvg(restyled)).width));
  const frames = await animationFrames(restyled, width);
  const content =
    format === "mp4" ? animatedFilm(frames) : await animatedImage(frames, format === "gif" ? "gif" : "webp");
  const seconds = frames.reduce((sum, { millis }) => sum + millis, 0) / 1000;
  onAnimation?.({ frameCount: frames.length, widthPx: width, seconds, bytes: content.length });
  return content;
}

/** Throws InputError where a page would be written over a file that was not made here, which would be lost. */
export function checkPageFile(format: FigureFormat, path: string): void {
  if (format !== "html" || !existsSync(path)) return;
  const head = Buffer.alloc(1024);
  let length: number;
  try {
    const file = openSync(path, "r");
    length = readSync(file, head);
    closeSync(file);
  } catch {
    // What cannot be read is told when it is written.
    return;
  }
  if (length === 0 || head.toString("utf8", 0, length).includes(PAGE_MARK)) return;
  throw new InputError(`${printable(path)}: exists and was not made by hiernas: give another name, or remove it`);
}
