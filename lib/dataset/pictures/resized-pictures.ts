/** All pictures of a folder at one size, decoded once and kept in the cache as plain pixels. */
import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sum } from "simple-statistics";
import { readFileBytes } from "../../files/read-file.js";
import { limits } from "../../input/limits.js";
import { checkImageBytes } from "../images.js";
import type { Size } from "../resize.js";
import { cacheFolder, cacheKey, decoderVersion, writeToCache } from "./cache-folder.js";
import { PICTURE_CHANNELS } from "./decode-region.js";
import { decodeWhole } from "./decode-whole.js";
import type { PictureIndex } from "./picture-index.js";

/** The pixels of both splits, each `[count, height, width, 3]`, in the order of the index. */
export interface ResizedPictures {
  readonly train: Uint8Array;
  readonly val: Uint8Array;
}

const VERSION = "1";
const DIGEST_BYTES = 32;

/** Whether the pictures of an index are in the cache at this size. */
export function hasResized(index: PictureIndex, size: Size): boolean {
  return existsSync(resizedPath(index, size));
}

/**
 * The pictures at this size from the cache; undefined when they are not there, or damaged. Throws InputError when they
 * would exceed the limit in bytes.
 */
export function readResized(index: PictureIndex, size: Size): ResizedPictures | undefined {
  const [train, val] = bytesOf(index, size);
  const path = resizedPath(index, size);
  if (!existsSync(path)) return undefined;
  const bytes = readFileBytes(path, limits.imageBytes + DIGEST_BYTES);
  const pixels = bytes.subarray(DIGEST_BYTES);
  if (pixels.length !== train + val || !digest(pixels).equals(bytes.subarray(0, DIGEST_BYTES))) {
    rmSync(path, { force: true });
    return undefined;
  }
  return { train: pixels.subarray(0, train), val: pixels.subarray(train) };
}

/**
 * Decodes all pictures of an index: the largest part of the size's shape in the middle, resized; calls `onFile` after
 * each. Writes them to the cache. Throws InputError when they would exceed the limit in bytes, or the cache cannot
 * be written.
 */
export async function writeResized(folder: string, index: PictureIndex, size: Size, onFile: () => void): Promise<void> {
  const length = size.height * size.width * PICTURE_CHANNELS;
  const bytes = Buffer.alloc(DIGEST_BYTES + sum(bytesOf(index, size)));
  const pixels = bytes.subarray(DIGEST_BYTES);
  let start = 0;
  for (const { paths, sizes } of [index.train, ...(index.val === undefined ? [] : [index.val])]) {
    const files = { paths: paths.map((path) => join(folder, path)), sizes };
    const own = pixels.subarray(start, (start += paths.length * length));
    await decodeWhole(files, size, { pixels: own, onFile });
  }
  digest(pixels).copy(bytes);
  writeToCache(resizedPath(index, size), bytes);
}

/** The bytes of the splits' pixels. */
function bytesOf({ train, val }: PictureIndex, { height, width }: Size): readonly number[] {
  const counts = [train.paths.length, val?.paths.length ?? 0];
  checkImageBytes("pictures", { count: sum(counts), height, width, channels: PICTURE_CHANNELS });
  return counts.map((count) => count * height * width * PICTURE_CHANNELS);
}

function resizedPath(index: PictureIndex, { height, width }: Size): string {
  const key = cacheKey(VERSION, decoderVersion(), index.fingerprint, `${height}×${width}`);
  return join(cacheFolder(), `images-${key}.bin`);
}

const digest = (pixels: Uint8Array): Buffer => createHash("sha256").update(pixels).digest();
