/** A study in one SQLite file. */
import { lstatSync, realpathSync, rmSync } from "node:fs";
import type { Kysely } from "kysely";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { fileId, watchFile } from "./file-watch.js";
import { settingsToJson } from "./settings-json.js";
import { createSqlStudy } from "./sql-store.js";
import { queryBuilder, type QueryConfig } from "./sqlite-dialect.js";
import { withStorageErrors } from "./sqlite-errors.js";
import { fileStats, openSqliteFile, SCHEMA, type SqliteFile, type SqliteMode, withPatience } from "./sqlite-file.js";
import { READ_PATIENCE_MILLIS, readOnlyStore, runningStore } from "./sqlite-handles.js";
import { checkStudy, markAsStudy, migrate } from "./study-format.js";
import { checkHolder, reserveStudy, takeLock, writeHolder } from "./study-holder.js";
import type { StudySettings } from "./study-settings.js";
import type { StudyStore } from "./study-store.js";
import type { StudyTables } from "./study-tables.js";

/** Whether there is a file at `path` that would have to be resumed; an empty file does not count. */
export function hasStudyFile(path: string): boolean {
  return (fileStats(path)?.size ?? 0) > 0;
}

/**
 * Creates a study in a new (or empty) file and holds it for running. Throws InputError when the file exists, its folder
 * is missing, or another process is creating it.
 */
export async function createSqliteStudy(
  path: string,
  settings: StudySettings,
  config: RunningConfig = {},
): Promise<StudyStore> {
  if (hasStudyFile(path)) {
    throw new InputError(`${printable(path)}: exists already; give another path, or resume it`);
  }
  // Validates the settings before creating the file.
  settingsToJson(settings);
  return opened(path, "create", async (file) => {
    // A row takes more than half of SQLite's own 4,096 bytes, so that a third of the file would be empty.
    file.exec(`PRAGMA ${SCHEMA}.page_size = 8192`);
    await takeLock(queryBuilder<StudyTables>(file), file, path);
    return holdStudy(file, path, config, async (db) => {
      if (hasStudyFile(path)) {
        throw new InputError(`${printable(path)}: was created meanwhile; start again`);
      }
      markAsStudy(file);
      await createSqlStudy(db, settings);
    });
  });
}

/**
 * Opens a study for reading, or for running, which only one process at a time may do. Throws InputError when the file
 * is missing, not a study, from a newer hiernas or damaged, or when (for running) another process runs it (naming the
 * process) or the file has a second name (a hard link).
 */
export async function openSqliteStudy(
  path: string,
  forRunning = false,
  config: RunningConfig = {},
): Promise<StudyStore> {
  const stats = fileStats(path);
  const id = fileId(path);
  if (stats === undefined || id === undefined) throw new InputError(`${printable(path)}: there is no such file`);
  if (!forRunning) {
    return opened(path, "read", async (file) => {
      return readOnlyStore(file, path, await withPatience(READ_PATIENCE_MILLIS, () => checkStudy(file, path)));
    });
  }
  if (stats.nlink > 1) {
    // SQLite names its rollback journal after the file, so it would not find it under another name.
    throw new InputError(
      `${printable(path)}: has ${stats.nlink} names (hard links), must have one to be run: copy it, and resume the copy`,
    );
  }
  return opened(path, "write", async (file) => {
    const version = await withPatience(READ_PATIENCE_MILLIS, () => checkStudy(file, path));
    await leaveLog(file, path, version);
    await reserveStudy(queryBuilder<StudyTables>(file), file, path, id, version);
    return holdStudy(file, path, config, async (db) => {
      // Checked again, because another process may have come first.
      await migrate(db, file, checkStudy(file, path));
    });
  });
}

/** How long a starting process waits for another one that is starting. */
const START_MILLIS = 500;

type RunningConfig = Pick<QueryConfig, "patienceMillis">;

async function opened(
  path: string,
  mode: SqliteMode,
  work: (file: SqliteFile) => Promise<StudyStore>,
): Promise<StudyStore> {
  return withStorageErrors(path, async () => {
    const file = await openSqliteFile(path, mode);
    try {
      // Durable once a record returns, even through a power failure.
      if (mode !== "read") file.exec(`PRAGMA ${SCHEMA}.synchronous = EXTRA`);
      return await work(file);
    } catch (error) {
      file.close();
      throw error;
    }
  });
}

/** Removes what version 1 kept beside the file while running: a log, and an empty lock file. */
async function leaveLog(file: SqliteFile, path: string, version: number): Promise<void> {
  await withPatience(START_MILLIS, () => file.exec(`PRAGMA ${SCHEMA}.journal_mode = DELETE`));
  if (version > 1) return;
  const lock = `${realpathSync(path)}-lock`;
  if (lstatSync(lock, { throwIfNoEntry: false })?.size === 0) rmSync(lock, { force: true });
}

/** Prepares the study and takes it, within the transaction begun by {@link reserveStudy} or `BEGIN IMMEDIATE`. */
async function holdStudy(
  file: SqliteFile,
  path: string,
  config: RunningConfig,
  prepare: (db: Kysely<StudyTables>) => Promise<void>,
): Promise<StudyStore> {
  const watch = watchFile(path);
  try {
    const within = queryBuilder<StudyTables>(file);
    await prepare(within);
    const token = await writeHolder(within, watch.id);
    await withPatience(START_MILLIS, () => file.exec("COMMIT"));
    watch.check();
    const db = queryBuilder<StudyTables>(file, { ...config, keepsLock: true });
    // The first transaction leaves the lock taken.
    await db.transaction().execute((transaction) => checkHolder(transaction, path, token));
    return runningStore(file, watch, path, token, db);
  } catch (error) {
    file.close();
    watch.close();
    throw error;
  }
}
