/** Descent in a population. Paper, section 3. */
import * as v from "valibot";
import { checkGenotype, type Genotype } from "../../genotype/genotype.js";
import type { Mutation } from "../../genotype/mutate.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { type Schema, wholeNumber } from "../../input/schema.js";
import { checkRows, step, text, trainedEntries } from "../output/check-input.js";
import type { TrainedRow } from "../../rows/network-mean.js";
import { bestNetwork } from "../../rows/trained-networks.js";

/** What drawings of evolution need from an individual; a study's rows have it all. */
export interface FamilyRow extends TrainedRow {
  /** The phenotype hash; individuals with equal hashes are trainings of one network. */
  readonly hash: string;
  /** The step of the parent; absent or null for an individual drawn at random. */
  readonly parent?: number | null;
  readonly mutation?: Mutation | null;
}

/** A {@link FamilyRow} with its genotype. */
export interface LineageRow extends FamilyRow {
  readonly genotype: Genotype;
}

const count = wholeNumber();
const familySchema: Schema<FamilyRow> = v.object({
  ...trainedEntries,
  hash: text,
  parent: v.nullish(step),
  mutation: v.nullish(
    v.object({ level: count, motif: count, predecessor: count, successor: count, before: count, after: count }),
  ),
});

/** Throws InputError, beginning with `where`, unless `rows` are rows of a family with distinct steps. */
export function checkFamilyRows(where: string, rows: readonly FamilyRow[]): void {
  checkRows(where, rows, familySchema);
  const steps = new Set<number>();
  for (const row of rows) {
    if (steps.has(row.step)) throw new InputError(`${where}: rows: step ${row.step} is given twice`);
    steps.add(row.step);
  }
}

/** Throws InputError, beginning with `where`, unless `rows` are rows of a lineage. */
export function checkLineageRows(where: string, rows: readonly LineageRow[]): void {
  checkFamilyRows(where, rows);
  for (const { genotype } of rows) checkGenotype(genotype);
}

/**
 * The ancestors of the individual of `step`, oldest first, itself last; by default of the one that first found the best
 * network, the first of `trainedNetworks`. Throws InputError for a step that is not among `rows`, or, without a step,
 * when no individual is scored.
 */
export function lineageOf<R extends FamilyRow>(rows: readonly R[], step?: number): readonly R[] {
  checkFamilyRows("lineageOf", rows);
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const last = byStep.get(step ?? bestNetwork(rows)?.step ?? NaN);
  if (last === undefined) {
    throw new InputError(
      step === undefined ? "lineage: got no scored individual" : `lineage: there is no step ${shown(step)}`,
    );
  }
  const line = [last];
  for (let parent = last.parent; parent != null;) {
    const row = byStep.get(parent);
    // A parent always has a lower step, so an inconsistent record ends the line instead of looping for ever.
    if (row === undefined || row.step >= line[0].step) break;
    line.unshift(row);
    parent = row.parent;
  }
  return Object.freeze(line);
}
