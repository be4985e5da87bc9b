/** Opens SQLite files, and says in one line what is wrong with one. */
import { existsSync, statSync } from "node:fs";
import { dirname, resolve as resolvePath } from "node:path";
import { Kysely, SqliteDialect, type SqliteStatement } from "kysely";
import type LibsqlDatabase from "libsql";
import { InputError } from "../../input/errors.js";

/** How long a write waits while another process writes. */
const BUSY_MILLIS = 10_000;

/** A connection of the `libsql` package: SQLite with the interface of better-sqlite3. */
export type SqliteDatabase = LibsqlDatabase.Database;

/**
 * Opens a connection; makes an empty file where there is none. The package is loaded only here, so that everything but
 * studies works where its binary is missing.
 * Throws InputError for a folder, a path into a folder that is missing, or a file that may not be opened.
 */
export async function openSqlite(path: string, busyMillis = BUSY_MILLIS): Promise<SqliteDatabase> {
  if (existsSync(path) && !statSync(path).isFile()) throw new InputError(`${path}: is a folder, must be a file`);
  const folder = dirname(resolvePath(path));
  if (!existsSync(folder)) throw new InputError(`${path}: its folder ${folder} is not there`);
  const { default: Database } = await import("libsql");
  try {
    // As a path of its own, so that names such as `:memory:` or `libsql://…` are files too.
    const database = new Database(resolvePath(path));
    database.pragma(`busy_timeout = ${busyMillis}`);
    return database;
  } catch (error) {
    throw storageError(path, error);
  }
}

/** A query builder over `database`. It owns it: destroying the one closes the other. */
export function queryBuilder<Tables>(database: SqliteDatabase): Kysely<Tables> {
  const prepare = (sql: string): SqliteStatement =>
    // SQLite itself rolls back on a full disk; a second rollback would fail and hide the reason.
    sql === "rollback" && !database.inTransaction ? nothingToDo : database.prepare(sql);
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: { prepare, close: () => database.close() } }) });
}

const nothingToDo: SqliteStatement = {
  reader: false,
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  all: () => [],
  iterate: () => [][Symbol.iterator](),
};

/** The number that a pragma gives. */
export function readPragma(database: SqliteDatabase, name: string): unknown {
  const rows = database.pragma(name) as readonly Readonly<Record<string, unknown>>[];
  return Object.values(rows[0] ?? {})[0];
}

/** Runs `work`, turning an error of the storage into an InputError of one line. */
export async function withStorageErrors<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(path, error);
  }
}

const KEPT = "what was recorded is kept";

const lines: readonly (readonly [code: RegExp, line: string])[] = [
  [/^SQLITE_NOTADB/, "is not a study; give another path"],
  [/^SQLITE_FULL/, `the disk is full; ${KEPT}: make room and start again with the same file`],
  [/^SQLITE_IOERR/, `cannot be written or read (a full or failing disk?); ${KEPT}: mend that and start again`],
  [/^SQLITE_READONLY/, `may not be written: give another path, or change its permissions`],
  [/^SQLITE_(CANTOPEN|PERM|AUTH)/, `cannot be opened: check its permissions and its folder's`],
  [/^SQLITE_(BUSY|LOCKED)/, `another process is writing to it and does not finish; ${KEPT}: try again`],
  [/^SQLITE_CORRUPT/, `is damaged; restore it from a copy, or give another path`],
];

function storageError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InputError) return error;
  const code = (error as Error & { readonly code?: unknown }).code;
  const known = lines.find(([pattern]) => typeof code === "string" && pattern.test(code));
  if (known !== undefined) return new InputError(`${path}: ${known[1]}`, { cause: error });
  // The package gives a failure to open as an error without a code.
  if (error.message.includes("Unable to open connection")) {
    return new InputError(`${path}: cannot be opened: check its permissions and its folder's`, { cause: error });
  }
  return error;
}
