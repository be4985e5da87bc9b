/** Whether a file is a study, by what it holds. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** The first bytes of every SQLite file. */
const MAGIC = "SQLite format 3\0";

/**
 * Whether the file at `path` is an SQLite file, as studies are; false for one that is missing or cannot be read. Whether
 * it is a study and not an SQLite file of something else `openStudy` says. Not for a process that runs the study itself:
 * closing the file would drop SQLite's locks.
 */
export function isStudyFile(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    const head = Buffer.alloc(MAGIC.length);
    return (
      fstatSync(file).isFile() &&
      readSync(file, head, 0, head.length, 0) === head.length &&
      head.equals(Buffer.from(MAGIC))
    );
  } finally {
    closeSync(file);
  }
}
