/** Reading files that a person names, within bounds: no endless pipe, no device, nothing that fills the memory. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";

/** The least asked for at once, in bytes: some files of the system can be read in whole words or pages only. */
const CHUNK_BYTES = 2 ** 16;

/** The most bytes of one call of the system: Node takes no more than 2 GiB. */
const PIECE_BYTES = 2 ** 30;

/** `bytes` in views of at most `most` bytes each, for functions that take no more than 2 GiB at once. */
export function* piecesOf(bytes: Uint8Array, most: number = PIECE_BYTES): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += most) yield bytes.subarray(start, start + most);
}

/** A regular file, open for reading from its beginning. */
export interface OpenFile {
  /** Bytes, as the file claims. */
  readonly size: number;
  /** Reads on until `target` is full or the file ends, and returns the bytes read. Throws InputError. */
  readonly fill: (target: Uint8Array) => number;
  readonly close: () => void;
}

/**
 * Opens the regular file at `path`. Throws InputError, beginning with the path, when the file is missing or unreadable,
 * is a folder, a pipe or a device, or has more than `mostBytes`.
 */
export function openFile(path: string, mostBytes: number = limits.fileBytes): OpenFile {
  const where = printable(path);
  let file: number;
  try {
    // Non-blocking, since opening a pipe that nobody writes to would hang.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new InputError(`${where}: ${openingWords(error)}`, { cause: error });
  }
  try {
    const { size, ...stats } = statsOf(file);
    if (!stats.isFile) throw new InputError(`${where}: is a folder, a pipe or a device, must be a file`);
    if (size > mostBytes) {
      throw new InputError(`${where}: has ${size} bytes, must have at most ${mostBytes}`);
    }
    return { size, fill: (target) => fill(file, target, where), close: () => closeSync(file) };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function fill(file: number, target: Uint8Array, where: string): number {
  try {
    for (let count = 0; ;) {
      const got = readSync(file, target, count, Math.min(target.length - count, PIECE_BYTES), null);
      count += got;
      if (got === 0 || count === target.length) return count;
    }
  } catch (error) {
    throw new InputError(`${where}: cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** The bytes of the regular file at `path`. Throws InputError as {@link openFile} does. */
export function readFileBytes(path: string, mostBytes: number = limits.fileBytes): Buffer {
  const file = openFile(path, mostBytes);
  try {
    return readAtMost(file, mostBytes, printable(path));
  } finally {
    file.close();
  }
}

/**
 * The UTF-8 text of the file at `path`, without a byte order mark. Throws InputError as {@link readFileBytes} does, and
 * for other encodings.
 */
export function readFileText(path: string, mostBytes: number = limits.fileBytes): string {
  const bytes = readFileBytes(path, mostBytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${printable(path)}: is not text in UTF-8`);
  }
}

/**
 * Reads to the end, but hardly past the bound, whatever size the file claims: those of /proc and /sys claim 0 and may
 * have terabytes.
 */
function readAtMost({ size, fill }: OpenFile, mostBytes: number, where: string): Buffer {
  const chunks: Buffer[] = [];
  let [count, wanted] = [0, size + 1];
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(wanted, CHUNK_BYTES));
    const got = fill(chunk);
    chunks.push(chunk.subarray(0, got));
    count += got;
    wanted -= got;
    if (count > mostBytes) {
      throw new InputError(`${where}: has more than ${mostBytes} bytes, must have at most ${mostBytes}`);
    }
    if (got < chunk.length) return Buffer.concat(chunks, count);
  }
}

function statsOf(file: number): { readonly size: number; readonly isFile: boolean } {
  const stats = fstatSync(file);
  return { size: stats.size, isFile: stats.isFile() };
}

function openingWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR") return "no such file";
  if (code === "EACCES" || code === "EPERM") return "may not be read: check its permissions";
  if (code === "ENAMETOOLONG") return "the name is too long";
  return `cannot be read: ${message}`;
}
