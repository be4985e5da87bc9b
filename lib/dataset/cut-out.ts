/** Cutout: a square of an image set to the mean colour. DeVries and Taylor, 2017. */

/** The pixel at the middle of a hole. */
export interface HolePlace {
  readonly row: number;
  readonly column: number;
}

/**
 * Sets a square of `side` pixels around `middle` to 0 in the image that begins at `start` of `images`, laid out as
 * `[height, width, channels]`; what of it lies beyond the border is left out. With an even side the middle is the pixel
 * below and to the right of the centre.
 */
export function cutOut(
  images: Float32Array,
  start: number,
  { height, width, channels }: { readonly height: number; readonly width: number; readonly channels: number },
  middle: HolePlace,
  side: number,
): void {
  const within = (at: number, length: number): readonly [number, number] => {
    const from = at - Math.floor(side / 2);
    return [Math.max(0, from), Math.min(length, from + side)];
  };
  const [top, bottom] = within(middle.row, height);
  const [left, right] = within(middle.column, width);
  for (let row = top; row < bottom; row++) {
    const line = start + row * width * channels;
    images.fill(0, line + left * channels, line + right * channels);
  }
}
