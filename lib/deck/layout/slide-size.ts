/** The sizes of a slide and its type, in pixels; a slide is 13⅓ × 7½ inches, so that 96 pixels are an inch. */

/** An area of a slide, in pixels from its upper left corner. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A slide of 16:9. */
export const slideSize = Object.freeze({ width: 1280, height: 720 });

/** The least height of type on a slide, in pixels: 12 points. */
export const LEAST_TYPE = 16;

/** Points of `pixels`. */
export const toPoints = (pixels: number): number => (pixels * 72) / 96;

/** The height of a line, of its type. */
export const LINE_HEIGHT = 1.3;

const MARGIN = 64;

/** The areas that all slides share. */
export const areas = Object.freeze({
  part: { x: MARGIN, y: 30, width: 1152, height: 28 },
  title: { x: MARGIN, y: 58, width: 1152, height: 58 },
  /** Below the title. */
  body: { x: MARGIN, y: 132, width: 1152, height: 508 },
  source: { x: MARGIN, y: 664, width: 1040, height: 28 },
  number: { x: 1136, y: 664, width: 80, height: 28 },
  coverTitle: { x: MARGIN, y: 96, width: 1152, height: 140 },
  coverBody: { x: MARGIN, y: 262, width: 1152, height: 378 },
} satisfies Readonly<Record<string, Area>>);

/** Heights of type, in pixels. */
export const type = Object.freeze({
  part: 20,
  title: [40, 36, 32, 28],
  coverTitle: [54, 48, 42, 36],
  /** From the largest down; the first is for text alone. */
  body: [32, 30, 28, 26, 24, 22, 20, 18],
  table: [24, 22, 21, 20, 19, 18, 17, LEAST_TYPE],
  source: LEAST_TYPE,
});
