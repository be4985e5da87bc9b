/** The tables of a study, for any dialect of SQL. */
import type { Generated, Kysely } from "kysely";

/** One row: what the study was made with. */
interface SettingsTable {
  readonly id: number;
  /** `StudySettings` as JSON; `steps` here is what it began with. */
  readonly settings: string;
  readonly steps: number;
}

/** One row a step; what is null is not known before the evaluation, or not there. */
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
}

interface EventTable {
  readonly number: Generated<number>;
  readonly kind: string;
  readonly step: number;
  readonly at_millis: number;
}

/** At most one row: who runs the study. */
interface HolderTable {
  readonly id: number;
  readonly process_id: number;
  readonly host: string;
  readonly since_millis: number;
}

/** The tables of a study. */
export interface StudyTables {
  readonly study: SettingsTable;
  readonly individual: IndividualTable;
  readonly event: EventTable;
  readonly holder: HolderTable;
}

/** The version of these tables: a study of a higher one is from the future. */
export const STUDY_VERSION = 1;

/** Makes the tables of {@link STUDY_VERSION}. */
export async function createStudyTables(db: Kysely<StudyTables>): Promise<void> {
  await db.schema
    .createTable("study")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("settings", "text", (column) => column.notNull())
    .addColumn("steps", "integer", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("individual")
    .addColumn("step", "integer", (column) => column.primaryKey())
    .addColumn("phase", "text", (column) => column.notNull())
    .addColumn("genotype", "text", (column) => column.notNull())
    .addColumn("hash", "text", (column) => column.notNull())
    .addColumn("parent", "integer")
    .addColumn("mutation", "text")
    .addColumn("competitors", "text")
    .addColumn("redraws", "integer", (column) => column.notNull())
    .addColumn("reused_from", "integer")
    .addColumn("arrival", "integer", (column) => column.unique())
    .addColumn("status", "text")
    .addColumn("fitness", "double precision")
    .addColumn("spread", "double precision")
    .addColumn("reason", "text")
    .addColumn("parameter_count", "bigint")
    .addColumn("multiply_adds", "bigint")
    .addColumn("evaluation", "text")
    .addColumn("worker", "integer")
    .addColumn("started_millis", "bigint")
    .addColumn("finished_millis", "bigint")
    .execute();
  await db.schema
    .createTable("event")
    .addColumn("number", "integer", (column) => column.primaryKey())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("step", "integer", (column) => column.notNull())
    .addColumn("at_millis", "bigint", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("holder")
    .addColumn("id", "integer", (column) => column.primaryKey())
    .addColumn("process_id", "integer", (column) => column.notNull())
    .addColumn("host", "text", (column) => column.notNull())
    .addColumn("since_millis", "bigint", (column) => column.notNull())
    .execute();
}
