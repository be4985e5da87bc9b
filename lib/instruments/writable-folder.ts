/** Prepares folders for an instrument's output. */
import { accessSync, constants } from "node:fs";
import { makeFolder } from "../files/write-file.js";
import { InputError } from "../input/errors.js";

/**
 * Creates the folder if it is missing. Throws InputError, which ends with `mend`, if it cannot be created or written.
 */
export function makeWritableFolder(path: string, mend: string): void {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EACCES" || code === "EPERM" ? "belongs to another user" : `cannot be written: ${message}`;
    throw new InputError(`${path}: ${why}; ${mend}`, { cause: error });
  }
}
