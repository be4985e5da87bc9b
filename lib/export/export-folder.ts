/** An export's folder: written whole or not at all. */
import { randomUUID } from "node:crypto";
import { existsSync, lstatSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { makeFolder, writingWords } from "../files/write-file.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { ExportFile } from "./exported-network.js";
import { hasExport, readManifest } from "./manifest.js";

/**
 * Throws InputError when `folder` is a file, or holds anything but an earlier export, which a new one may replace.
 */
export function checkExportFolder(folder: string): void {
  const where = printable(folder);
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (!stats.isDirectory()) throw new InputError(`${where}: is no folder; give another path`);
  const own = new Set(hasExport(folder) ? readManifest(folder).files : []);
  const foreign = readdirSync(folder).find((name) => !own.has(name));
  if (foreign === undefined) return;
  throw new InputError(`${where}: holds other files (${printable(foreign)}); give a new or empty folder`);
}

/**
 * Writes an export into `folder`, in place of an earlier one: beside it first, so that a full disk leaves what was
 * there. Throws InputError as {@link checkExportFolder} does, and when it cannot be written.
 */
export function writeExportFolder(folder: string, files: readonly ExportFile[]): void {
  checkExportFolder(folder);
  const target = resolve(folder);
  const unfinished = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.unfinished`);
  try {
    makeFolder(unfinished);
    for (const { name, content } of files) writeFileSync(join(unfinished, name), content, { flag: "wx", flush: true });
    if (existsSync(target)) rmSync(target, { recursive: true });
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new InputError(`${printable(folder)}: cannot be written: ${writingWords(error)}; nothing of it stays`, {
      cause: error,
    });
  }
}
