/** The random choices of an augmentation, image by image, apart from making the images. */
import type { Random } from "../random.js";
import type { Augmentation } from "./augment.js";
import type { HolePlace } from "./cut-out.js";
import type { Size } from "./resize.js";

/** How one image is varied. */
export interface Variation {
  /** The window's first row and column in the image; beyond its border when negative. */
  readonly row: number;
  readonly column: number;
  /** Whether the window is mirrored left to right. */
  readonly flipped: boolean;
  /** The middle of the cutout in the window; of no meaning without cutout. */
  readonly hole: HolePlace;
}

/** An endless sequence of variations. */
export interface Variations {
  next(): Variation;
  /** Passes over `count` variations, as if they had been taken. */
  skip(count: number): void;
}

const NO_HOLE: HolePlace = Object.freeze({ row: 0, column: 0 });

/**
 * The variations of images of `whole` size, cut to `size`, from `random`, which is not advanced. Cutout draws from a
 * stream of its own, so that it leaves windows and flips as they are without it.
 */
export function drawVariations(
  random: Random,
  whole: Size,
  size: Size,
  { shift = 0, flip, cutout }: Augmentation,
): Variations {
  const windows = random.split("augmentation");
  const holes = random.split("cutout");
  const places = { row: whole.height - size.height + 2 * shift + 1, column: whole.width - size.width + 2 * shift + 1 };
  return {
    next: () => ({
      row: windows.integer(places.row) - shift,
      column: windows.integer(places.column) - shift,
      flipped: flip && windows.integer(2) === 1,
      hole: cutout === undefined ? NO_HOLE : { row: holes.integer(size.height), column: holes.integer(size.width) },
    }),
    skip: (count) => {
      for (let skipped = 0; skipped < count; skipped++) {
        windows.integer(places.row);
        windows.integer(places.column);
        if (flip) windows.integer(2);
        if (cutout !== undefined) {
          holes.integer(size.height);
          holes.integer(size.width);
        }
      }
    },
  };
}
