/** Who comes from whom: lineages in a population. Paper, section 3. */
import type { Genotype } from "../../genotype/genotype.js";
import type { Mutation } from "../../genotype/mutate.js";
import { InputError } from "../../input/errors.js";

/** What drawings of evolution need of one individual; a study's rows have it all. */
export interface FamilyRow {
  /** The search step, from 1. */
  readonly step: number;
  /** The step of the parent; absent or null for one that was drawn at random. */
  readonly parent?: number | null;
  readonly mutation?: Mutation | null;
  /** Absent or null when the evaluation failed. */
  readonly fitness?: number | null;
}

/** A {@link FamilyRow} with its genotype. */
export interface LineageRow extends FamilyRow {
  readonly genotype: Genotype;
  /** The phenotype hash; worked out where it is needed and absent. */
  readonly hash?: string;
}

/** The fittest row; of equals the one of the lowest step. Undefined when none is scored. */
export function fittestRow<R extends FamilyRow>(rows: readonly R[]): R | undefined {
  let best: R | undefined;
  for (const row of [...rows].sort((one, other) => one.step - other.step)) {
    if (row.fitness != null && (best?.fitness == null || row.fitness > best.fitness)) best = row;
  }
  return best;
}

/**
 * The ancestors of the individual of `step` (the fittest by default), oldest first, itself last. Throws InputError for
 * a step that is not among `rows`, and without a scored individual when no step is given.
 */
export function lineageOf<R extends FamilyRow>(rows: readonly R[], step?: number): readonly R[] {
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const last = step === undefined ? fittestRow(rows) : byStep.get(step);
  if (last === undefined) {
    throw new InputError(
      step === undefined ? "lineage: got no scored individual" : `lineage: there is no step ${step}`,
    );
  }
  const line = [last];
  for (let parent = last.parent; parent != null;) {
    const row = byStep.get(parent);
    // A parent always has a lower step, so a record that says otherwise ends the line instead of running in circles.
    if (row === undefined || row.step >= line[0].step) break;
    line.unshift(row);
    parent = row.parent;
  }
  return Object.freeze(line);
}
