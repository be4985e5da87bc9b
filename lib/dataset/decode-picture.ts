/** One picture → the pixels that a network takes. */
import type { Sharp } from "sharp";
import { readFileBytes } from "../files/read-file.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";
import { checkObject } from "../input/settings.js";
import { centreRegion, pixelsOf } from "./pictures/decode-region.js";
import { loadSharp } from "./pictures/sharp.js";
import type { Size } from "./resize.js";

/** A picture in memory: red, green and blue of every pixel, 0 to 255, `[height, width, 3]`. */
export interface Picture extends Size {
  /** What it is called, in tables and figures. */
  readonly name: string;
  readonly pixels: Uint8Array;
}

/** Kinds of files, as sharp names them; others could load further files. */
const KINDS: readonly string[] = ["jpeg", "png", "webp", "gif", "tiff", "heif"];

/**
 * The largest part of a picture that has the shape of `size`, from its middle, at that size, in sRGB: turned upright by
 * EXIF, CMYK converted, grey as three equal channels, what is transparent white; of an animation the first picture.
 * `picture` is a file's path, or a picture in memory. Rejects with InputError for a file that is missing, empty,
 * truncated, too large, or no picture.
 */
export async function decodePicture(picture: string | Picture, size: Size): Promise<Picture> {
  if (typeof picture !== "string") checkObject("picture", picture);
  checkObject("picture: size", size);
  const name = typeof picture === "string" ? picture : String(picture.name);
  checkCount("picture: height", size.height, 1, limits.imageSide);
  checkCount("picture: width", size.width, 1, limits.imageSide);
  const where = printable(name);
  try {
    const { pipeline, width, height } = await open(picture, where);
    const pixels = await pixelsOf(pipeline, { size, region: centreRegion(width, height, size), flipped: false });
    return { name, ...size, pixels: new Uint8Array(pixels) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    const [why] = printable((error as Error).message).split("\n");
    throw new InputError(`${where}: is no picture that can be read (${why}); give a JPEG, PNG or WebP`, {
      cause: error,
    });
  }
}

/** An upright picture about to be decoded, and its size. */
async function open(picture: string | Picture, where: string): Promise<{ readonly pipeline: Sharp } & Size> {
  const sharp = loadSharp();
  if (typeof picture !== "string") {
    const { pixels, width, height } = picture;
    checkCount(`${where}: height`, height, 1, limits.imageSide);
    checkCount(`${where}: width`, width, 1, limits.imageSide);
    if (!(pixels instanceof Uint8Array)) throw new InputError(`${where}: pixels: must be a Uint8Array`);
    if (pixels.length !== 3 * width * height) {
      throw new InputError(`${where}: got ${pixels.length} values, must be ${height}·${width}·3`);
    }
    return { pipeline: sharp(pixels, { raw: { width, height, channels: 3 } }), width, height };
  }
  const bytes = readFileBytes(picture, limits.pictureBytes);
  if (bytes.length === 0) throw new InputError(`${where}: is empty; give a JPEG, PNG or WebP`);
  const input = sharp(bytes, { failOn: "error", limitInputPixels: false });
  const { format, width, height, autoOrient } = await input.metadata();
  if (!KINDS.includes(format)) throw new InputError(`${where}: is ${format}, must be a JPEG, PNG or WebP`);
  if (width * height > limits.picturePixels) {
    throw new InputError(
      `${where}: has ${width}×${height} pixels, must have at most ${limits.picturePixels.toLocaleString("en-US")}; make it smaller`,
    );
  }
  return { pipeline: input.autoOrient(), ...autoOrient };
}
