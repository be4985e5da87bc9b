/** A search's name in figures. */
import { printable } from "../input/printable.js";
import type { StudySettings } from "./store/study-settings.js";

/**
 * A search in a few words, for legends: `hierarchical, evolution`, `flat, evolution, at most 60,000 parameters`.
 * Repeated runs with other seeds have the same name.
 */
export function studyName({ space, method, constraint }: StudySettings): string {
  const known = new Map([
    ["tournament", "evolution"],
    ["random", "random search"],
  ]);
  const limit = constraint?.replace(/\d{4,}/g, (digits) => Number(digits).toLocaleString("en-US"));
  const words = [space.name, known.get(method.name) ?? method.name, ...(limit === undefined ? [] : [limit])].join(", ");
  return printable(words);
}
