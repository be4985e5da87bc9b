/** A study by its path or its address, whichever database holds it. */
import { createPostgresStudy, hasPostgresStudy, openPostgresStudy, type PostgresConfig } from "./postgres-store.js";
import { createSqliteStudy, hasStudyFile, openSqliteStudy } from "./sqlite-store.js";
import { isAddress } from "./study-address.js";
import { isStudyFile } from "./study-file.js";
import type { StudySettings } from "./study-settings.js";
import type { StudyStore } from "./study-store.js";

/** Settings of a study in a server: how long to wait for that, and what is told then. */
export type ServerConfig = Pick<PostgresConfig, "openMillis" | "onWarning" | "signal">;

/** How long commands that run by themselves wait for a server that is away when they begin. */
export const OPEN_PATIENCE_MILLIS = 60_000;

/** Whether there is something at `path` that would have to be resumed; an empty file or schema does not count. */
export async function hasStudy(path: string, config: ServerConfig = {}): Promise<boolean> {
  return isAddress(path) ? hasPostgresStudy(path, config) : hasStudyFile(path);
}

/** Whether `path` names a study rather than some other file: an address, or a file of SQLite. See `isStudyFile`. */
export function namesStudy(path: string): boolean {
  return isAddress(path) || isStudyFile(path);
}

/** Creates the study at `path`, as `createSqliteStudy` and `createPostgresStudy` do. */
export async function createStore(
  path: string,
  settings: StudySettings,
  config: ServerConfig = {},
): Promise<StudyStore> {
  return isAddress(path) ? createPostgresStudy(path, settings, config) : createSqliteStudy(path, settings);
}

/** Opens the study at `path`, as `openSqliteStudy` and `openPostgresStudy` do. */
export async function openStore(path: string, isRunning = false, config: ServerConfig = {}): Promise<StudyStore> {
  return isAddress(path) ? openPostgresStudy(path, isRunning, config) : openSqliteStudy(path, isRunning);
}
