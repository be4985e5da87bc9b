/** A study in a schema of a PostgreSQL server. */
import { type Kysely, sql } from "kysely";
import { InputError } from "../../input/errors.js";
import { forReading, guardStore, type StoreParts } from "./guard-store.js";
import { withPostgresErrors } from "./postgres-errors.js";
import { checkPostgresStudy, dropStudy, hasStudy, markPostgresStudy, migratePostgres } from "./postgres-format.js";
import { findPostgresHolder, lockStudy, reserveStudy, type Running, schemaId, transactor } from "./postgres-holder.js";
import { openSession, type PostgresSession, type SessionConfig } from "./postgres-session.js";
import { settingsToJson } from "./settings-json.js";
import { createSqlStudy, openSqlStore } from "./sql-store.js";
import { parseAddress, type StudyAddress } from "./study-address.js";
import { removeHolder, writeHolder } from "./study-holder.js";
import type { StudySettings } from "./study-settings.js";
import type { StudyStore } from "./study-store.js";
import type { StudyTables } from "./study-tables.js";

/** How long a study that runs waits for a server that went away, and one that is read. */
const RUN_PATIENCE_MILLIS = 10 * 60_000;
const READ_PATIENCE_MILLIS = 10_000;

/** Settings of a study's session; those for waiting have defaults that are long for running, short for reading. */
export type PostgresConfig = Partial<Pick<SessionConfig, "patienceMillis" | "openMillis" | "onWarning" | "signal">>;

/** Whether there is a study at `path` that would have to be resumed. */
export async function hasPostgresStudy(path: string, config: PostgresConfig = {}): Promise<boolean> {
  const address = parseAddress(path);
  return withPostgresErrors(address.place, async () => {
    const session = await openSession(address, { isWriter: false, patienceMillis: READ_PATIENCE_MILLIS, ...config });
    try {
      return await hasStudy(session.query, address);
    } finally {
      await session.close();
    }
  });
}

/**
 * Creates a study in a new (or empty) schema and holds it for running. Throws InputError when it exists, the server
 * refuses, or another process is creating it.
 */
export async function createPostgresStudy(
  path: string,
  settings: StudySettings,
  config: PostgresConfig = {},
): Promise<StudyStore> {
  const address = parseAddress(path);
  // Validates the settings before creating anything.
  settingsToJson(settings);
  return forRunning(address, config, async (session, running) => {
    await lockStudy(session, address, running);
    if (await hasStudy(session.query, address)) {
      throw new InputError(`${address.place}: exists already; give another name, or resume it`);
    }
    return async (db) => {
      // Not "if not exists", which even then needs the right to make schemas.
      const { rows } = await sql`select from pg_namespace where nspname = ${address.study}`.execute(db);
      if (rows.length === 0) await db.schema.createSchema(address.study).execute();
      await createSqlStudy(db, settings);
      await markPostgresStudy(db, address);
    };
  });
}

/**
 * Opens a study for reading, or for running, which only one process at a time may do. Throws InputError when there is
 * none, it is from a newer hiernas or damaged, the server cannot be reached, or (for running) another process runs it.
 */
export async function openPostgresStudy(
  path: string,
  isRunning = false,
  config: PostgresConfig = {},
): Promise<StudyStore> {
  const address = parseAddress(path);
  if (!isRunning) return openForReading(address, config);
  return forRunning(address, config, async (session, running) => {
    const version = await checkPostgresStudy(session.query, address);
    await reserveStudy(session, address, running);
    return (db) => migratePostgres(db, address, version);
  });
}

async function openForReading(address: StudyAddress, config: PostgresConfig): Promise<StudyStore> {
  return withPostgresErrors(address.place, async () => {
    const session = await openSession(address, { isWriter: false, patienceMillis: READ_PATIENCE_MILLIS, ...config });
    try {
      const version = await checkPostgresStudy(session.query, address);
      return guardStore(openSqlStore(session.db, { place: address.place, version }), {
        ...common(session, address),
        ...forReading(address.place),
      });
    } catch (error) {
      await session.close();
      throw error;
    }
  });
}

/** Opens a session that holds the study, once `prepare` and then, in a transaction, what it gives have run. */
async function forRunning(
  address: StudyAddress,
  config: PostgresConfig,
  prepare: (session: PostgresSession, running: Running) => Promise<(db: Kysely<StudyTables>) => Promise<void>>,
): Promise<StudyStore> {
  return withPostgresErrors(address.place, async () => {
    const session = await openSession(address, { isWriter: true, patienceMillis: RUN_PATIENCE_MILLIS, ...config });
    try {
      const running: Running = {};
      const begin = await prepare(session, running);
      const token = await session.db.transaction().execute(async (transaction) => {
        await begin(transaction);
        return writeHolder(transaction, await schemaId(transaction, address));
      });
      running.token = token;
      return runningStore(session, address, token);
    } catch (error) {
      await session.close();
      throw error;
    }
  });
}

function runningStore(session: PostgresSession, address: StudyAddress, token: string): StudyStore {
  const { place, study } = address;
  const { db } = session;
  const transact = transactor(session, address, token);
  return guardStore(openSqlStore(db, { place, transact }), {
    ...common(session, address),
    check: () => undefined,
    close: async () => {
      // If this fails, the records are safe, and the row of an ended process holds nothing.
      await removeHolder(db, token).catch(() => undefined);
      await session.close();
    },
    discard: async () => {
      try {
        await transact(dropStudy);
        // Unless it holds something else, or was there before and is another's.
        await db.schema
          .dropSchema(study)
          .execute()
          .catch(() => undefined);
      } finally {
        await session.close();
      }
    },
  });
}

function common(
  session: PostgresSession,
  address: StudyAddress,
): Pick<StoreParts, "place" | "attempt" | "readAgain" | "holder" | "close"> {
  const { place } = address;
  return {
    place,
    attempt: (work) => withPostgresErrors(place, work),
    readAgain: session.patiently,
    holder: () => findPostgresHolder(session, address),
    close: () => session.close(),
  };
}
