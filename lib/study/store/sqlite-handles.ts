/** The stores of open studies: for reading, or for running too. */
import { rmSync } from "node:fs";
import type { Kysely } from "kysely";
import { fileId, type FileWatch } from "./file-watch.js";
import { forReading, guardStore } from "./guard-store.js";
import { openSqlStore, type Transact } from "./sql-store.js";
import { queryBuilder } from "./sqlite-dialect.js";
import { withStorageErrors } from "./sqlite-errors.js";
import type { SqliteFile } from "./sqlite-file.js";
import { inJson } from "./study-format.js";
import { checkHolder, findHolder, removeHolder } from "./study-holder.js";
import type { StudyStore } from "./study-store.js";
import { STUDY_VERSION, type StudyTables } from "./study-tables.js";

/** How long a read waits for another process that writes. */
export const READ_PATIENCE_MILLIS = 10_000;

/** Keeps files of running studies from being garbage-collected, which would drop their locks. */
const held = new Set<SqliteFile>();

/** The store of a study that this process holds, by its `token`. */
export function runningStore(
  file: SqliteFile,
  watch: FileWatch,
  path: string,
  token: string,
  db: Kysely<StudyTables>,
): StudyStore {
  held.add(file);
  const release = (): void => {
    file.close();
    watch.close();
    held.delete(file);
  };
  const transact: Transact = (work) =>
    db.transaction().execute(async (transaction) => {
      await checkHolder(transaction, path, token);
      return work(transaction);
    });
  return guardStore(openSqlStore(db, { place: path, transact }), {
    ...common(db, path, STUDY_VERSION),
    check: () => watch.check(),
    close: async () => {
      const wasLost = watch.isLost;
      try {
        // If this fails (a full disk), the records are safe, and the row of an ended process holds nothing.
        await removeHolder(db, token).catch(() => undefined);
        if (!wasLost) watch.check();
      } finally {
        release();
      }
    },
    discard: async () => {
      // Before releasing the lock, so that nobody else can have begun to record in it.
      if (fileId(path) === watch.id) rmSync(path, { force: true });
      release();
    },
  });
}

/** The store of a study opened for reading, in its `version`. */
export function readOnlyStore(file: SqliteFile, path: string, version: number): StudyStore {
  const db = queryBuilder<StudyTables>(file, { patienceMillis: READ_PATIENCE_MILLIS });
  const store = openSqlStore(db, {
    place: path,
    columns: version === 1 ? inJson : undefined,
    version,
  });
  return guardStore(store, { ...common(db, path, version), ...forReading(path), close: async () => file.close() });
}

function common(db: Kysely<StudyTables>, path: string, version: number) {
  return {
    place: path,
    attempt: <T>(work: () => Promise<T>) => withStorageErrors(path, work),
    holder: () => findHolder(db, path, fileId(path), version),
  };
}
