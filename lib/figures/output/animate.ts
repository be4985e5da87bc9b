/** A figure with steps as a moving picture. */
import type sharp from "sharp";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import type { Figure, Json } from "./figure.js";
import { isTransparent, svgToPng } from "./png.js";
import { onPaper, svgSize } from "./scale-svg.js";
import { checkFigure, toSvgs } from "./svg.js";

/** One picture of an animation. */
export interface Frame {
  readonly png: Uint8Array;
  readonly millis: number;
}

/** The bounds of a figure's signal `step`; undefined for a figure without steps. */
export function stepsOf(figure: Figure): { readonly least: number; readonly most: number } | undefined {
  checkFigure(figure);
  type Signal = { readonly name?: Json; readonly value?: Json; readonly on?: Json };
  const signals = (figure.spec.signals ?? []) as readonly Signal[];
  const step = signals.find(({ name }) => name === "step");
  if (step === undefined) return undefined;
  // Steps of a search, which answer the pointer, count from 1; a drawing's begin with what is there before the first.
  return { least: step.on === undefined ? 0 : 1, most: Number(step.value) };
}

/** Up to this many steps are shown one by one and fade into each other; more become a film. */
const FEW_STEPS = 12;
const [FIRST_MILLIS, HOLD_MILLIS, LAST_MILLIS] = [600, 1_400, 3_000];
const FADES = 4;
const FADE_MILLIS = 60;
const FILM_FRAMES = 150;
const FILM_MILLIS = 100;

/**
 * The pictures of `figure` at its steps, `width` pixels wide: a few steps fade into each other, of many at most 150 are
 * shown, among them the first and the last. Rejects with InputError for a figure without steps, and for more pixels than
 * an animation may have.
 */
export async function animationFrames(figure: Figure, width: number): Promise<readonly Frame[]> {
  const steps = stepsOf(figure);
  if (steps === undefined)
    throw new InputError(`animation: ${printable(figure.title)} has no steps that it could show`);
  const { least, most } = steps;
  const isFilm = most - least >= FEW_STEPS;
  const count = isFilm ? Math.min(FILM_FRAMES, most - least + 1) : most - least + 1;
  const values = Array.from(
    { length: count },
    (_, index) => least + Math.round((index * (most - least)) / Math.max(1, count - 1)),
  );
  const svgs = toSvgs(figure, values);
  const areas = svgs.map(svgSize);
  // A step that shows less may be a little smaller.
  const area = {
    width: Math.max(...areas.map((each) => each.width)),
    height: Math.max(...areas.map((each) => each.height)),
  };
  const frameCount = isFilm ? count : count + (count - 1) * FADES;
  if (frameCount * width * ((width * area.height) / area.width) > limits.animationPixels) {
    throw new InputError(
      `animation: got ${width} pixels of width for ${frameCount} pictures, too many pixels: make it smaller`,
    );
  }
  const sides = { width: String(area.width), height: String(area.height) };
  const pngs = svgs.map((svg) =>
    svgToPng(onPaper(svg, area, sides, "upper left"), {
      mode: "width",
      value: width,
      transparent: isTransparent(figure),
    }),
  );
  if (isFilm) return pngs.map((png, index) => ({ png, millis: index === count - 1 ? LAST_MILLIS : FILM_MILLIS }));
  const frames: Frame[] = [];
  for (const [index, png] of pngs.entries()) {
    const millis = index === 0 ? FIRST_MILLIS : HOLD_MILLIS;
    frames.push({ png, millis: index === count - 1 ? LAST_MILLIS : millis });
    if (index === count - 1) break;
    for (let fade = 1; fade <= FADES; fade++) {
      frames.push({ png: await blend(png, pngs[index + 1], fade / (FADES + 1)), millis: FADE_MILLIS });
    }
  }
  return frames;
}

/** The frames as an animated GIF or WebP that begins again when it ends. */
export async function animatedImage(frames: readonly Frame[], format: "gif" | "webp"): Promise<Uint8Array> {
  const delay = frames.map(({ millis }) => millis);
  const joined = loadSharp()(
    frames.map(({ png }) => Buffer.from(png)),
    { join: { animated: true } },
  );
  const image =
    format === "gif" ? joined.gif({ delay, loop: 0, dither: 0 }) : joined.webp({ delay, loop: 0, lossless: true });
  return image.toBuffer();
}

async function blend(from: Uint8Array, to: Uint8Array, share: number): Promise<Uint8Array> {
  const [one, other] = await Promise.all(
    [from, to].map((png) => loadSharp()(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true })),
  );
  const pixels = one.data.map((value, at) => Math.round(value * (1 - share) + other.data[at] * share));
  const { width, height } = one.info;
  return loadSharp()(pixels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** Loaded only for animations: it is native code. */
function loadSharp(): typeof sharp {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require("sharp") as typeof sharp;
}
