/** What makes a schema of a PostgreSQL server a study, its version, and the upgrade of older ones. */
import { type Kysely, sql } from "kysely";
import { InputError } from "../../input/errors.js";
import type { Query } from "./postgres-lock.js";
import type { StudyAddress } from "./study-address.js";
import { addMissing, columnsOf, STUDY_VERSION, type StudyTables, tablesOf } from "./study-tables.js";

/** The version that the first studies in a server had. */
export const FIRST_VERSION = 4;

/** The comment on the table `study`, which tells its version. */
const MARK = /^hiernas study, version (\d{1,9})$/;

/** What the server's catalog says about a table or the like. */
interface Relation {
  readonly name: string;
  /** `r` for a plain table. */
  readonly kind: string;
  readonly is_watched: boolean;
  readonly comment: string | null;
  readonly columns: readonly string[];
}

async function relationsOf(query: Query, { study }: StudyAddress): Promise<readonly Relation[]> {
  return query<Relation>(
    `select c.relname::text as name, c.relkind::text as kind, obj_description(c.oid, 'pg_class') as comment,
       c.relrowsecurity or exists (select from pg_rewrite r where r.ev_class = c.oid)
         or exists (select from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal) as is_watched,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'f')`,
    [study],
  );
}

/** Whether there is anything at `address` that would have to be resumed; an empty schema does not count. */
export async function hasStudy(query: Query, address: StudyAddress): Promise<boolean> {
  return (await relationsOf(query, address)).length > 0;
}

/**
 * The version of the study at `address`. Throws InputError where there is none, one from a newer hiernas, or one whose
 * tables do not match its version.
 */
export async function checkPostgresStudy(query: Query, address: StudyAddress): Promise<number> {
  const { place } = address;
  const relations = await relationsOf(query, address);
  if (relations.length === 0) throw new InputError(`${place}: there is no such study`);
  const mark = MARK.exec(relations.find(({ name }) => name === "study")?.comment ?? "");
  if (mark === null) throw new InputError(`${place}: is not a study (a schema of something else); give another name`);
  const version = Number(mark[1]);
  if (version > STUDY_VERSION) {
    const rule = `this hiernas reads up to ${STUDY_VERSION}: use a newer hiernas`;
    throw new InputError(`${place}: is a study of version ${version}, ${rule}`);
  }
  if (version < FIRST_VERSION) {
    throw new InputError(`${place}: is a study of version ${version}, must be at least ${FIRST_VERSION}: edited?`);
  }
  for (const table of tablesOf(version)) checkTable(relations, table, version, place);
  return version;
}

function checkTable(relations: readonly Relation[], table: keyof StudyTables, version: number, place: string): void {
  const found = relations.find(({ name }) => name === table);
  const remedy = "damaged or edited; restore it from a dump";
  if (found === undefined) throw new InputError(`${place}: has no table ${table}: ${remedy}`);
  if (found.kind !== "r") throw new InputError(`${place}: ${table} is not a plain table: ${remedy}`);
  if (found.is_watched) {
    throw new InputError(`${place}: its table ${table} has a trigger, rule or policy: edited; remove it`);
  }
  const missing = columnsOf(table, version).find((column) => !found.columns.includes(column));
  if (missing !== undefined) throw new InputError(`${place}: its table ${table} has no column ${missing}: ${remedy}`);
}

/** Marks the tables as a study of {@link STUDY_VERSION}; call it within the transaction that makes them. */
export async function markPostgresStudy(db: Kysely<StudyTables>, { study }: StudyAddress): Promise<void> {
  await sql`comment on table ${sql.id(study, "study")} is ${sql.lit(`hiernas study, version ${STUDY_VERSION}`)}`.execute(
    db,
  );
}

/** Upgrades an older study to {@link STUDY_VERSION}; call it within a transaction. */
export async function migratePostgres(db: Kysely<StudyTables>, address: StudyAddress, version: number): Promise<void> {
  if (version === STUDY_VERSION) return;
  await addMissing(db, version);
  await markPostgresStudy(db, address);
}

/** Deletes the study's tables; call it within a transaction. */
export async function dropStudy(db: Kysely<StudyTables>): Promise<void> {
  for (const table of tablesOf(STUDY_VERSION)) await db.schema.dropTable(table).execute();
}
