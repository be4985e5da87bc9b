/** Figure → PNG with the project's font, so that every machine draws the same, even one without fonts. */
import { createRequire } from "node:module";
import { encode as encodePng } from "upng-js";
import type * as resvg from "@resvg/resvg-js";
import type { Figure } from "./figure.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { shown } from "../../input/printable.js";
import { withDefaults } from "../../input/settings.js";
import { toSvg } from "./svg.js";
import { withoutTextLengths } from "./text-length.js";

/** Settings of {@link toPng}. */
export interface PngConfig {
  /** Pixels of the image per pixel of the figure, above 0 and at most 8. */
  readonly scale: number;
}

/** The defaults of {@link toPng}: two pixels for one, sharp on today's screens. */
export const pngDefaults: PngConfig = Object.freeze({ scale: 2 });

/**
 * The figure as the bytes of a PNG file. Throws InputError for a scale that is not above 0 and at most 8, and for more
 * than 100 million pixels.
 */
export function toPng(figure: Figure, config: Partial<PngConfig> = {}): Uint8Array {
  const { scale } = withDefaults(pngDefaults, config, "png");
  if (!(typeof scale === "number" && scale > 0 && scale <= 8)) {
    throw new InputError(`png: got a scale of ${shown(scale)}, must be above 0 and at most 8`);
  }
  return svgToPng(toSvg(figure), { mode: "zoom", value: scale, transparent: isTransparent(figure) });
}

/** Whether what is behind the figure shows. */
export function isTransparent({ spec }: Figure): boolean {
  return spec.background === "transparent";
}

/** The most colours of a palette. */
const MOST_COLOURS = 256;

/** The size: a zoom factor, or a width in pixels; and whether a picture without a background has none, in place of white. */
export interface FitTo {
  readonly mode: "zoom" | "width";
  readonly value: number;
  readonly transparent?: boolean;
}

/** SVG text as the bytes of a PNG file. Throws InputError for more than 100 million pixels. */
export function svgToPng(svg: string, fitTo: FitTo): Uint8Array {
  return render(svg, fitTo).asPng();
}

/**
 * SVG text as the bytes of a PNG file with at most 256 colours, a third of the size of {@link svgToPng}'s, for pictures
 * kept with the project.
 */
export function svgToSmallPng(svg: string, fitTo: FitTo): Uint8Array {
  const { width, height, pixels } = render(svg, fitTo);
  return new Uint8Array(encodePng([Uint8Array.from(pixels).buffer], width, height, MOST_COLOURS));
}

function render(svg: string, fitTo: FitTo): resvg.RenderedImage {
  checkPixels(svg, fitTo);
  const { Resvg } = requireHere("@resvg/resvg-js") as typeof resvg;
  const image = new Resvg(withoutTextLengths(svg), {
    fitTo: { mode: fitTo.mode, value: fitTo.value },
    ...(fitTo.transparent ? {} : { background: "white" }),
    font: { loadSystemFonts: false, fontFiles: [...fontFiles()], defaultFontFamily: "Arimo", sansSerifFamily: "Arimo" },
  });
  return image.render();
}

/** Checks the size before drawing: a picture of several metres at print resolution would take all memory. */
function checkPixels(svg: string, { mode, value }: FitTo): void {
  const [, width, height] = (/viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []).map(Number);
  if (!(width > 0 && height > 0)) throw new InputError("png: the picture is empty and has no size");
  const zoom = mode === "zoom" ? value : value / width;
  if (width * height * zoom ** 2 <= limits.pngPixels) return;
  const [across, down] = [width, height].map((side) => Math.round(side * zoom));
  throw new InputError(
    `png: got ${across} × ${down} pixels, must be at most ${limits.pngPixels / 1e6} million: make it smaller, or take svg`,
  );
}

const requireHere = createRequire(__filename);

/** The files of the project's font, regular and bold. */
export function fontFiles(): readonly string[] {
  return ["400Regular/Arimo_400Regular.ttf", "700Bold/Arimo_700Bold.ttf"].map((file) =>
    requireHere.resolve(`@expo-google-fonts/arimo/${file}`),
  );
}
