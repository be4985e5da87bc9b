/** A study in one SQLite file. */
import { existsSync, statSync } from "node:fs";
import { hostname } from "node:os";
import type { Kysely } from "kysely";
import { InputError } from "../../input/errors.js";
import { createSqlStudy, openSqlStore, setHolder } from "./sql-store.js";
import { openSqlite, queryBuilder, readPragma, type SqliteDatabase, withStorageErrors } from "./sqlite-file.js";
import { isStudyLocked, type StudyLock, takeStudyLock } from "./study-lock.js";
import type { StudySettings } from "./study-settings.js";
import type { StudyStore } from "./study-store.js";
import { STUDY_VERSION, type StudyTables } from "./study-tables.js";

/** "HIER": marks an SQLite file as a study. */
export const STUDY_APPLICATION_ID = 0x48494552;

/** Whether there is something at `path` that a study would have to be gone on with; an empty file is taken over. */
export function hasStudyFile(path: string): boolean {
  return existsSync(path) && !(statSync(path).isFile() && statSync(path).size === 0);
}

/**
 * Makes a study in a new file (or an empty one) and holds it for running.
 * Throws InputError when there is a file already, its folder is missing, or another process is making it.
 */
export async function createSqliteStudy(path: string, settings: StudySettings): Promise<StudyStore> {
  if (hasStudyFile(path)) throw new InputError(`${path}: is there already; give another path, or go on with it`);
  return withLock(path, async (lock) => {
    const database = await openSqlite(path);
    try {
      if (Number(readPragma(database, "page_count")) > 0)
        throw new InputError(`${path}: was made meanwhile; start again`);
      // One transaction, so that a process that is killed here leaves an empty file, never half a study.
      const db = queryBuilder<StudyTables>(database);
      await db.transaction().execute(async (transaction) => {
        database.pragma(`application_id = ${STUDY_APPLICATION_ID}`);
        database.pragma(`user_version = ${STUDY_VERSION}`);
        await createSqlStudy(transaction, settings);
      });
      return await hold(path, database, db, lock);
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

/**
 * Opens a study: to read it, or for running, which one process at a time may.
 * Throws InputError when there is no file, it is not a study, it is from a newer hiernas, or another process runs it
 * (naming the process).
 */
export async function openSqliteStudy(path: string, forRunning = false): Promise<StudyStore> {
  if (!existsSync(path)) throw new InputError(`${path}: there is no such file`);
  const open = async () => {
    const database = await openSqlite(path);
    try {
      await checkStudy(path, database);
      return { database, db: queryBuilder<StudyTables>(database) };
    } catch (error) {
      database.close();
      throw error;
    }
  };
  if (!forRunning) {
    const { db } = await open();
    return createStore(path, db, false, () => db.destroy());
  }
  // Read before the lock is tried, so that what is no study gets no lock file beside it.
  const { db } = await open();
  const holder = async () => {
    const found = await withStorageErrors(path, () => openSqlStore(db).holder());
    if (found === null) return "another process";
    if (found.processId === process.pid && found.host === hostname()) return "this process";
    return `process ${found.processId}${found.host === hostname() ? "" : ` on ${found.host}`}`;
  };
  try {
    return await withLock(
      path,
      async (lock) => {
        const { database, db: own } = await open();
        return hold(path, database, own, lock);
      },
      holder,
    );
  } finally {
    await db.destroy();
  }
}

async function withLock(
  path: string,
  work: (lock: StudyLock) => Promise<StudyStore>,
  holder: () => Promise<string> = () => Promise.resolve("another process"),
): Promise<StudyStore> {
  const lock = await withStorageErrors(path, () => takeStudyLock(path));
  if (lock === undefined) {
    throw new InputError(`${path}: ${await holder()} is running this study; wait for it, or stop it and start again`);
  }
  try {
    return await withStorageErrors(path, () => work(lock));
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function checkStudy(path: string, database: SqliteDatabase): Promise<void> {
  await withStorageErrors(path, async () => {
    if (Number(readPragma(database, "page_count")) === 0) {
      throw new InputError(`${path}: is an empty file, not a study`);
    }
    if (Number(readPragma(database, "application_id")) !== STUDY_APPLICATION_ID) {
      throw new InputError(`${path}: is not a study (an SQLite file of something else); give another path`);
    }
    const version = Number(readPragma(database, "user_version"));
    if (version > STUDY_VERSION) {
      throw new InputError(
        `${path}: is a study of version ${version}, this hiernas reads up to ${STUDY_VERSION}: use a newer hiernas`,
      );
    }
    if (version < 1) throw new InputError(`${path}: is a study of version ${version}, must be at least 1: damaged?`);
  });
}

async function hold(
  path: string,
  database: SqliteDatabase,
  db: Kysely<StudyTables>,
  lock: StudyLock,
): Promise<StudyStore> {
  // A log beside the file while it runs: one write to the disk a record, and readers are not in the way. Where it is
  // not possible the mode stays another, and EXTRA is durable in each.
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = EXTRA");
  await setHolder(db, { processId: process.pid, host: hostname(), sinceMillis: Date.now() });
  return createStore(path, db, true, async () => {
    try {
      await setHolder(db, null);
      // Back to one plain file, which can be copied and read from a folder without write permission; with readers
      // about, a later close does it.
      database.pragma("busy_timeout = 0");
      database.pragma("wal_checkpoint(TRUNCATE)");
      database.pragma("journal_mode = DELETE");
    } catch {
      // Whatever hinders tidying up (a full disk, a reader), the records are safe in the file and its log.
    } finally {
      await db.destroy();
      lock.release();
    }
  });
}

function createStore(
  path: string,
  db: Kysely<StudyTables>,
  forRunning: boolean,
  closeAll: () => Promise<void>,
): StudyStore {
  const store = openSqlStore(db);
  let closing: Promise<void> | undefined;
  const guarded =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      withStorageErrors(path, () => work(...args));
  const writing = <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    guarded(async (...args: Args) => {
      if (!forRunning) throw new InputError(`${path}: was opened to be read; open it for running to record`);
      return work(...args);
    });
  return Object.freeze({
    place: path,
    settings: guarded(store.settings),
    setSteps: writing(store.setSteps),
    recordProposal: writing(store.recordProposal),
    recordEvaluation: writing(store.recordEvaluation),
    records: guarded(store.records),
    individuals: guarded(store.individuals),
    individual: guarded(store.individual),
    engines: guarded(store.engines),
    unfinished: guarded(store.unfinished),
    events: guarded(store.events),
    holder: guarded(async () => ((await isStudyLocked(path)) ? store.holder() : null)),
    close: () => (closing ??= closeAll()),
  });
}
