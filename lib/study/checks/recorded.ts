/** What the checks of a study take. */
import type { StudyRow } from "../../rows/study-row.js";
import type { StudySettings } from "../store/study-settings.js";
import type { StudyRecords } from "../store/study-store.js";

/** Everything in a study that its checks need. */
export interface Recorded extends StudyRecords {
  readonly settings: StudySettings;
  readonly rows: readonly StudyRow[];
}

/** What is missing from 1, 2, 3 …, or there twice. */
export function gaps(what: string, numbers: readonly number[]): readonly string[] {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted.flatMap((number, index) => {
    const before = index === 0 ? 0 : sorted[index - 1];
    if (number === before) return [`${what} ${number}: is there twice`];
    if (number === before + 1) return [];
    return [`${what} ${before + 1}${number > before + 2 ? ` to ${number - 1}` : ""}: is missing`];
  });
}
