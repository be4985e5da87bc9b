/** Tiny synthetic images that a small network learns in a few training steps, for tests and toy notebooks. */
import * as v from "valibot";
import { limits } from "../input/limits.js";
import { parseWith, type Schema, seedValue, wholeNumber } from "../input/schema.js";
import { withDefaults } from "../input/settings.js";
import { type Random, createRandom } from "../random.js";
import { checkImageBytes, type Dataset, type Images, makeImages } from "./images.js";

/** Settings of {@link makeSyntheticData}. */
export interface SyntheticConfig {
  /** Determines every pixel. */
  readonly seed?: number | string;
  /** Images in each split; the classes alternate. */
  readonly counts?: { readonly training: number; readonly validation: number; readonly test: number };
  /** Rows of an image. */
  readonly height?: number;
  /** Columns of an image. */
  readonly width?: number;
  /** Number of classes, 2 to 12. */
  readonly classes?: number;
}

/** Four classes of 8×8 images. */
export const syntheticDefaults = Object.freeze({
  seed: 1,
  counts: Object.freeze({ training: 256, validation: 64, test: 64 }),
  height: 8,
  width: 8,
  classes: 4,
});

const MOST_CLASSES = 12;
const NOISE = 40;

const count = wholeNumber(1, limits.imageBytes);
const schema: Schema<Required<SyntheticConfig>> = v.object({
  seed: seedValue(),
  counts: v.object({ training: count, validation: count, test: count }),
  height: wholeNumber(1, limits.imageSide),
  width: wholeNumber(1, limits.imageSide),
  classes: wholeNumber(2, MOST_CLASSES),
});

/**
 * Striped colour images with noise. A class is a direction of the stripes (across or down), their period (2, 3, …
 * pixels) and a slightly stronger colour; position, contrast and noise are random. Neither a flip nor a shift changes
 * the class. Throws InputError when a count or size is not a whole number of at least 1, or the number of classes is
 * not 2 to 12.
 */
export function makeSyntheticData(config: SyntheticConfig = {}): Dataset {
  const full = withDefaults<Required<SyntheticConfig>>(syntheticDefaults, config, "synthetic images");
  const { seed, counts, height, width, classes } = parseWith(schema, full, "synthetic images");
  const random = createRandom(seed).split("synthetic");
  const split = (name: "training" | "validation" | "test"): Images => {
    checkImageBytes(`synthetic images: ${name}`, { count: counts[name], height, width, channels: 3 });
    return drawImages(counts[name], height, width, classes, random.split(name));
  };
  return Object.freeze({
    name: "synthetic stripes",
    classNames: Object.freeze(Array.from({ length: classes }, (_, label) => className(label))),
    training: split("training"),
    validation: split("validation"),
    test: split("test"),
  });
}

const runsAcross = (label: number): boolean => label % 2 === 0;
const period = (label: number): number => 2 + Math.floor(label / 2);
const className = (label: number): string =>
  `stripes ${runsAcross(label) ? "across" : "down"}, period ${period(label)}`;

function drawImages(count: number, height: number, width: number, classes: number, random: Random): Images {
  const pixels = new Uint8ClampedArray(count * height * width * 3);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % classes);
  let out = 0;
  for (const label of labels) {
    const phase = random.integer(period(label));
    const contrast = 60 + random.integer(60);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const bright = ((runsAcross(label) ? y : x) + phase) % period(label) === 0;
        for (let channel = 0; channel < 3; channel++) {
          const tint = channel === label % 3 ? 20 : 0;
          pixels[out++] = 90 + tint + (bright ? contrast : 0) + random.integer(2 * NOISE + 1) - NOISE;
        }
      }
    }
  }
  return makeImages({ height, width, channels: 3, pixels: new Uint8Array(pixels.buffer), labels });
}
