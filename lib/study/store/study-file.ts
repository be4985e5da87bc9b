/** Recognizes a study by its file's content. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** The first bytes of every SQLite file. */
const MAGIC = "SQLite format 3\0";

/**
 * Whether the file at `path` is an SQLite file, as studies are; false if it is missing or cannot be read. `openStudy`
 * tells a study from other SQLite files. Do not call it in the process that runs the study: closing the file would drop
 * SQLite's locks.
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
