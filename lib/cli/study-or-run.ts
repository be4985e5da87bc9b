/** Tells a study from a run by what it is: a study is a file or an address, a run a folder. */
import { statSync } from "node:fs";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { hasRun } from "../training/run-folder.js";

/**
 * Whether `path` is a run's folder; false for everything that may be a study's file. Throws InputError for a folder
 * without a run.
 */
export function isRun(path: string): boolean {
  let isFolder = false;
  try {
    isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    // A part of the path is a file, or its name is too long: reading it as a study says so.
  }
  if (!isFolder) return false;
  if (hasRun(path)) return true;
  throw new InputError(`${printable(path)}: is a folder without a run, must be a study's file or the folder of a run`);
}
