/** One session with a PostgreSQL server, made anew when it is lost. Only this file loads the `pg` package. */
import { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { Kysely, PostgresDialect } from "kysely";
import type { ClientBase } from "pg";
import type { Attempt } from "./guard-store.js";
import { isDisconnection } from "./postgres-errors.js";
import { createLock, type Query, type Refuse } from "./postgres-lock.js";
import { type Patience, whileStopping, withPatience } from "./postgres-patience.js";
import type { StudyAddress } from "./study-address.js";
import type { StudyTables } from "./study-tables.js";

/** Settings of {@link openSession}. */
export interface SessionConfig {
  /** Whether the session may write. */
  readonly isWriter: boolean;
  /** How long a call waits for the server to come back, in milliseconds. */
  readonly patienceMillis: number;
  /** How long the first one waits. Default: 0. */
  readonly openMillis?: number;
  /** Told once when a call begins to wait. */
  readonly onWarning?: (message: string) => void;
  /** Once it is aborted, a server that is away or silent is given up in seconds, and not asked again. */
  readonly signal?: AbortSignal;
}

/** A session with a server. */
export interface PostgresSession {
  /** The study's tables. */
  readonly db: Kysely<StudyTables>;
  /** The rows of a query outside the study's tables. */
  readonly query: Query;
  /** Runs `work` until the server is there for all of it. */
  readonly patiently: Attempt;
  /**
   * Takes the study's lock, which ends with the session, and again in every later one. Resolves to false when another
   * session has it. A later session that does not get it back throws what `refuse` gives; while that is undefined, it
   * tries again.
   */
  readonly lock: (refuse: Refuse) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

/** How long a server may take to let in, and to answer what is quick for it and what is not. */
const CONNECT_MILLIS = 10_000;
const ANSWER_MILLIS = 20_000;
const READ_MILLIS = 5 * 60_000;
const CLOSE_MILLIS = 5_000;

/**
 * What the server does in every session: it lets go of a client that vanished within half a minute, and of one that
 * stopped within a record. A commit is on its disk, unless it was told to be even safer.
 */
const settings = [
  "set tcp_keepalives_idle = 10",
  "set tcp_keepalives_interval = 5",
  "set tcp_keepalives_count = 3",
  "set tcp_user_timeout = 30000",
  "set idle_in_transaction_session_timeout = 60000",
  "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'",
].join("; ");

/** Opens a session. Rejects with the server's or the network's error when there is none. */
export async function openSession(address: StudyAddress, config: SessionConfig): Promise<PostgresSession> {
  const { Pool, types } = (await import("pg")).default;
  const { isWriter, patienceMillis, openMillis = 0, onWarning, signal } = config;
  const lock = createLock(address);
  let socket: Socket | undefined;
  const begin = async (client: ClientBase): Promise<void> => {
    // Otherwise an error between two queries would end the process; the next query tells it.
    client.on("error", () => undefined);
    await client.query(`${settings}; set default_transaction_read_only = ${isWriter ? "off" : "on"}`);
    await lock.retake(asker(client));
  };
  // The pool waits for it, which its types do not say.
  const onConnect: (client: ClientBase) => unknown = begin;
  const pool = new Pool({
    connectionString: address.connection,
    application_name: "hiernas",
    max: 1,
    idleTimeoutMillis: 0,
    allowExitOnIdle: true,
    connectionTimeoutMillis: CONNECT_MILLIS,
    query_timeout: ANSWER_MILLIS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => (socket = new Socket()),
    types: { getTypeParser: (type: number) => (type === INT8 ? Number : (types.getTypeParser(type) as unknown)) },
    onConnect,
  });
  pool.on("error", () => undefined);

  const patienceOf = (millis: number): Patience => ({
    ...{ millis, signal },
    onWait: () =>
      onWarning?.(`${address.place}: the server is gone; waiting for it up to ${Math.round(millis / 1000)} s`),
  });
  // Once it was in vain, the next call does not wait as long again.
  let patience = patienceMillis;
  const patiently: Attempt = async (work) => {
    try {
      const result = await withPatience(work, patienceOf(patience));
      patience = patienceMillis;
      return result;
    } catch (error) {
      if (isDisconnection(error)) patience = 0;
      throw error;
    }
  };
  /** Why nothing is asked any more. */
  let givenUp: Error | undefined;
  const note = (error: unknown): void => {
    if (signal?.aborted && error instanceof Error && isDisconnection(error)) givenUp ??= error;
  };
  const cut = (): void => void socket?.destroy();
  let turn: Promise<void> = Promise.resolve();
  /** The session's client, for one user after the other. */
  const connect = async () => {
    const before = turn;
    let done: () => void = () => undefined;
    turn = new Promise((resolve) => (done = resolve));
    await before;
    try {
      if (givenUp !== undefined) throw givenUp;
      const client = await whileStopping(signal, pool.connect(), cut);
      const own = socket;
      return {
        query: async (text: string, values: readonly unknown[]) => {
          const isLong = /^select/i.test(text) && !/for update$/i.test(text);
          try {
            const asked = client.query({
              ...{ text, values: [...values] },
              ...(isLong ? { query_timeout: READ_MILLIS } : {}),
            });
            return await whileStopping(signal, asked, cut);
          } catch (error) {
            // What a late answer would belong to is unknown.
            if (isDisconnection(error)) own?.destroy();
            note(error);
            throw error;
          }
        },
        release: (isLost?: boolean): void => {
          client.release(isLost);
          done();
        },
      };
    } catch (error) {
      done();
      note(error);
      throw error;
    }
  };
  const db = new Kysely<StudyTables>({
    dialect: new PostgresDialect({ pool: { connect: connect as never, end: () => pool.end() } }),
  }).withSchema(address.study);
  const query: Query = async (sql, values) => {
    const client = await connect();
    try {
      return await asker(client)(sql, values);
    } finally {
      client.release();
    }
  };

  const close = async (): Promise<void> => {
    const late = setTimeout(CLOSE_MILLIS, undefined, { ref: false }).then(() => void socket?.destroy());
    await Promise.race([db.destroy(), late]);
  };
  try {
    await withPatience(() => query("select 1"), patienceOf(openMillis));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    db,
    query,
    patiently,
    lock: (refuse) => lock.take(query, refuse),
    close,
  };
}

/** The type of whole numbers of 64 bits, all of which are within 2⁵³ here. */
const INT8 = 20;

/** What {@link asker} asks: a pool, or one of its clients. */
interface Askable {
  query(sql: string, values: unknown[]): Promise<{ readonly rows: unknown[] }>;
}

const asker =
  (client: Askable): Query =>
  async <Row>(sql: string, values: readonly unknown[] = []) =>
    (await client.query(sql, [...values])).rows as readonly Row[];
