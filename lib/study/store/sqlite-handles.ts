/** What an open study offers: to be read, or to be run as well. */
import { rmSync } from "node:fs";
import type { Kysely } from "kysely";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { fileId, type FileWatch } from "./file-watch.js";
import { openSqlStore, type SqlStore } from "./sql-store.js";
import { queryBuilder } from "./sqlite-dialect.js";
import { withStorageErrors } from "./sqlite-errors.js";
import type { SqliteFile } from "./sqlite-file.js";
import { inJson } from "./study-format.js";
import { checkHolder, findHolder, removeHolder } from "./study-holder.js";
import type { StudyStore } from "./study-store.js";
import { STUDY_VERSION, type StudyTables } from "./study-tables.js";

/** How long a look waits while another process writes. */
export const READ_PATIENCE_MILLIS = 10_000;

/** What nothing refers to is collected and its lock dropped, while its process may still be running the study. */
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
  return createStore(db, path, STUDY_VERSION, {
    store: openSqlStore(db, { place: path, guard: (transaction) => checkHolder(transaction, path, token) }),
    check: () => watch.check(),
    close: async () => {
      const wasLost = watch.isLost;
      try {
        // Whatever hinders it (a full disk), the records are safe, and the row of a process that ended holds nothing.
        await removeHolder(db, token).catch(() => undefined);
        if (!wasLost) watch.check();
      } finally {
        release();
      }
    },
    discard: async () => {
      // Before the lock is released: nobody else can have begun to record in it.
      if (fileId(path) === watch.id) rmSync(path, { force: true });
      release();
    },
  });
}

/** The store of a study that is only read, as it is in its `version`. */
export function readOnlyStore(file: SqliteFile, path: string, version: number): StudyStore {
  const db = queryBuilder<StudyTables>(file, { patienceMillis: READ_PATIENCE_MILLIS });
  const refuse = () => {
    throw new InputError(`${printable(path)}: was opened to be read; open it for running to record`);
  };
  return createStore(db, path, version, {
    store: openSqlStore(db, {
      place: path,
      columns: version === 1 ? inJson : undefined,
      isUnconfirmed: version < 3,
    }),
    check: refuse,
    close: async () => file.close(),
    discard: async () => refuse(),
  });
}

function createStore(
  db: Kysely<StudyTables>,
  path: string,
  version: number,
  parts: {
    readonly store: SqlStore;
    /** Throws when nothing can be recorded. */
    readonly check: () => void;
    readonly close: () => Promise<void>;
    readonly discard: () => Promise<void>;
  },
): StudyStore {
  const { store, check, close, discard } = parts;
  let closing: Promise<void> | undefined;
  const reading =
    <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    (...args: Args): Promise<T> =>
      withStorageErrors(path, () => {
        if (closing !== undefined) throw new InputError(`${printable(path)}: is closed; open it again`);
        return work(...args);
      });
  const recording = <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    reading((...args: Args) => {
      check();
      return work(...args);
    });
  return Object.freeze({
    place: printable(path),
    settings: reading(store.settings),
    setSteps: recording(store.setSteps),
    recordProposal: recording(store.recordProposal),
    recordEvaluation: recording(store.recordEvaluation),
    recordConfirmation: recording(store.recordConfirmation),
    records: reading(store.records),
    individuals: reading(store.individuals),
    individual: reading(store.individual),
    engines: reading(store.engines),
    unfinished: reading(store.unfinished),
    confirmations: reading(store.confirmations),
    events: reading(store.events),
    holder: reading(() => findHolder(db, path, fileId(path), version)),
    close: () => (closing ??= withStorageErrors(path, close)),
    discard: () => (closing ??= withStorageErrors(path, discard)),
  });
}
