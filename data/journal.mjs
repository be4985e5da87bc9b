// Journals of measurements: a JSON object a line, appended while a measurement runs.
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The lines of a journal, without incomplete ones, left by a crash of the machine; none without a file. */
export function readJournal(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

/** A function that writes a line at once; the first one after an incomplete line begins a new one. */
export function openJournal(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  const torn = existsSync(file) && !/(^|\n)$/.test(readFileSync(file, "utf8"));
  if (torn) appendFileSync(file, "\n");
  return (line) => appendFileSync(file, `${JSON.stringify(line)}\n`, { flush: true });
}
