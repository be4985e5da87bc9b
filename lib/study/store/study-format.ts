/** What makes an SQLite file a study, its version, and the upgrade of older ones. */
import { type Kysely, sql } from "kysely";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { EvaluationColumns } from "./sql-store.js";
import { SCHEMA, type SqliteFile } from "./sqlite-file.js";
import { addMissing, columnsOf, STUDY_VERSION, type StudyTables, tablesOf } from "./study-tables.js";

/** "HIER": marks an SQLite file as a study. */
const STUDY_APPLICATION_ID = 0x48494552;

/** Marks a new file as a study of {@link STUDY_VERSION}; call it within a transaction. */
export function markAsStudy(file: SqliteFile): void {
  file.exec(`PRAGMA ${SCHEMA}.application_id = ${STUDY_APPLICATION_ID}`);
  file.exec(`PRAGMA ${SCHEMA}.user_version = ${STUDY_VERSION}`);
}

/**
 * The version of the study in `file`. Throws InputError for an empty file, one that is not a study or is from a newer
 * hiernas, and one whose tables do not match its version.
 */
export function checkStudy(file: SqliteFile, path: string): number {
  const place = printable(path);
  if (file.pragma("page_count") === 0) throw new InputError(`${place}: is an empty file, not a study`);
  if (file.pragma("application_id") !== STUDY_APPLICATION_ID) {
    throw new InputError(`${place}: is not a study (an SQLite file of something else); give another path`);
  }
  const version = file.pragma("user_version");
  if (version > STUDY_VERSION) {
    throw new InputError(
      `${place}: is a study of version ${version}, this hiernas reads up to ${STUDY_VERSION}: use a newer hiernas`,
    );
  }
  if (version < 1) throw new InputError(`${place}: is a study of version ${version}, must be at least 1: damaged?`);
  checkTables(file, place, version);
  return version;
}

/** Checks for plain tables, because a view could run for ever and a trigger could do anything. */
function checkTables(file: SqliteFile, place: string, version: number): void {
  const names = ["type", "name", "tbl_name", "rootpage"] as const;
  const things = file.read(`SELECT ${names.join(", ")} FROM ${SCHEMA}.sqlite_master`, names);
  for (const table of tablesOf(version)) {
    const thing = things.find(({ name }) => name === table);
    if (thing === undefined)
      throw new InputError(`${place}: has no table ${table}: damaged or edited; restore it from a copy`);
    if (thing.type !== "table" || Number(thing.rootpage) === 0) {
      throw new InputError(`${place}: ${table} is not a plain table: damaged or edited; restore it from a copy`);
    }
    if (
      things.some(
        ({ type, tbl_name }) =>
          type === "trigger" && table === (typeof tbl_name === "string" && tbl_name.toLowerCase()),
      )
    ) {
      throw new InputError(`${place}: its table ${table} has a trigger: edited; remove it`);
    }
    const plain = `SELECT name FROM pragma_table_xinfo('${table}', '${SCHEMA}') WHERE hidden = 0`;
    const found = new Set(file.read(plain, ["name"]).map(({ name }) => name));
    const missing = columnsOf(table, version).find((name) => !found.has(name));
    if (missing !== undefined) {
      throw new InputError(
        `${place}: its table ${table} has no column ${missing}: damaged or edited; restore it from a copy`,
      );
    }
  }
}

/** Upgrades an older study to {@link STUDY_VERSION}; call it within a transaction. */
export async function migrate(db: Kysely<StudyTables>, file: SqliteFile, version: number): Promise<void> {
  if (version === STUDY_VERSION) return;
  await addMissing(db, version);
  if (version === 1) {
    await db
      .updateTable("individual")
      .set({ engine: inJson.engine, training_count: inJson.trainingCount })
      .where("evaluation", "is not", null)
      .execute();
  }
  file.exec(`PRAGMA ${SCHEMA}.user_version = ${STUDY_VERSION}`);
}

/** SQL for what version 1 has only in an evaluation's JSON. */
export const inJson: EvaluationColumns = {
  engine: sql<string | null>`json_extract(evaluation, '$.engine')`,
  trainingCount: sql<number>`json_array_length(evaluation, '$.trainings')`,
};
