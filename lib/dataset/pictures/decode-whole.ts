/** Whole pictures → pixels at one size. */
import type { Size } from "../resize.js";
import { centreRegion, decodeRegion, PICTURE_CHANNELS } from "./decode-region.js";
import { inParallel } from "./in-parallel.js";

/** Pictures in their files. */
export interface PictureFiles {
  readonly paths: readonly string[];
  /** Width and height of each, upright, in pixels: `[2 · count]`. */
  readonly sizes: ArrayLike<number>;
}

/** Settings of {@link decodeWhole}. */
export interface WholeDecodingConfig {
  /** Where the pixels go, `[count, height, width, 3]`. Default: an array of their own. */
  readonly pixels?: Uint8Array;
  /** Called after each picture. */
  readonly onFile?: () => void;
}

/**
 * The pictures' pixels at `size`, `[count, height, width, 3]`: the largest part of its shape in the middle of each.
 * Rejects when one is broken.
 */
export async function decodeWhole(
  { paths, sizes }: PictureFiles,
  size: Size,
  config: WholeDecodingConfig = {},
): Promise<Uint8Array> {
  const length = size.height * size.width * PICTURE_CHANNELS;
  const { pixels = new Uint8Array(paths.length * length), onFile } = config;
  await inParallel(paths, async (path, index) => {
    const region = centreRegion(sizes[2 * index], sizes[2 * index + 1], size);
    pixels.set(await decodeRegion(path, { size, region, flipped: false }), index * length);
    onFile?.();
  });
  return pixels;
}
