/** Copies a window of an image as normalized numbers, in one pass. */
import type { Images } from "./images.js";

/** Where the rows and columns of a window lie in an image; −1 is beyond the border, where zeros are seen. */
export interface Window {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/**
 * Writes the window of image number `image` to `out` from `start` on, `[rows, columns, channels]`, each pixel value as
 * `table` (`[channels, 256]`, of `normalizationTable`) has it.
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
        // Written out, because the loop over three channels takes half as long again.
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
