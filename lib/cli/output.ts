/** Writing commands' output files. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder, writeFileWhole, writingWords } from "../files/write-file.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";

/** A parser of the path given to `name`, for example `--out`; throws InputError, naming it, for an empty path. */
export function pathOption(name: string): (text: string) => string {
  return (text) => {
    if (text.trim() !== "") return text;
    throw new InputError(`${name}: got an empty path, must name a file or a folder`);
  };
}

/**
 * Writes a file atomically into an existing folder, or to stdout without a path. Throws InputError when it cannot be
 * written.
 */
export function writeOutput(content: string | Uint8Array, path?: string): void {
  if (path === undefined) {
    process.stdout.write(content);
    return;
  }
  const folder = dirname(path);
  if (!existsSync(folder)) throw unwritable(path, `there is no folder ${printable(folder)}`);
  writeInto(path, content);
}

/** Writes a file as {@link writeOutput} does, making missing parent folders. */
export function writeInto(path: string, content: string | Uint8Array): void {
  try {
    writeFileWhole(path, content);
  } catch (error) {
    throw unwritable(path, writingWords(error), error);
  }
}

/** Makes an output folder with its missing parents. Throws InputError when it cannot be made. */
export function makeOutputFolder(path: string): void {
  try {
    makeFolder(path);
  } catch (error) {
    throw unwritable(path, writingWords(error), error);
  }
}

function unwritable(path: string, why: string, cause?: unknown): InputError {
  return new InputError(`--out ${printable(path)}: cannot be written: ${why}`, { cause });
}
