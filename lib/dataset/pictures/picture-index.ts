/** What is known of a picture folder once every file was read: which can be used, their sizes, their fingerprint. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import { readFileText } from "../../files/read-file.js";
import { parseWith, type Schema, wholeNumber } from "../../input/schema.js";
import { cacheFolder, cacheKey, decoderVersion } from "./cache-folder.js";
import type { PictureFile, PictureFolder } from "./scan-folder.js";

/** A file that cannot be used, and why. */
export interface SkippedPicture {
  readonly path: string;
  readonly reason: string;
}

/** The pictures of one split that can be used, in the order of their files. */
export interface IndexedSplit {
  /** From the data folder on. */
  readonly paths: readonly string[];
  readonly labels: readonly number[];
  /** Width and height of each, upright, in pixels: `[2 · count]`. */
  readonly sizes: readonly number[];
}

/** A picture folder whose files were all read. */
export interface PictureIndex {
  readonly classNames: readonly string[];
  /** The SHA-256 of the names and bytes of all files, skipped ones included. */
  readonly fingerprint: string;
  readonly train: IndexedSplit;
  /** Undefined when there is no folder `val`. */
  readonly val?: IndexedSplit;
  readonly skipped: readonly SkippedPicture[];
}

const VERSION = 1;

const splitSchema: Schema<IndexedSplit> = v.strictObject({
  paths: v.array(v.string()),
  labels: v.array(wholeNumber()),
  sizes: v.array(wholeNumber(1)),
});
const indexSchema: Schema<PictureIndex> = v.strictObject({
  classNames: v.array(v.string()),
  fingerprint: v.string(),
  train: splitSchema,
  val: v.optional(splitSchema),
  skipped: v.array(v.strictObject({ path: v.string(), reason: v.string() })),
});

/**
 * Where the index of a scanned folder is kept. Its name follows from the names, sizes and times of all files, so that a
 * folder that changed has another one.
 */
export function indexPath({ folder, train, val }: PictureFolder): string {
  const hash = createHash("sha256");
  const add = ({ path, bytes, changedMillis }: PictureFile) =>
    hash.update(`${path}\0${bytes ?? "?"}\0${changedMillis ?? "?"}\n`);
  train.forEach(add);
  val?.forEach(add);
  return join(cacheFolder(), `index-${cacheKey(String(VERSION), decoderVersion(), folder, hash.digest("hex"))}.json`);
}

/** The index kept at `path`; undefined when there is none, or it is damaged. */
export function readIndex(path: string): PictureIndex | undefined {
  try {
    return parseWith(indexSchema, JSON.parse(readFileText(path, 2 ** 29)), path);
  } catch {
    return undefined;
  }
}
