/**
 * Who runs a study. A study is run by one process at a time, and three things together see to that, all of them in the
 * study's own file, so that nothing beside it can be deleted, followed or forged:
 *
 * - SQLite's lock of a writer (a lock of the operating system on the file itself, whatever it is called and through
 *   whichever link it was opened), which the process that runs the study keeps between its records too. It ends with
 *   the process, however that ends, and holds across users, containers and, where the file system has locks, machines.
 * - The row of the holder, which says who that is. Another process of this machine that still runs is believed even
 *   when its lock is free: a lock of this kind is also lost when the process that holds it opens and closes the file by
 *   other means.
 * - The row's token. Every record first makes sure that the row is still its own, in the same transaction: whatever
 *   went wrong with the two above, two processes never both record.
 *
 * Who only looks reads the row and asks the operating system for the process; it locks, writes and removes nothing.
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

/** How long the first lock is waited for: another process that starts may hold it for a moment. */
const PATIENCE_MILLIS = 500;

/** Between two records a living process lets go of its lock for microseconds; so often it must be found free. */
const LOOKS = 3;
const LOOK_MILLIS = 200;

const text = v.nullish(v.string(), null);

/** The row; of a study of version 1 it has only the first three columns. */
const holderSchema = v.object({
  process_id: wholeNumber(),
  host: v.string(),
  since_millis: wholeNumber(),
  machine: text,
  beginning: text,
  file: text,
  token: text,
});

type HolderRow = v.InferOutput<typeof holderSchema>;

const columns = ["process_id", "host", "since_millis"] as const;
const added = ["machine", "beginning", "file", "token"] as const;

/** The row of the holder, or undefined; throws InputError for one that cannot be read. */
async function readRow(db: Kysely<StudyTables>, place: string, version: number): Promise<HolderRow | undefined> {
  const row = await db
    .selectFrom("holder")
    .select(version === 1 ? columns : [...columns, ...added])
    .executeTakeFirst();
  return row === undefined ? undefined : parseWith(holderSchema, row, `${printable(place)}: its holder`);
}

/** Whether the process of the row runs this file; undefined where that cannot be seen from here. */
function isHeld(row: HolderRow, file: string | undefined): boolean | undefined {
  const running = isRunning({
    processId: row.process_id,
    host: row.host,
    machine: row.machine ?? (row.host === hostname() ? ownMachine() : row.host),
    beginning: row.beginning ?? "",
  });
  // The row came along when the file was copied. Devices have other numbers elsewhere, files keep theirs.
  const id = (whole: string) => (running === undefined ? whole.split(":")[1] : whole);
  const isCopy = row.file !== null && file !== undefined && id(row.file) !== id(file);
  return isCopy ? false : running;
}

/** Who runs the study in `file` (a `fileId`), as far as can be seen; null when nobody does. Only looks. */
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
 * Takes the lock of the study and leaves it in a transaction: what is written and committed there takes it for good.
 * Throws InputError, naming the process, when another one runs the study.
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
    // What this process holds it cannot get a second time: its own row is left from before.
    const held = row === undefined || isOwn(row) ? false : isHeld(row, id);
    if (held === false || (held === undefined && look === LOOKS)) return;
    file.exec("ROLLBACK");
    if (held === true) throw heldError(place, row);
    await setTimeout(LOOK_MILLIS);
  }
}

/** Begins a transaction that no other process can. Throws InputError, naming the process that runs the study. */
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
    // Whoever is only making the study has no row yet.
    throw heldError(place, await readRow(db, place, version).catch(() => undefined));
  }
}

function isOwn(row: HolderRow): boolean {
  const own = ownIdentity();
  return (
    row.process_id === own.processId &&
    row.host === own.host &&
    (row.machine ?? own.machine) === own.machine &&
    (row.beginning ?? own.beginning) === own.beginning
  );
}

function heldError(place: string, row: HolderRow | undefined): InputError {
  const who =
    row === undefined
      ? "another process"
      : isOwn(row)
        ? "this process"
        : `process ${row.process_id}${row.host === hostname() ? "" : ` on ${printable(row.host)}`}`;
  return new InputError(`${printable(place)}: ${who} is running this study; wait for it, or stop it and start again`);
}

/** Writes this process into the row; the token is the proof that every record asks for. */
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

/** Throws InputError unless the row is still the one of `token`. To be called within the transaction that records. */
export async function checkHolder(db: Kysely<StudyTables>, place: string, token: string): Promise<void> {
  const row = await readRow(db, place, STUDY_VERSION);
  if (row?.token === token) return;
  const who = row === undefined ? "another process" : `process ${row.process_id} on ${printable(row.host)}`;
  throw new InputError(`${printable(place)}: ${who} took this study over and runs it now; what was recorded is kept`);
}

/** Empties the row when a study is closed. */
export async function removeHolder(db: Kysely<StudyTables>, token: string): Promise<void> {
  await db
    .transaction()
    .execute((transaction) => transaction.deleteFrom("holder").where("token", "=", token).execute());
}
