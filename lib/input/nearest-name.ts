/** The name that a misspelt one probably means. */
import { closest, distance } from "fastest-levenshtein";

/** The one of `names` that needs the fewest changes of letters to become `text`; undefined when all are far from it. */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const given = text.toLowerCase().slice(0, 100);
  const near = closest(given, names);
  return distance(given, near) <= Math.max(given.length, near.length) / 2 ? near : undefined;
}
