/**
 * Who trains a run: one process at a time. SQLite's write lock on a file of the run's, as for studies: an
 * operating-system lock that ends with its process however that ends, so that a killed run resumes at once. A lock file
 * with a time stamp (the package proper-lockfile) would have to be refreshed by a process that computes for seconds on
 * end, and would stay behind after a kill. A row in the file names the process, for messages and for `hiernas status`,
 * which reads it without taking the lock.
 */
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import * as v from "valibot";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { parseWith, wholeNumber } from "../input/schema.js";
import { fileId } from "../study/store/file-watch.js";
import { isRunning, ownIdentity, type ProcessIdentity } from "../study/store/process-identity.js";
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
    held.exec(`DROP TABLE IF EXISTS ${SCHEMA}.holder`);
    held.exec(`CREATE TABLE ${SCHEMA}.holder (${COLUMNS.join(", ")})`);
    const { processId, host, machine, beginning } = ownIdentity();
    const values = [processId, host, machine, beginning, fileId(lock) ?? ""];
    held.write(`INSERT INTO holder (${COLUMNS.join(", ")}) VALUES (?, ?, ?, ?, ?)`, values);
    await withPatience(PATIENCE_MILLIS, () => held.exec("COMMIT"));
    // Kept until released; others can read the name.
    held.exec("BEGIN IMMEDIATE");
    return { release: () => release(held) };
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

/** Ends the lock. The row goes too, so that nobody has to ask the system about its process. */
function release(held: SqliteFile): void {
  try {
    held.write("DELETE FROM holder");
    held.exec("COMMIT");
  } catch {
    // A full disk, for example: a row of a process that has ended is no harm.
  }
  held.close();
}

const COLUMNS = ["process_id", "host", "machine", "beginning", "file"] as const;
const holderSchema = v.object({
  process_id: wholeNumber(),
  ...{ host: v.string(), machine: v.string(), beginning: v.string(), file: v.string() },
});

interface Holder extends ProcessIdentity {
  /** Device and inode of the lock's file: in a copy the row means nothing. */
  readonly file: string;
}

/** The process named in the lock's file; undefined when there is none, or the row is not written yet. */
function readHolder(file: SqliteFile): Holder | undefined {
  try {
    const [row] = file.read(`SELECT ${COLUMNS.join(", ")} FROM holder`, COLUMNS);
    const { process_id, host, machine, beginning, file: id } = parseWith(holderSchema, row, "holder");
    return { processId: process_id, host, machine, beginning, file: id };
  } catch {
    return undefined;
  }
}

function holderWords(file: SqliteFile): string {
  const holder = readHolder(file);
  if (holder === undefined) return "another process";
  return `process ${holder.processId}${holder.host === hostname() ? "" : ` on ${printable(holder.host)}`}`;
}

/** The process that trains a run, as far as can be seen from here. */
export interface RunHolder {
  readonly processId: number;
  readonly host: string;
  /** False when it is on another machine or in another container, so that nobody here can tell whether it still runs. */
  readonly isSeen: boolean;
}

/** Who trains the run in `folder`; null if nobody does. Only reads. */
export async function findRunHolder(folder: string): Promise<RunHolder | null> {
  const { lock } = runPaths(folder);
  if (!existsSync(lock)) return null;
  let file: SqliteFile | undefined;
  try {
    file = await openSqliteFile(lock, "read");
    const holder = readHolder(file);
    if (holder === undefined) return null;
    const isHeld = isRunning(holder);
    // Device numbers differ between machines; inodes do not.
    const id = (whole = ""): string => (isHeld === undefined ? whole.split(":")[1] : whole);
    if (isHeld === false || id(holder.file) !== id(fileId(lock))) return null;
    return { processId: holder.processId, host: holder.host, isSeen: isHeld === true };
  } catch (error) {
    if (sqliteCode(error) === "" && !(error instanceof InputError)) throw error;
    // Damaged, or unreadable: nothing can be told.
    return null;
  } finally {
    file?.close();
  }
}
