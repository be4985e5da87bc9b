/** Copies a window of an image as normalized numbers, in one pass. */
import type { Images } from "./images.js";

/** A window's rows and columns in an image; −1 is beyond the border, which reads as 0. */
export interface Window {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/**
 * Writes a window of image number `image` to `out`, starting at `start`, as `[rows, columns, channels]`, mapping each
 * pixel value through `table` (`[channels, 256]`, from `normalizationTable`).
 */
export function copyWindow(
  images: Images,
  image: number,
  { rows, columns }: Window,
  table: Float32Array,
  out: Float32Array,
  start: number,
): void {
  const { height, width, channels, pixels } = images;
  const columnCount = columns.length;
  let target = start;
  for (const row of rows) {
    const line = (image * height + row) * width;
    for (let x = 0; x < columnCount; x++) {
      const column = columns[x];
      const source = (line + column) * channels;
      if (row < 0 || column < 0) {
        for (let channel = 0; channel < channels; channel++) out[target + channel] = 0;
      } else if (channels === 3) {
        // Unrolled, because a loop over the three channels takes half as long again.
        out[target] = table[pixels[source]];
        out[target + 1] = table[256 + pixels[source + 1]];
        out[target + 2] = table[512 + pixels[source + 2]];
      } else {
        for (let channel = 0; channel < channels; channel++) {
          out[target + channel] = table[channel * 256 + pixels[source + channel]];
        }
      }
      target += channels;
    }
  }
}
