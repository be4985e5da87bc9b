/** The tables of a study, for any SQL dialect. */
import type { CreateTableBuilder, Generated, Kysely } from "kysely";

/** One row: the study's settings. */
interface SettingsTable {
  readonly id: number;
  /** `StudySettings` as JSON, with the initial `steps`. */
  readonly settings: string;
  readonly steps: number;
}

/** One row per step; a null is unknown before the evaluation, or absent. */
interface IndividualTable {
  readonly step: number;
  readonly phase: string;
  readonly genotype: string;
  readonly hash: string;
  readonly parent: number | null;
  readonly mutation: string | null;
  readonly competitors: string | null;
  readonly redraws: number;
  readonly reused_from: number | null;
  readonly arrival: number | null;
  readonly status: string | null;
  readonly fitness: number | null;
  readonly spread: number | null;
  readonly reason: string | null;
  readonly parameter_count: number | null;
  readonly multiply_adds: number | null;
  readonly evaluation: string | null;
  readonly worker: number | null;
  readonly started_millis: number | null;
  readonly finished_millis: number | null;
  /** The evaluation's `engine`, and its number of trainings, to count them without reading it. */
  readonly engine: string | null;
  readonly training_count: number | null;
}

interface EventTable {
  readonly number: Generated<number>;
  readonly kind: string;
  readonly step: number;
  readonly at_millis: number;
}

/** At most one row: the process that runs the study, or ran it when it was killed. */
interface HolderTable {
  readonly id: number;
  readonly process_id: number;
  readonly host: string;
  readonly since_millis: number;
  /** As in `ProcessIdentity`. */
  readonly machine: string | null;
  readonly beginning: string | null;
  /** Device and inode of the file, as in `fileId`; in a copy the row means nothing. */
  readonly file: string | null;
  /** New each time a process takes the study. */
  readonly token: string | null;
}

/** One row per training that confirms a finalist after the search. */
interface ConfirmationTable {
  readonly number: number;
  readonly step: number;
  readonly hash: string;
  readonly training: number;
  readonly evaluation: string;
  readonly worker: number;
  readonly started_millis: number;
  readonly finished_millis: number;
}

/** One row for each time that a process ran the study; the nulls are filled when it stops. */
interface StopTable {
  readonly number: number;
  readonly began_millis: number;
  readonly stopped_millis: number | null;
  readonly reason: string | null;
  readonly words: string | null;
}

/** The tables of a study. */
export interface StudyTables {
  readonly study: SettingsTable;
  readonly individual: IndividualTable;
  readonly event: EventTable;
  readonly holder: HolderTable;
  readonly confirmation: ConfirmationTable;
  readonly stop: StopTable;
}

/** The version of these tables; a study with a higher one is from a newer hiernas. */
export const STUDY_VERSION = 5;

interface Column {
  readonly name: string;
  readonly type: "integer" | "bigint" | "double precision" | "text";
  readonly rule?: "primaryKey" | "notNull" | "unique";
  /** The first version with it. */
  readonly since: number;
}

const column = (name: string, type: Column["type"], rule?: Column["rule"], since = 1): Column => ({
  ...{ name, type, rule, since },
});

const tables: Readonly<Record<keyof StudyTables, readonly Column[]>> = {
  study: [
    column("id", "integer", "primaryKey"),
    column("settings", "text", "notNull"),
    column("steps", "integer", "notNull"),
  ],
  individual: [
    column("step", "integer", "primaryKey"),
    column("phase", "text", "notNull"),
    column("genotype", "text", "notNull"),
    column("hash", "text", "notNull"),
    column("parent", "integer"),
    column("mutation", "text"),
    column("competitors", "text"),
    column("redraws", "integer", "notNull"),
    column("reused_from", "integer"),
    column("arrival", "integer", "unique"),
    column("status", "text"),
    column("fitness", "double precision"),
    column("spread", "double precision"),
    column("reason", "text"),
    // Costs of one's own fitness function need not be whole.
    column("parameter_count", "double precision"),
    column("multiply_adds", "double precision"),
    column("evaluation", "text"),
    column("worker", "integer"),
    column("started_millis", "bigint"),
    column("finished_millis", "bigint"),
    column("engine", "text", undefined, 2),
    column("training_count", "integer", undefined, 2),
  ],
  event: [
    column("number", "integer", "primaryKey"),
    column("kind", "text", "notNull"),
    column("step", "integer", "notNull"),
    column("at_millis", "bigint", "notNull"),
  ],
  holder: [
    column("id", "integer", "primaryKey"),
    column("process_id", "integer", "notNull"),
    column("host", "text", "notNull"),
    column("since_millis", "bigint", "notNull"),
    column("machine", "text", undefined, 2),
    column("beginning", "text", undefined, 2),
    column("file", "text", undefined, 2),
    column("token", "text", undefined, 2),
  ],
  confirmation: [
    column("number", "integer", "primaryKey", 3),
    column("step", "integer", "notNull", 3),
    column("hash", "text", "notNull", 3),
    column("training", "integer", "notNull", 3),
    column("evaluation", "text", "notNull", 3),
    column("worker", "integer", "notNull", 3),
    column("started_millis", "bigint", "notNull", 3),
    column("finished_millis", "bigint", "notNull", 3),
  ],
  stop: [
    column("number", "integer", "primaryKey", 5),
    column("began_millis", "bigint", "notNull", 5),
    column("stopped_millis", "bigint", undefined, 5),
    column("reason", "text", undefined, 5),
    column("words", "text", undefined, 5),
  ],
};

/** The names of the tables of a study of `version`. */
export function tablesOf(version: number): readonly (keyof StudyTables)[] {
  const names = Object.keys(tables) as (keyof StudyTables)[];
  return names.filter((table) => columnsOf(table, version).length > 0);
}

/** The columns of `table` in a study of `version`. */
export function columnsOf(table: keyof StudyTables, version: number): readonly string[] {
  return tables[table].filter(({ since }) => since <= version).map(({ name }) => name);
}

/** Creates the tables of {@link STUDY_VERSION}. */
export async function createStudyTables(db: Kysely<StudyTables>): Promise<void> {
  for (const [table, columns] of Object.entries(tables)) await createTable(db, table, columns);
}

async function createTable(db: Kysely<StudyTables>, table: string, columns: readonly Column[]): Promise<void> {
  let builder: CreateTableBuilder<string, string> = db.schema.createTable(table);
  for (const { name, type, rule } of columns) {
    builder = builder.addColumn(name, type, (made) => (rule === undefined ? made : made[rule]()));
  }
  await builder.execute();
}

/** Adds the tables and columns that a study of `version` lacks; call it within a transaction. */
export async function addMissing(db: Kysely<StudyTables>, version: number): Promise<void> {
  for (const [table, columns] of Object.entries(tables)) {
    const missing = columns.filter(({ since }) => since > version);
    if (missing.length === columns.length) {
      await createTable(db, table, columns);
      continue;
    }
    for (const { name, type } of missing) await db.schema.alterTable(table).addColumn(name, type).execute();
  }
}
