/** Resizing by area average. The laptop protocol halves images; the paper does not resize. */
import * as v from "valibot";
import { checkCount } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { type Schema, wholeNumber } from "../input/schema.js";
import { checkImageBytes, checkImages, type Images, makeImages } from "./images.js";

/** A height and a width in pixels. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Sizes that images can have. */
export const sizeSchema: Schema<Size> = v.object({
  height: wholeNumber(1, limits.imageSide),
  width: wholeNumber(1, limits.imageSide),
});

interface Overlap {
  readonly source: number;
  readonly weight: number;
}

/** For each target position, the source positions under it, weighted by whole numbers that sum to `sourceLength`. */
function overlaps(sourceLength: number, targetLength: number): readonly (readonly Overlap[])[] {
  return Array.from({ length: targetLength }, (_, target) => {
    const [start, end] = [target * sourceLength, (target + 1) * sourceLength];
    const found: Overlap[] = [];
    for (let source = Math.floor(start / targetLength); source * targetLength < end; source++) {
      const weight = Math.min(end, (source + 1) * targetLength) - Math.max(start, source * targetLength);
      if (weight > 0) found.push({ source, weight });
    }
    return found;
  });
}

/**
 * Images of `height` × `width` pixels, each pixel the average of the area it covers, rounded half up. Computed in whole
 * numbers, so the result is the same on every machine. Returns `images` itself when the size is already right. Throws
 * InputError unless height and width are whole numbers of at least 1 and within the limits for images.
 */
export function resizeImages(images: Images, height: number, width: number): Images {
  checkImages(images);
  checkCount("resize: height", height, 1, limits.imageSide);
  checkCount("resize: width", width, 1, limits.imageSide);
  checkImageBytes("resize", { ...images, height, width });
  if (height === images.height && width === images.width) return images;
  const { count, channels } = images;
  const rows = overlaps(images.height, height);
  const columns = overlaps(images.width, width);
  const area = images.height * images.width;
  const sourceRow = images.width * channels;
  const pixels = new Uint8Array(count * height * width * channels);
  let out = 0;
  for (let image = 0; image < count; image++) {
    const start = image * images.height * sourceRow;
    for (const row of rows) {
      for (const column of columns) {
        for (let channel = 0; channel < channels; channel++) {
          let sum = 0;
          for (const vertical of row) {
            const line = start + vertical.source * sourceRow + channel;
            for (const horizontal of column) {
              sum += vertical.weight * horizontal.weight * images.pixels[line + horizontal.source * channels];
            }
          }
          pixels[out++] = Math.floor((2 * sum + area) / (2 * area));
        }
      }
    }
  }
  return makeImages({ height, width, channels, pixels, labels: images.labels });
}
