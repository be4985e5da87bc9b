/** Has a folder's pictures read and decoded by a process of its own, once, and reads what it left in the cache. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { abortError, InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { Size } from "../resize.js";
import { indexPath, type PictureIndex, readIndex } from "./picture-index.js";
import { hasResized, readResized, type ResizedPictures } from "./resized-pictures.js";
import { scanFolder } from "./scan-folder.js";

/** How far a preparation is. */
export interface PreparationProgress {
  readonly phase: "reading" | "decoding";
  /** Pictures so far, and all of them. */
  readonly done: number;
  readonly count: number;
}

/** Settings of {@link preparePictures}. */
export interface PreparationConfig {
  /** The size of the images that are wanted in memory. Default: none, the folder is only read. */
  readonly size?: Size;
  /** Whether a picture that cannot be used is an error. Default: it is skipped, with a warning. */
  readonly strict?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PreparationProgress) => void;
  /** Called once if pictures are skipped. */
  readonly onWarning?: (message: string) => void;
}

/**
 * Makes a folder's index, and its images at a size, unless the cache has them. Rejects with InputError for a folder
 * that cannot be used, with an AbortError when aborted, and, if `strict`, with InputError for the first pictures that
 * cannot be used.
 */
export async function preparePictures(folder: string, config: PreparationConfig): Promise<PictureIndex> {
  const { size, strict = false, signal, onProgress, onWarning } = config;
  if (signal?.aborted) throw abortError("pictures: aborted", signal.reason);
  const path = indexPathOf(folder);
  let index = readPrepared(path, size);
  if (index === undefined) {
    const child = spawn(process.execPath, programArguments(folder, size), { ...options(), signal });
    let words = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-4000)));
    createInterface(child.stdout).on("line", (line) => onProgress?.(JSON.parse(line) as PreparationProgress));
    const ended: readonly unknown[] = await once(child, "close").catch((error: unknown) => {
      throw signal?.aborted ? abortError("pictures: aborted", signal.reason) : error;
    });
    checkEnd(folder, ended[0] as number | null, words);
    index = readMade(path, folder);
  }
  if (index.val === undefined) {
    onWarning?.(
      `${printable(folder)}: has no folder val: a fifth of the pictures in train are kept apart as test images`,
    );
  }
  if (index.skipped.length === 0) return index;
  const words = skippedWords(folder, path, index);
  if (strict) throw new InputError(`${words}; mend or remove them, or leave out --strict to skip them`);
  onWarning?.(`${words}; skipped`);
  return index;
}

/**
 * The index of a folder; made first, which may take long, where {@link preparePictures} was not awaited. Throws
 * InputError for a folder that cannot be used.
 */
export function openIndex(folder: string): PictureIndex {
  const path = indexPathOf(folder);
  const found = readIndex(path);
  if (found !== undefined) return found;
  prepareNow(folder, undefined);
  return readMade(path, folder);
}

/** A folder's images at a size; made first where {@link preparePictures} was not awaited. Throws as {@link openIndex}. */
export function openResized(folder: string, index: PictureIndex, size: Size): ResizedPictures {
  const found = readResized(index, size);
  if (found !== undefined) return found;
  prepareNow(folder, size);
  const made = readResized(index, size);
  if (made === undefined) throw new InputError(`${printable(folder)}: changed while it was read; start again`);
  return made;
}

const indexPathOf = (folder: string): string => indexPath(scanFolder(resolve(folder)));

/** The index at `path`; undefined when it is missing, or the images of its pictures at `size`. */
function readPrepared(path: string, size: Size | undefined): PictureIndex | undefined {
  const index = readIndex(path);
  return index === undefined || size === undefined || hasResized(index, size) ? index : undefined;
}

function readMade(path: string, folder: string): PictureIndex {
  const index = readIndex(path);
  if (index === undefined) throw new InputError(`${printable(folder)}: changed while it was read; start again`);
  return index;
}

function prepareNow(folder: string, size: Size | undefined): void {
  const { status, stderr } = spawnSync(process.execPath, programArguments(folder, size), options());
  checkEnd(folder, status, String(stderr));
}

const programArguments = (folder: string, size: Size | undefined): readonly string[] => [
  join(__dirname, "prepare-main.js"),
  resolve(folder),
  ...(size === undefined ? [] : [JSON.stringify(size)]),
];

const options = () => ({
  stdio: ["ignore", "pipe", "pipe"] as ["ignore", "pipe", "pipe"],
  env: { ...process.env, UV_THREADPOOL_SIZE: String(availableParallelism()) },
});

function checkEnd(folder: string, code: number | null, words: string): void {
  if (code === 0) return;
  if (code === 2) throw new InputError(words);
  throw new InputError(
    `${printable(folder)}: the process that reads its pictures ended with ${code ?? "a signal"}; it said last: ${printable(words.trim())}`,
  );
}

/** The most pictures named in a message. */
const MOST_NAMED = 10;

function skippedWords(folder: string, path: string, { skipped, train, val }: PictureIndex): string {
  const all = skipped.length + train.paths.length + (val?.paths.length ?? 0);
  const named = skipped.slice(0, MOST_NAMED).map(({ path, reason }) => `${printable(path)} (${reason})`);
  const more = skipped.length - named.length;
  const rest = more === 0 ? "" : `, and ${more} more: all stand in ${printable(path)}`;
  return `${printable(folder)}: ${skipped.length} of ${all} pictures cannot be used: ${named.join(", ")}${rest}`;
}
