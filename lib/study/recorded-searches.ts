/** The searches that were run once and are kept with the project, for figures of real evolution without running one. Ours. */
import { join, resolve } from "node:path";

/** The searches in `data/recorded-searches`: the paper's section 4.2, smaller. Its README has settings, machine and times. Ours. */
export const recordedSearches = Object.freeze([
  "hierarchical-evolution",
  "hierarchical-random",
  "flat-evolution",
  "flat-limited-evolution",
] as const);

/** One of {@link recordedSearches}. Ours. */
export type RecordedSearch = (typeof recordedSearches)[number];

/** The study file of a recorded search, to read with `readStudy`; reading changes nothing. Ours. */
export function recordedSearch(name: RecordedSearch): string {
  return join(resolve(__dirname, "..", "..", ".."), "data", "recorded-searches", `${name}.sqlite`);
}
