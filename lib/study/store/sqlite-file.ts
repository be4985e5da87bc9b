/** SQLite files through the `libsql` package, used so that closing really closes them and damaged text does no harm. */
import { closeSync, existsSync, openSync, realpathSync, type Stats, statSync } from "node:fs";
import { devNull } from "node:os";
import { dirname, resolve as resolvePath } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type LibsqlDatabase from "libsql";
import { InputError } from "../../input/errors.js";
import { printable, shown } from "../../input/printable.js";
import { sqliteCode } from "./sqlite-errors.js";

/** The file's name in SQL: optional for tables, required for pragmas and new tables. */
export const SCHEMA = "study";

/** How to open a file: for reading, for writing too, or creating it if it is missing. */
export type SqliteMode = "read" | "write" | "create";

/** A value in a row. Text that is not UTF-8 comes as its bytes. */
export type SqlValue = string | number | bigint | null | ArrayBuffer;

/** An open SQLite file. It never waits: if another process holds a lock, it throws an error with code SQLITE_BUSY. */
export interface SqliteFile {
  exec(sql: string): void;
  /** All rows of a query that yields the columns `names`; in a damaged file their values may be anything. */
  read<Name extends string>(
    sql: string,
    names: readonly Name[],
    parameters?: readonly unknown[],
  ): Readonly<Record<Name, SqlValue>>[];
  /** The numeric value of a pragma. */
  pragma(name: string): number;
  /** Runs a statement without result rows and returns the number of rows changed. */
  write(sql: string, parameters?: readonly unknown[]): number;
  readonly inTransaction: boolean;
  /** Rolls back what is not committed and closes the file immediately and reliably. */
  close(): void;
}

/** How long opening waits for another process that writes. */
const OPEN_PATIENCE_MILLIS = 10_000;

/** How many statements that write are kept prepared. */
const MOST_STATEMENTS = 20;

/** How many files the package opens when it is loaded, with some to spare. */
const NEEDED_FILES = 16;

/**
 * Opens an SQLite file. Only this function loads the package, so that everything but studies works without its binary.
 *
 * The file is attached to a connection without a file and detached to close it: the package's own `close` leaves a file
 * open until every statement prepared on it has been garbage-collected.
 *
 * Throws InputError for an empty path, anything but a regular file, and a path into a missing folder; SQLite's errors
 * unchanged.
 */
export async function openSqliteFile(path: string, mode: SqliteMode): Promise<SqliteFile> {
  const isThere = fileStats(path) !== undefined;
  const file = absolutePath(path);
  if (!isThere && !existsSync(dirname(file))) {
    throw new InputError(`${printable(path)}: its folder ${printable(dirname(file))} does not exist; create it first`);
  }
  checkRoomForFiles(path);
  const { default: Database } = await import("libsql");
  const database = new Database(":memory:");
  const attach = (query: string): Promise<void> =>
    withPatience(OPEN_PATIENCE_MILLIS, () => {
      database.exec(`ATTACH '${pathToFileURL(file).href.replaceAll("'", "''")}?${query}' AS ${SCHEMA}`);
    });
  try {
    if (mode !== "read") await attach(mode === "create" ? "mode=rwc" : "mode=rw");
    else await attachToRead(database, file, attach);
  } catch (error) {
    database.close();
    throw error;
  }
  return attachedFile(database);
}

/**
 * Throws InputError when this process may open hardly any more files (`ulimit -n`): loading the package, whose threads
 * open pipes, would then abort the process.
 */
function checkRoomForFiles(path: string): void {
  const opened: number[] = [];
  try {
    while (opened.length < NEEDED_FILES) opened.push(openSync(devNull, "r"));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "EMFILE" ? "ulimit -n" : printable(String(error));
    const rule = `this process may open too few files (${why}); raise the limit`;
    throw new InputError(`${printable(path)}: cannot be opened: ${rule}`, { cause: error });
  } finally {
    for (const file of opened) closeSync(file);
  }
}

/**
 * The status of the file at `path`, following links; undefined if it is missing. Throws InputError for an empty path,
 * one that cannot be inspected, and anything but a regular file.
 */
export function fileStats(path: string): Stats | undefined {
  if (typeof path !== "string" || path === "" || path.includes("\0")) {
    throw new InputError(`path: got ${shown(path)}, must be the path of a study's file`);
  }
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENAMETOOLONG" ? "the name is too long" : `cannot be inspected: ${printable(message)}`;
    throw new InputError(`${printable(path)}: ${why}`, { cause: error });
  }
  if (stats?.isFile() === false) {
    throw new InputError(`${printable(path)}: is a folder, a pipe or a device, must be a file`);
  }
  return stats;
}

