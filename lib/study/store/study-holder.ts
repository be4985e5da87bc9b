/**
 * Who runs a study. Only one process at a time runs it, which three mechanisms ensure together, all inside the study's
 * own file, so that there is nothing beside it to delete, follow or forge:
 *
 * - SQLite's write lock (an operating-system lock on the file itself, whatever its name and whichever link opened it),
 *   which the running process keeps between records too. It ends with the process, however that ends, and works across
 *   users, containers and, if the file system supports locks, machines.
 * - The holder's row, which names that process. Another live process on this machine is believed even when its lock is
 *   free, because such a lock is also lost when its process opens and closes the file by other means.
 * - The row's token. Every record first checks, in the same transaction, that the row is still its own: whatever goes
 *   wrong with the other two, two processes never both record.
 *
 * Reading only looks at the row and asks the operating system about the process; it locks, writes and removes nothing.
 */
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Kysely } from "kysely";
import * as v from "valibot";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { parseWith, wholeNumber } from "../../input/schema.js";
import { isRunning, ownIdentity, ownMachine } from "./process-identity.js";
import { sqliteCode } from "./sqlite-errors.js";
import { type SqliteFile, withPatience } from "./sqlite-file.js";
import type { StudyHolder } from "./study-store.js";
import { STUDY_VERSION, type StudyTables } from "./study-tables.js";

/** How long to wait for the first lock, which another starting process may hold for a moment. */
const PATIENCE_MILLIS = 500;

/** How often the lock must be found free, since a live process releases it for microseconds between two records. */
const LOOKS = 3;
const LOOK_MILLIS = 200;

const text = v.nullish(v.string(), null);

/** The row; in a study of version 1 it has only the first three columns. */
const holderSchema = v.object({
  process_id: wholeNumber(),
  host: v.string(),
  since_millis: wholeNumber(),
  machine: text,
  beginning: text,
  file: text,
  token: text,
});

/** The row that names the holder. */
export type HolderRow = v.InferOutput<typeof holderSchema>;

const columns = ["process_id", "host", "since_millis"] as const;
const added = ["machine", "beginning", "file", "token"] as const;

/** The holder's row, or undefined; throws InputError if it cannot be read. */
export async function readRow(db: Kysely<StudyTables>, place: string, version: number): Promise<HolderRow | undefined> {
  const row = await db
    .selectFrom("holder")
    .select(version === 1 ? columns : [...columns, ...added])
    .executeTakeFirst();
  return row === undefined ? undefined : parseHolder(row, place);
}

/** The holder's row of the study at `place`; throws InputError if it cannot be read. */
export function parseHolder(row: unknown, place: string): HolderRow {
  return parseWith(holderSchema, row, `${printable(place)}: its holder`);
}

/** Whether the row's process runs this file; undefined when that cannot be seen from here. */
export function isHeld(row: HolderRow, file: string | undefined): boolean | undefined {
  const running = isRunning({
    processId: row.process_id,
    host: row.host,
    machine: row.machine ?? (row.host === hostname() ? ownMachine() : row.host),
    beginning: row.beginning ?? "",
  });
  // A copied file brings its row along. Device numbers differ between machines; inodes do not.
  const id = (whole: string) => (running === undefined ? whole.split(":")[1] : whole);
  const isCopy = row.file !== null && file !== undefined && id(row.file) !== id(file);
  return isCopy ? false : running;
}

/** Who runs the study in `file` (a `fileId`), as far as can be seen; null if nobody does. Only reads. */
export async function findHolder(
  db: Kysely<StudyTables>,
  place: string,
  file: string | undefined,
  version: number,
): Promise<StudyHolder | null> {
  const row = await readRow(db, place, version);
  if (row === undefined) return null;
  const held = isHeld(row, file);
  if (held === false) return null;
  return Object.freeze({
    processId: row.process_id,
    host: row.host,
    sinceMillis: row.since_millis,
    isSeen: held === true,
  });
}

/**
 * Takes the study's lock and leaves a transaction open: committing it takes the study for good. Throws InputError,
 * naming the process, when another one runs the study.
 */
export async function reserveStudy(
  db: Kysely<StudyTables>,
  file: SqliteFile,
  place: string,
  id: string,
  version: number,
): Promise<void> {
  for (let look = 1; ; look++) {
    await takeLock(db, file, place, version);
    const row = await readRow(db, place, version);
    // This process cannot take the lock twice, so a row of its own is left over from before.
    const held = row === undefined || isOwn(row) ? false : isHeld(row, id);
    if (held === false || (held === undefined && look === LOOKS)) return;
    file.exec("ROLLBACK");
    if (held === true) throw heldError(place, row);
    await setTimeout(LOOK_MILLIS);
  }
}

/** Begins an exclusive transaction. Throws InputError, naming the process, when another one runs the study. */
export async function takeLock(
  db: Kysely<StudyTables>,
  file: SqliteFile,
  place: string,
  version = STUDY_VERSION,
): Promise<void> {
  try {
    await withPatience(PATIENCE_MILLIS, () => file.exec("BEGIN IMMEDIATE"));
  } catch (error) {
    if (!sqliteCode(error).startsWith("SQLITE_BUSY")) throw error;
    // A process still creating the study has no row yet.
    throw heldError(place, await readRow(db, place, version).catch(() => undefined));
  }
}

/** Whether the row names this process. */
export function isOwn(row: HolderRow): boolean {
  const own = ownIdentity();
  return (
    row.process_id === own.processId &&
    row.host === own.host &&
    (row.machine ?? own.machine) === own.machine &&
    (row.beginning ?? own.beginning) === own.beginning
  );
}

/** Says who runs the study at `place`. */
export function heldError(place: string, row: HolderRow | undefined): InputError {
  const who =
    row === undefined
      ? "another process"
      : isOwn(row)
        ? "this process"
        : `process ${row.process_id}${row.host === hostname() ? "" : ` on ${printable(row.host)}`}`;
  return new InputError(`${printable(place)}: ${who} is running this study; wait for it, or stop it and start again`);
}

/** Writes this process into the row and returns the token that every record checks. */
export async function writeHolder(db: Kysely<StudyTables>, file: string): Promise<string> {
  const token = randomUUID();
  const { processId: process_id, host, machine, beginning } = ownIdentity();
  await db.deleteFrom("holder").execute();
  await db
    .insertInto("holder")
    .values({ id: 1, process_id, host, since_millis: Date.now(), machine, beginning, file, token })
    .execute();
  return token;
}

/** Throws InputError unless the row still has `token`. Call it within the recording transaction. */
export async function checkHolder(db: Kysely<StudyTables>, place: string, token: string): Promise<void> {
  const row = await readRow(db, place, STUDY_VERSION);
  if (row?.token === token) return;
  const who = row === undefined ? "another process" : `process ${row.process_id} on ${printable(row.host)}`;
  throw new InputError(`${printable(place)}: ${who} took over this study and runs it now; what was recorded is kept`);
}

/** Removes the row when a study is closed. */
export async function removeHolder(db: Kysely<StudyTables>, token: string): Promise<void> {
  await db
    .transaction()
    .execute((transaction) => transaction.deleteFrom("holder").where("token", "=", token).execute());
}
