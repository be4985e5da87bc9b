/** A picture as an address that carries it. */
import { encode as encodePng } from "upng-js";

/** Red, green and blue of every pixel, 0 to 255, `[height, width, 3]`. */
interface Pixels {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/** The picture as a PNG in a `data:` address. */
export function pictureUrl({ height, width, pixels }: Pixels): string {
  const rgba = new Uint8Array(height * width * 4).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++) {
    for (let channel = 0; channel < 3; channel++) rgba[4 * pixel + channel] = pixels[3 * pixel + channel];
  }
  return `data:image/png;base64,${Buffer.from(encodePng([rgba.buffer], width, height, 0)).toString("base64")}`;
}
