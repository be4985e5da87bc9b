/** A study's individuals as a file for other programs: CSV, JSON, Parquet or Arrow. */
import type { ColumnTable } from "arquero";
import { byName } from "../input/by-name.js";
import type { Study } from "./study.js";

/** A form in which other programs read tables. */
export interface StudyExportFormat {
  readonly name: "csv" | "json" | "parquet" | "arrow";
  /** The bytes of a table. */
  readonly write: (table: ColumnTable) => Promise<Uint8Array>;
}

const text = (written: string): Uint8Array => Buffer.from(written.endsWith("\n") ? written : `${written}\n`);

/** The forms of {@link exportStudy}. */
export const studyExportFormats: readonly StudyExportFormat[] = Object.freeze([
  { name: "csv", write: async (table) => text(table.toCSV()) },
  { name: "json", write: async (table) => text(JSON.stringify(table.objects(), null, 1)) },
  { name: "parquet", write: writeParquet },
  { name: "arrow", write: async (table) => table.toArrowIPC({ format: "file" }) },
]);

/** Loads the writer only here, so that nothing else waits for it. */
async function writeParquet(table: ColumnTable): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = table.columnNames().map((name) => {
    const data = Array.from(table.array(name) as ArrayLike<unknown>);
    const type = data.every((value) => value === null || typeof value === "number") ? ("DOUBLE" as const) : undefined;
    return { name, data, type: type ?? ("STRING" as const) };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}

/** The form of this name. Throws InputError for another one. */
export function studyExportFormatByName(name: string): StudyExportFormat {
  return byName("export format", studyExportFormats, name);
}

/** One row for each evaluated individual, by step, with the columns of `StudyTables.individuals`. */
export async function exportStudy(study: Study, format: StudyExportFormat): Promise<Uint8Array> {
  return format.write((await study.tables()).individuals);
}
