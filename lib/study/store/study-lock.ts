/**
 * The lock of a running study: a file beside it that the operating system unlocks when the process ends, however it
 * ends.
 */
import { existsSync, realpathSync, statSync, unlinkSync } from "node:fs";
import { openSqlite, type SqliteDatabase } from "./sqlite-file.js";

/** A lock that is held. */
export interface StudyLock {
  release(): void;
}

/** A process that only looks whether a study runs holds the lock for a moment. */
const PATIENCE_MILLIS = 500;

/** What nothing refers to is collected and its lock dropped, while its process may still be running the study. */
const held = new Set<SqliteDatabase>();

/** Where the lock of the study at `path` is: beside it, links resolved. */
export function lockPath(path: string): string {
  return `${existsSync(path) ? realpathSync(path) : path}-lock`;
}

/**
 * Takes the lock of the study at `path`; undefined when another process, or this one, holds it. It ends with the
 * process, and the file is removed when it is released. Never open the lock file by other means in the same process:
 * closing it would drop the lock.
 */
export async function takeStudyLock(path: string, patienceMillis = PATIENCE_MILLIS): Promise<StudyLock | undefined> {
  const file = lockPath(path);
  for (;;) {
    const before = inode(file);
    const database = await openSqlite(file, patienceMillis);
    const opened = inode(file);
    // SQLite's reserved lock on an empty database: nothing is written.
    const failure = tryBegin(database);
    if (failure !== undefined) {
      database.close();
      if (isBusy(failure)) return undefined;
      // SQLite does not like a file that was removed meanwhile: whoever held the lock has released it.
      if (opened === undefined || opened !== inode(file)) continue;
      throw failure;
    }
    // Whoever releases removes the file: make sure that the lock is on the file that others will find.
    if (before !== undefined && before === opened && opened === inode(file)) {
      held.add(database);
      return Object.freeze({
        release: () => {
          held.delete(database);
          unlinkSync(file);
          giveUp(database);
        },
      });
    }
    giveUp(database);
  }
}

/** Whether a process holds the lock of the study at `path`. */
export async function isStudyLocked(path: string): Promise<boolean> {
  if (inode(lockPath(path)) === undefined) return false;
  const lock = await takeStudyLock(path, 0);
  lock?.release();
  return lock === undefined;
}

function inode(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

function tryBegin(database: SqliteDatabase): Error | undefined {
  try {
    database.exec("BEGIN IMMEDIATE");
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function isBusy(error: Error): boolean {
  return String((error as Error & { readonly code?: unknown }).code).startsWith("SQLITE_BUSY");
}

function giveUp(database: SqliteDatabase): void {
  database.exec("ROLLBACK");
  database.close();
}