/** Retries `work` for at most `patienceMillis` while it fails because another process locks the file. */
export async function withPatience<T>(patienceMillis: number, work: () => T): Promise<T> {
  const end = performance.now() + patienceMillis;
  for (let pause = 1; ; pause = Math.min(2 * pause, 100)) {
    try {
      return work();
    } catch (error) {
      if (!sqliteCode(error).startsWith("SQLITE_BUSY") || performance.now() >= end) throw error;
    }
    await setTimeout(pause);
  }
}

function absolutePath(path: string): string {
  try {
    return resolvePath(path);
  } catch (error) {
    throw new InputError(`${printable(path)}: the working folder is gone; go to another`, { cause: error });
  }
}

/**
 * Attaches for reading, which leaves no trace and needs no write permission. The exception is a file that a killed
 * process left mid-write: SQLite must first repair it, which needs that permission.
 */
async function attachToRead(
  database: LibsqlDatabase.Database,
  file: string,
  attach: (query: string) => Promise<void>,
): Promise<void> {
  const attachOr = async (first: string, failure: RegExp, second: string): Promise<void> => {
    try {
      await attach(first);
    } catch (error) {
      if (!failure.test(sqliteCode(error))) throw error;
      await attach(second);
    }
  };
  if (await isLogged(database, attach)) {
    // Version 1 kept a log beside the file; without a log the file is complete and nobody writes it.
    const hasLog = existsSync(`${realpathSync(file)}-wal`);
    return hasLog ? attachOr("mode=rw", /^SQLITE_(CANTOPEN|READONLY)/, "mode=ro") : attach("immutable=1");
  }
  return attachOr("mode=ro", /^SQLITE_READONLY_ROLLBACK/, "mode=rw");
}

/** Whether the file's header says that it has a write-ahead log beside it. */
async function isLogged(database: LibsqlDatabase.Database, attach: (query: string) => Promise<void>): Promise<boolean> {
  await attach("immutable=1");
  try {
    const page = `SELECT hex(substr(data, 20, 1)) AS version FROM sqlite_dbpage('${SCHEMA}') WHERE pgno = 1`;
    return database.prepare(page).pluck().all()[0] === "02";
  } finally {
    database.exec(`DETACH ${SCHEMA}`);
  }
}

function attachedFile(database: LibsqlDatabase.Database): SqliteFile {
  const texts = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const decode = (value: SqlValue): SqlValue => {
    if (!(value instanceof ArrayBuffer)) return value;
    try {
      return texts.decode(value);
    } catch {
      return value;
    }
  };
  /**
   * Locks first, by a statement that ends immediately: a prepared one that found the file locked would keep it open.
   */
  const locked = <T>(work: () => T): T => {
    if (database.inTransaction) return work();
    database.exec("BEGIN");
    try {
      database.exec(`SELECT 1 FROM ${SCHEMA}.sqlite_master LIMIT 1`);
      return work();
    } finally {
      database.exec("ROLLBACK");
    }
  };
  let isOpen = true;
  const statements = new Map<string, LibsqlDatabase.Statement>();
  return {
    exec: (sql) => database.exec(sql),
    read: <Name extends string>(sql: string, names: readonly Name[], parameters: readonly unknown[] = []) =>
      locked(() => {
        const rows: Record<Name, SqlValue>[] = [];
        // Row by row, so that only a few are in memory as bytes at once.
        for (const each of database.prepare(textAsBytes(sql, names)).iterate(parameters)) {
          const row = each as Record<Name, SqlValue>;
          for (const name of names) row[name] = decode(row[name]);
          rows.push(row);
        }
        return rows;
      }),
    pragma: (name) => locked(() => Number(database.prepare(`PRAGMA ${SCHEMA}.${name}`).pluck().all()[0])),
    write: (sql, parameters = []) => {
      // A search writes with the same few statements, and preparing one takes as long as running it.
      const prepared = statements.get(sql) ?? database.prepare(sql);
      if (statements.size < MOST_STATEMENTS) statements.set(sql, prepared);
      return prepared.run(parameters).changes;
    },
    get inTransaction() {
      return database.inTransaction;
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      if (database.inTransaction) database.exec("ROLLBACK");
      database.exec(`DETACH ${SCHEMA}`);
      database.close();
    },
  };
}

/** The query with text returned as bytes, because the package aborts the process on text that is not UTF-8. */
function textAsBytes(sql: string, names: readonly string[]): string {
  const columns = names.map((name) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    return `CASE typeof(${quoted}) WHEN 'text' THEN CAST(${quoted} AS BLOB) ELSE ${quoted} END AS ${quoted}`;
  });
  return `SELECT ${columns.join(", ")} FROM (${sql})`;
}
