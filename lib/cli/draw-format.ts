/** The formats of `hiernas draw`: which one is meant, and a figure in it. */
import { existsSync, openSync, readSync, closeSync } from "node:fs";
import { extname } from "node:path";
import { animatedImage, animationFrames, stepsOf } from "../figures/output/animate.js";
import type { Figure } from "../figures/output/figure.js";
import { animatedFilm } from "../figures/output/film.js";
import { figurePage, PAGE_MARK } from "../figures/output/page/figure-page.js";
import { toPdf } from "../figures/output/pdf.js";
import { svgToPng, toPng } from "../figures/output/png.js";
import type { PrintFigure } from "../figures/output/print-size.js";
import { restyle } from "../figures/output/restyle.js";
import { scaleFigure } from "../figures/output/scale-figure.js";
import { svgSize } from "../figures/output/scale-svg.js";
import { toSvg } from "../figures/output/svg.js";
import { toJson } from "../figures/output/write-figure.js";
import { fitSlide } from "../figures/talk/slide-type.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { LATEX } from "./draw-forms.js";
import { lookOf, type LookOptions, paperOf } from "./look-options.js";

/** All formats, the still ones first. */
export const FORMATS = ["svg", "png", "pdf", "json", "html", "gif", "webp", "mp4"] as const;

/** A format of a picture. */
export type Format = (typeof FORMATS)[number];

const MOVING: readonly Format[] = ["gif", "webp", "mp4"];

/** Whether pictures in this format move. */
export const isMoving = (format: Format): boolean => MOVING.includes(format);

const isFormat = (text: string): text is Format => (FORMATS as readonly string[]).includes(text);
const isText = (format: Format): boolean => format === "svg" || format === "json" || format === "html";
const [NAMES, ENDINGS] = ["", "."].map(
  (before) => `${FORMATS.slice(0, -1).map((each) => before + each).join(", ")} or ${before}${FORMATS.at(-1)}`,
);

/** What the options say about the format. */
export interface FormatOptions {
  readonly form: string;
  readonly format?: string;
  readonly out?: string;
}

/**
 * The format that is asked for, by name or by the ending of the file. Throws InputError where they differ, and where
 * bytes would go to a terminal.
 */
export function formatOf({ form, format, out }: FormatOptions): Format {
  if (form === LATEX) {
    if (format !== undefined) throw new InputError(`--format: got ${printable(format)}, latex is text and has none`);
    return "svg";
  }
  const ending = out === undefined || form === "all" ? "" : extname(out).slice(1);
  if (format !== undefined) {
    if (!isFormat(format)) throw new InputError(`--format: got ${printable(format)}, must be ${NAMES}`);
    if (ending !== "" && ending !== format)
      throw new InputError(`--format: got ${format}, but --out ${printable(out ?? "")} ends in .${printable(ending)}`);
    if (!isText(format) && out === undefined)
      throw new InputError(`--format: ${format} cannot go to stdout: give --out a file`);
    return format;
  }
  if (out === undefined || form === "all") return "svg";
  if (!isFormat(ending))
    throw new InputError(`--out: got ${printable(out)}, must end in ${ENDINGS}, or give --format`);
  return ending;
}

/** Pixels across an animation, where no width is given: what a mail or a web page can carry. */
const MOST_MOVING_WIDTH = 960;

/**
 * `figure` as the content of a file in `format`, with the size and look of `options`. Rejects with InputError for a size
 * that it cannot have, and for an animation of what has no steps.
 */
export async function contentOf(figure: Figure, format: Format, options: LookOptions): Promise<string | Uint8Array> {
  const look = lookOf(options);
  const { width, font, aspect } = options;
  const isSized = width !== undefined || font !== undefined || aspect !== undefined;
  if (format === "json" || format === "html") {
    if (isSized) throw new InputError(`--format: ${format} has no size: leave out --width, --font and --aspect`);
    if (format === "json") return toJson(restyle(figure, look));
    return figurePage([restyle(figure, { ...look, theme: "light" })], { theme: options.theme });
  }
  if (isMoving(format)) {
    if (font !== undefined || aspect !== undefined)
      throw new InputError(`--format: ${format} takes --width: leave out --font and --aspect`);
    return moving(restyle(figure, look), format, width);
  }
  if (!isSized && format === "svg") return toSvg(restyle(figure, look));
  if (!isSized && format === "png") return toPng(restyle(figure, look));
  const print = sized(figure, options);
  if (format === "pdf") return toPdf(print);
  return format === "svg" ? print.svg : svgToPng(print.svg, { mode: "width", value: pixels(print.size.widthMm) });
}

function sized(figure: Figure, options: LookOptions): PrintFigure {
  const { width: widthMm, font: fontPt, aspect } = options;
  const look = lookOf(options);
  if (aspect === undefined) return scaleFigure(figure, { ...look, widthMm, fontPt });
  if (fontPt !== undefined) throw new InputError("--aspect: type is as large as the slide allows: leave out --font");
  return fitSlide(figure, { ...look, ...paperOf(aspect, widthMm) });
}

const pixels = (millimetres: number): number => Math.round((millimetres * 96) / 25.4);

async function moving(figure: Figure, format: Format, widthMm?: number): Promise<Uint8Array> {
  if (stepsOf(figure) === undefined) {
    throw new InputError(`--format: ${format} is for what has steps: the forms mutation, initialization and replay`);
  }
  const width = widthMm === undefined ? Math.min(MOST_MOVING_WIDTH, Math.ceil(svgSize(toSvg(figure)).width)) : pixels(widthMm);
  const frames = await animationFrames(figure, width);
  const content = format === "mp4" ? animatedFilm(frames) : await animatedImage(frames, format === "gif" ? "gif" : "webp");
  const seconds = frames.reduce((sum, { millis }) => sum + millis, 0) / 1000;
  process.stderr.write(
    `${frames.length} pictures of ${width} pixels' width, ${seconds.toFixed(1)} s, ${(content.length / 1e6).toFixed(1)} MB\n`,
  );
  return content;
}

/** Throws InputError where `--out` names a page that somebody else made: it would be lost. */
export function checkPageFile(format: Format, out: string | undefined): void {
  if (format !== "html" || out === undefined || !existsSync(out)) return;
  const head = Buffer.alloc(1024);
  try {
    const file = openSync(out, "r");
    readSync(file, head);
    closeSync(file);
  } catch {
    // What cannot be read is told when it is written.
    return;
  }
  const text = head.toString("utf8").replace(/\0+$/, "");
  if (text === "" || text.includes(PAGE_MARK)) return;
  throw new InputError(`--out ${printable(out)}: exists and was not made by hiernas: give another name, or remove it`);
}
