/** Folders and files that are written. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { sync as writeFileAtomicSync } from "write-file-atomic";

/**
 * Makes a folder and those above it that are missing, one after the other: where one cannot be made (`/proc/x`, a dead
 * link), Node's own recursive way tries for ever. Throws what `mkdirSync` throws.
 */
export function makeFolder(path: string): void {
  const folder = resolve(path);
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !existsSync(folder)) throw error;
  }
}

/**
 * Writes a file as a whole or not at all: readers see the old content or the new, and a full disk leaves the old. Makes
 * the folders above it. Throws what Node's file functions throw.
 */
export function writeFileWhole(path: string, content: string | Uint8Array): void {
  const file = resolve(path);
  makeFolder(dirname(file));
  writeFileAtomicSync(file, typeof content === "string" ? content : Buffer.from(content));
}
