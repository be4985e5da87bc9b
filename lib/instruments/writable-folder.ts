/** Folders that an instrument is about to write into. */
import { accessSync, constants } from "node:fs";
import { makeFolder } from "../files/write-file.js";
import { InputError } from "../input/errors.js";

/** Makes the folder if need be. Throws InputError, which ends with `mend`, where it cannot be made or written. */
export function makeWritableFolder(path: string, mend: string): void {
  try {
    makeFolder(path);
    accessSync(path, constants.W_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EACCES" || code === "EPERM" ? "belongs to somebody else" : `cannot be written: ${message}`;
    throw new InputError(`${path}: ${why}; ${mend}`, { cause: error });
  }
}
