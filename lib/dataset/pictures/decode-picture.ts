/** One picture → its pixels at the size of a network's images. */
import type { Size } from "../resize.js";
import { limits } from "../../input/limits.js";
import { openPicture } from "./sharp.js";

/** A part of an upright picture, in its pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How a picture becomes an image. */
export interface Decoding {
  readonly size: Size;
  /** What is taken of it and stretched to the size. */
  readonly region: Region;
  /** Whether it is mirrored left to right. */
  readonly flipped: boolean;
}

/** Channels of what is decoded: red, green, blue. Grey pictures have three equal ones. */
export const PICTURE_CHANNELS = 3;

/**
 * The pixels of the picture at `path`, `[height, width, 3]`, 0 to 255, in sRGB: turned upright by EXIF, CMYK converted
 * by its profile, grey as three equal channels, what is transparent white. Decoded on one of libuv's threads. Rejects
 * when the file is missing or broken.
 */
export function decodePicture(path: string, { size, region, flipped }: Decoding): Promise<Buffer> {
  const picture = openPicture(path, { failOn: "error", limitInputPixels: limits.picturePixels })
    .extract(region)
    .resize(size.width, size.height, { fit: "fill" })
    .flop(flipped)
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb");
  return picture.raw().toBuffer();
}

/**
 * The largest region of the size's shape in the middle of a picture of `width` × `height`, with each side times
 * `share`.
 */
export function centreRegion(width: number, height: number, size: Size, share = 1): Region {
  const scale = share * Math.min(width / size.width, height / size.height);
  const side = (pixels: number, most: number) => Math.min(most, Math.max(1, Math.round(scale * pixels)));
  const [across, down] = [side(size.width, width), side(size.height, height)];
  return {
    left: Math.floor((width - across) / 2),
    top: Math.floor((height - down) / 2),
    width: across,
    height: down,
  };
}
