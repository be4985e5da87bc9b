/** A part of a picture → its pixels at the size of a network's images. */
import type { Sharp } from "sharp";
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
 * The pixels of a part of an upright picture, `[height, width, 3]`, 0 to 255, in sRGB: CMYK converted by its profile,
 * grey as three equal channels, what is transparent white. Decoded on one of libuv's threads. Rejects when the picture
 * is broken.
 */
export function pixelsOf(upright: Sharp, { size, region, flipped }: Decoding): Promise<Buffer> {
  return upright
    .extract(region)
    .resize(size.width, size.height, { fit: "fill" })
    .flop(flipped)
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer();
}

/** As {@link pixelsOf}, of the file at `path`, turned upright by EXIF. Rejects when it is missing or broken. */
export function decodeRegion(path: string, decoding: Decoding): Promise<Buffer> {
  return pixelsOf(openPicture(path, { failOn: "error", limitInputPixels: limits.picturePixels }), decoding);
}

/** The largest region of the size's shape in the middle of a picture of `width` × `height`. */
export function centreRegion(width: number, height: number, size: Size): Region {
  const scale = Math.min(width / size.width, height / size.height);
  const side = (pixels: number, most: number) => Math.min(most, Math.max(1, Math.round(scale * pixels)));
  const [across, down] = [side(size.width, width), side(size.height, height)];
  return {
    left: Math.floor((width - across) / 2),
    top: Math.floor((height - down) / 2),
    width: across,
    height: down,
  };
}
