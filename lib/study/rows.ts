/** The rows of a study that figures draw. Ours. */
import type { FailureReason } from "../evaluation/evaluation.js";
import type { Mutation } from "../genotype/mutate.js";
import type { Phase } from "../search/individual.js";
import type { StudyRecord } from "./study-store.js";

/** One evaluated individual as figures and tables take it: flat, null where there is no value. Ours. */
export interface StudyRow {
  /** The search step, from 1; initialization counts too. */
  readonly step: number;
  readonly phase: Phase;
  readonly status: "scored" | "failed";
  /** Mean accuracy of its trainings, 0 to 1. */
  readonly fitness: number | null;
  /** Standard deviation of their accuracies. */
  readonly spread: number | null;
  /** The best fitness of this step and all before it, by step. */
  readonly bestFitness: number | null;
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  /** Phenotype hash. */
  readonly hash: string;
  /** The step of the parent. */
  readonly parent: number | null;
  readonly mutation: Mutation | null;
  /** The steps that took part in the tournament, in the order drawn. */
  readonly competitors: readonly number[] | null;
  /** Drafts thrown away before this one. */
  readonly redraws: number;
  /** The step whose evaluation was taken over. */
  readonly reusedFrom: number | null;
  /** Why the evaluation failed. */
  readonly reason: FailureReason | null;
  /** From 1, the order in which evaluations came back. */
  readonly arrival: number;
  /** From 1; 0 where the evaluation was taken over. */
  readonly worker: number;
  /** Milliseconds since 1970. */
  readonly startedMillis: number;
  readonly finishedMillis: number;
}

/** Records as rows, by step, with the best fitness so far. Ours. */
export function toRows(records: readonly StudyRecord[]): readonly StudyRow[] {
  const sorted = [...records].sort((one, other) => one.step - other.step);
  return Object.freeze(withBest(sorted, null));
}

/** Rows with one record more, in its place by step. Quick where it belongs near the end. Ours. */
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

/** The row of the highest fitness; of equals the one of the lowest step. Undefined when none is scored. Ours. */
export function bestRow(rows: readonly StudyRow[]): StudyRow | undefined {
  let best: StudyRow | undefined;
  for (const row of rows) {
    if (row.fitness === null) continue;
    const better = best === undefined || row.fitness > (best.fitness as number);
    if (better || (row.fitness === best?.fitness && row.step < best.step)) best = row;
  }
  return best;
}
