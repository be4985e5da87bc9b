/** Writing folders and files. */
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { piecesOf } from "./read-file.js";

/**
 * Makes a folder and its missing parents, one by one: Node's recursive `mkdirSync` loops for ever where one cannot be
 * made (`/proc/x`, a dead link). Throws what `mkdirSync` throws.
 */
export function makeFolder(path: string): void {
  const folder = resolve(path);
  if (isFolder(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST" || !isFolder(folder)) throw error;
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** What a file is to hold: a text, bytes, or bytes in parts, which may be more than fit into one buffer. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/**
 * Writes a file atomically: readers see either the old content or the new, and a full disk leaves the old. `/dev/null`,
 * a pipe and the like are written to, never replaced; a link stays a link. Makes missing parent folders. Throws what
 * Node's file functions throw.
 */
export function writeFileWhole(path: string, content: FileContent): void {
  const file = resolve(path);
  makeFolder(dirname(file));
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile() === false) return writeAll(file, "w", content);
  // By hand, since the package write-file-atomic accepts a partial write when the disk is nearly full.
  const target = stats === undefined ? file : realpathSync(file);
  const unfinished = join(dirname(target), `.${randomUUID().slice(0, 13)}.unfinished`);
  try {
    writeAll(unfinished, "wx", content);
    if (stats !== undefined) chmodSync(unfinished, stats.mode);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function writeAll(path: string, flag: "w" | "wx", content: FileContent): void {
  const file = openSync(path, flag);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (const part of bytes instanceof Uint8Array ? [bytes] : bytes) {
      // Each goes on where the last ended.
      for (const piece of piecesOf(part)) writeFileSync(file, piece);
    }
    if (flag === "wx") fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Why a file or folder could not be written, in a few words, from Node's error. */
export function writingWords(error: unknown): string {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === "uv_cwd") return "the working folder is gone";
  return (code === undefined ? undefined : words[code]) ?? message;
}

const words: Readonly<Record<string, string>> = {
  ENOENT: "its folder cannot be made",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a file is in the place of its folder",
  EISDIR: "there is a folder of that name",
  ENAMETOOLONG: "the name is too long",
  EACCES: "check the permissions of its folder",
  EPERM: "check the permissions of its folder",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EFBIG: "a limit on the size of files",
  EDQUOT: "the disk is full",
};
