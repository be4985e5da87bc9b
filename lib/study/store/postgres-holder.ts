/**
 * Who runs a study in a PostgreSQL server. Only one process at a time runs it, which two mechanisms ensure together:
 *
 * - An advisory lock of the server, which the running process's session keeps. It ends with the session, however that
 *   ends; the server notices within half a minute that a machine vanished.
 * - The token in the holder's row, new each time a process takes the study. Every record checks it in its own
 *   transaction, which keeps the row until it ends. A process that was cut off and comes back to a study that another
 *   one took records nothing, whatever it believes about its lock.
 *
 * A record whose answer is lost with the connection is not made again if the server says that it was kept.
 */
import { setTimeout } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { InputError } from "../../input/errors.js";
import { LOCK_KEY, type Query } from "./postgres-lock.js";
import type { PostgresSession } from "./postgres-session.js";
import type { Transact } from "./sql-store.js";
import type { StudyAddress } from "./study-address.js";
import { checkHolder, heldError, type HolderRow, isHeld, isOwn, parseHolder, readRow } from "./study-holder.js";
import type { StudyHolder } from "./study-store.js";
import { STUDY_VERSION, type StudyTables } from "./study-tables.js";

/** How often the lock must be found free, since its holder may be connecting anew. */
const LOOKS = 4;
const LOOK_MILLIS = 500;

/** What tells the study from a copy of it: the database's and a table's number. */
export async function schemaId(db: Kysely<StudyTables>, { study }: StudyAddress): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select d.oid || ':' || c.oid as id from pg_database d, pg_class c join pg_namespace n on n.oid = c.relnamespace
    where d.datname = current_database() and n.nspname = ${study} and c.relname = 'study'`.execute(db);
  return rows[0].id;
}

/** Who runs the study, as far as the server knows or can be seen; null if nobody does. */
export async function findPostgresHolder(session: PostgresSession, address: StudyAddress): Promise<StudyHolder | null> {
  const row = await readRow(session.db, address.place, STUDY_VERSION);
  if (row === undefined) return null;
  // While the server is connected anew, only the process itself tells.
  const isLive = await isLocked(session.query, address);
  if (!isLive && isHeld(row, await schemaId(session.db, address)) !== true) return null;
  return Object.freeze({
    processId: row.process_id,
    host: row.host,
    sinceMillis: row.since_millis,
    isSeen: true,
  });
}

async function isLocked(query: Query, { study }: StudyAddress): Promise<boolean> {
  const locks = await query(
    `select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())
       and classid::bigint = (${LOCK_KEY} >> 32) & 4294967295 and objid::bigint = ${LOCK_KEY} & 4294967295`,
    [study],
  );
  return locks.length > 0;
}

/** What tells this running of the study from every other, once it is known. */
export interface Running {
  token?: string;
}

/** Takes the study's lock. Throws InputError, naming the process, when another one has it. */
export async function lockStudy(session: PostgresSession, address: StudyAddress, running: Running): Promise<void> {
  const { place } = address;
  const lost = async (query: Query): Promise<Error | undefined> => {
    const row = await holderRow(query, address);
    // Someone is about to take it over, and may yet fail.
    return row !== undefined && row.token === running.token ? undefined : heldError(place, row);
  };
  if (!(await session.lock(lost))) throw heldError(place, await holderRow(session.query, address));
}

async function holderRow(query: Query, { study, place }: StudyAddress): Promise<HolderRow | undefined> {
  const name = `"${study.replaceAll('"', '""')}"`;
  // A process still creating the study has no row yet.
  const rows = await query(`select * from ${name}.holder`).catch(() => []);
  return rows.length === 0 ? undefined : parseHolder(rows[0], place);
}

/** Takes the study's lock once nobody seems to run it. Throws InputError, naming the process, when another one does. */
export async function reserveStudy(session: PostgresSession, address: StudyAddress, running: Running): Promise<void> {
  for (let look = 1; !(await isLocked(session.query, address)); look++) {
    const row = await holderRow(session.query, address);
    // This process cannot take the lock twice, so a row of its own is left over from before.
    const held = row === undefined || isOwn(row) ? false : isHeld(row, await schemaId(session.db, address));
    if (held === true) throw heldError(address.place, row);
    if (held === false || look === LOOKS) break;
    await setTimeout(LOOK_MILLIS);
  }
  await lockStudy(session, address, running);
}

/** Transactions in which the holder's row still has `token`. */
export function transactor(session: PostgresSession, { place }: StudyAddress, token: string): Transact {
  return async <T>(work: Parameters<Transact>[0]): Promise<T> => {
    let made: { readonly id: string; readonly result: unknown } | undefined;
    const attempt = async (): Promise<unknown> => {
      if (made !== undefined && (await isKept(session.query, made.id, place))) return made.result;
      made = undefined;
      return session.db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom("holder")
          .select(sql<string>`txid_current()::text`.as("id"))
          .where("token", "=", token)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) {
          await checkHolder(transaction, place, token);
          throw new InputError(`${place}: another process took over this study; what was recorded is kept`);
        }
        const result = await work(transaction);
        made = { id: row.id, result };
        return result;
      });
    };
    return (await session.patiently(attempt)) as T;
  };
}

/** Whether the transaction, whose connection was lost, was committed. */
async function isKept(query: Query, id: string, place: string): Promise<boolean> {
  const [{ status }] = await query<{ status: string | null }>("select txid_status($1) as status", [id]);
  if (status === "committed") return true;
  if (status === "aborted") return false;
  throw new InputError(
    `${place}: the server cannot say whether the last record was kept; start again with the same address`,
  );
}
