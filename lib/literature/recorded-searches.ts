/** Searches recorded with the project, so that figures can show real evolution without running one. */
import { join } from "node:path";
import { dataFolder } from "../files/project-folder.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { readStudy } from "../study/study.js";
import { type WholeStudy, wholeStudy } from "../study/whole-study.js";

/**
 * The searches in `data/recorded-searches`: the paper's section 4.2 at a smaller scale. Its README gives settings,
 * machine and times.
 */
export const recordedSearches = Object.freeze([
  "hierarchical-evolution",
  "hierarchical-random",
  "flat-evolution",
  "flat-limited-evolution",
] as const);

const FOLDER = dataFolder("recorded-searches");

/** One of {@link recordedSearches}. */
export type RecordedSearch = (typeof recordedSearches)[number];

/** The path of a recorded search's study file. Throws InputError for an unknown name. */
export function recordedFile(name: RecordedSearch): string {
  if (!recordedSearches.includes(name)) {
    throw new InputError(`recorded search: got ${shown(name)}, must be one of ${recordedSearches.join(", ")}`);
  }
  return join(FOLDER, `${name}.sqlite`);
}

/**
 * A recorded search, read whole: `(await recorded("hierarchical-evolution")).rows`. Throws InputError for an unknown
 * name.
 */
export async function recorded(name: RecordedSearch): Promise<WholeStudy> {
  return readStudy(recordedFile(name), wholeStudy);
}

/**
 * The path of the final test after the recorded searches, for `readFinalTest`: the best network of each is trained
 * again with new seeds and scored on the test images, beside genotypes that played no part in any choice.
 */
export const recordedFinalTest: string = join(FOLDER, "final-test.json");
