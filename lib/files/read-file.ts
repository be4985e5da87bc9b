/** Reading files that a person names, within bounds: no endless pipe, no device, nothing that fills the memory. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";

/** The least asked for at once, in bytes: some files of the system can be read in whole words or pages only. */
const CHUNK_BYTES = 2 ** 16;

/**
 * The bytes of the regular file at `path`. Throws InputError, beginning with the path, when the file is missing or
 * unreadable, is a folder, a pipe or a device, or has more than `mostBytes`.
 */
export function readFileBytes(path: string, mostBytes: number = limits.fileBytes): Buffer {
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
    return readAtMost(file, size, mostBytes, where);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${where}: cannot be read: ${(error as Error).message}`, { cause: error });
  } finally {
    closeSync(file);
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
function readAtMost(file: number, size: number, mostBytes: number, where: string): Buffer {
  const chunks: Buffer[] = [];
  let [count, wanted] = [0, size + 1];
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(wanted, CHUNK_BYTES));
    const got = readSync(file, chunk);
    if (got === 0) return Buffer.concat(chunks, count);
    chunks.push(chunk.subarray(0, got));
    count += got;
    wanted -= got;
    if (count > mostBytes) {
      throw new InputError(`${where}: has more than ${mostBytes} bytes, must have at most ${mostBytes}`);
    }
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
