/** The stores of open studies: for reading, or for running too. */
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
  return createStore(db, path, STUDY_VERSION, {
    store: openSqlStore(db, { place: path, guard: (transaction) => checkHolder(transaction, path, token) }),
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
  const refuse = () => {
    throw new InputError(`${printable(path)}: was opened for reading; open it for running to record`);
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
    /** Throws if recording is impossible. */
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
