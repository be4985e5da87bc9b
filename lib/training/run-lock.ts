/**
 * Who trains a run: one process at a time. SQLite's write lock on a file of the run's, as for studies: an
 * operating-system lock that ends with its process however that ends, so that a killed run resumes at once. A lock file
 * with a time stamp (the package proper-lockfile) would have to be refreshed by a process that computes for seconds on
 * end, and would stay behind after a kill.
 */
import { hostname } from "node:os";
import * as v from "valibot";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { parseWith, wholeNumber } from "../input/schema.js";
import { openSqliteFile, SCHEMA, type SqliteFile, withPatience } from "../study/store/sqlite-file.js";
import { sqliteCode } from "../study/store/sqlite-errors.js";
import { runPaths } from "./run-folder.js";

/** A held lock. */
export interface RunLock {
  release(): void;
}

/** How long another process may take to write its name. */
const PATIENCE_MILLIS = 500;

/**
 * Takes the lock of the run in `folder`. Throws InputError, naming the process, when another one trains this run, and
 * when the lock's file cannot be used.
 */
export async function lockRun(folder: string): Promise<RunLock> {
  const { lock } = runPaths(folder);
  let file: SqliteFile | undefined;
  try {
    file = await openSqliteFile(lock, "create");
    const held = file;
    await withPatience(PATIENCE_MILLIS, () => held.exec("BEGIN IMMEDIATE"));
    held.exec(`CREATE TABLE IF NOT EXISTS ${SCHEMA}.holder (process_id INTEGER, host TEXT)`);
    held.write("DELETE FROM holder");
    held.write("INSERT INTO holder (process_id, host) VALUES (?, ?)", [process.pid, hostname()]);
    await withPatience(PATIENCE_MILLIS, () => held.exec("COMMIT"));
    // Kept until released; others can read the name.
    held.exec("BEGIN IMMEDIATE");
    return { release: () => held.close() };
  } catch (error) {
    const code = sqliteCode(error);
    const busy = code.startsWith("SQLITE_BUSY");
    const holder = busy && file !== undefined ? holderWords(file) : "another process";
    file?.close();
    if (busy) {
      throw new InputError(
        `${printable(folder)}: ${holder} trains this run; wait for it, or stop it and start again, it resumes`,
      );
    }
    if (code === "") throw error;
    throw new InputError(
      `${printable(lock)}: cannot be used (${code}); when no process trains this run, delete it and start again`,
      { cause: error },
    );
  }
}

const holderSchema = v.object({ process_id: wholeNumber(), host: v.string() });

function holderWords(file: SqliteFile): string {
  try {
    const [row] = file.read("SELECT process_id, host FROM holder", ["process_id", "host"]);
    const { process_id, host } = parseWith(holderSchema, row, "holder");
    return `process ${process_id}${host === hostname() ? "" : ` on ${printable(host)}`}`;
  } catch {
    // Not written yet.
    return "another process";
  }
}
