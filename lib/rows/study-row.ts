/** The rows of a study that figures draw. */
import type { StudyRecord } from "./study-record.js";

/** One evaluated individual as figures and tables take it: flat, null where there is no value. */
export interface StudyRow extends StudyRecord {
  /** The best fitness of this step and all before it, by step; null while none is scored. */
  readonly bestFitness: number | null;
}

/** Records as rows, by step, with the best fitness so far. */
export function toRows(records: readonly StudyRecord[]): readonly StudyRow[] {
  const sorted = [...records].sort((one, other) => one.step - other.step);
  return Object.freeze(withBest(sorted, null));
}

/** Rows with one record more, in its place by step. Quick where it belongs near the end. */
export function insertRow(rows: readonly StudyRow[], record: StudyRecord): readonly StudyRow[] {
  let place = rows.length;
  while (place > 0 && rows[place - 1].step > record.step) place--;
  const before = rows.slice(0, place);
  const best = before[place - 1]?.bestFitness ?? null;
  return Object.freeze([...before, ...withBest([record, ...rows.slice(place)], best)]);
}

function withBest(records: readonly StudyRecord[], before: number | null): StudyRow[] {
  let bestFitness = before;
  return records.map((record) => {
    if (record.fitness !== null) bestFitness = Math.max(bestFitness ?? record.fitness, record.fitness);
    return Object.freeze({ ...record, bestFitness });
  });
}

/** The row of the highest fitness; of equals the one of the lowest step. Undefined when none is scored. */
export function bestRow(rows: readonly StudyRow[]): StudyRow | undefined {
  let best: StudyRow | undefined;
  for (const row of rows) {
    if (row.fitness === null) continue;
    const better = best === undefined || row.fitness > (best.fitness as number);
    if (better || (row.fitness === best?.fitness && row.step < best.step)) best = row;
  }
  return best;
}
