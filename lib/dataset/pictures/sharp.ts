/** The library that decodes pictures, loaded only where a picture is decoded. */
import type sharp from "sharp";
import type { Sharp, SharpOptions } from "sharp";
import { InputError } from "../../input/errors.js";

type SharpLibrary = typeof sharp;

let loaded: SharpLibrary | undefined;

/**
 * sharp, whose pictures are decoded on libuv's threads (`UV_THREADPOOL_SIZE`), one thread each and without a cache:
 * every picture is read once an epoch. Throws InputError when it cannot be loaded.
 */
export function loadSharp(): SharpLibrary {
  if (loaded !== undefined) return loaded;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- nobody without picture folders should load it
    loaded = require("sharp") as SharpLibrary;
  } catch (error) {
    throw new InputError("pictures: the package sharp cannot be loaded here; run npm run setup", { cause: error });
  }
  loaded.cache(false);
  loaded.concurrency(1);
  return loaded;
}

/** A pipeline that decodes `input` (a path or bytes), turned upright, with options for pictures from anywhere. */
export function openPicture(input: string | Buffer, options: SharpOptions): Sharp {
  return loadSharp()(input, options).autoOrient();
}
