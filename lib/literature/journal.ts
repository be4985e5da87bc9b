/** Journals of measurements: a JSON object a line, appended while a measurement runs. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readFileText } from "../files/read-file.js";
import { parseWith, type Schema } from "../input/schema.js";

/**
 * The lines of a journal; none if there is no such file. A line that is no JSON is incomplete, left by a crash or still
 * being written, and does not count. Throws InputError for a line that is JSON but not a `T`, with file and line.
 */
export function readJournal<T>(path: string, schema: Schema<T>): readonly T[] {
  if (!existsSync(path)) return [];
  const lines = readFileText(path).split("\n");
  return lines.flatMap((line, index) => {
    const value = parsed(line);
    return value === undefined ? [] : [parseWith(schema, value, `${path}, line ${index + 1}`)];
  });
}

/** The lines of every `.jsonl` file in `folder`, by name of file; none if there is no such folder. Throws as {@link readJournal}. */
export function readJournals<T>(folder: string, schema: Schema<T>): readonly T[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  return files.sort().flatMap((name) => readJournal(join(folder, name), schema));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
