/** What each mutation of a study did, and whether it paid off. Deck, "Mutation". */
import { NONE } from "../genotype/motif.js";
import { bestByStep } from "./trained-networks.js";
import type { StudyRow } from "./study-row.js";

/** What a mutation does to its edge: adds it, removes it, changes its operation, or draws the same operation again. */
export type MutationKind = "adds" | "removes" | "alters" | "changes nothing";

/** One mutated individual beside its parent. */
export interface MutationRow {
  /** The child's step. */
  readonly step: number;
  /** The level of the motif that was mutated, from 2. */
  readonly level: number;
  readonly kind: MutationKind;
  /** What the edge carries after the mutation: a primitive's name, `a motif`, or `no edge`. */
  readonly operation: string;
  readonly status: "scored" | "failed";
  /** Whether parent and child are one network: the child's gain is then what luck alone gives. */
  readonly keepsNetwork: boolean;
  /** The child's fitness minus its parent's; null if either has none. */
  readonly gain: number | null;
  /** Whether the child is fitter than its parent. Trainings are noisy, so a single yes means little. */
  readonly paid: boolean;
  /** Whether the child's network became the best of all steps so far, by the mean of its trainings. */
  readonly isNewBest: boolean;
}

/** The name for an edge without an operation. */
const NO_EDGE = "no edge";
/** The name for any operation above the primitives, whose numbers mean something else in every genotype. */
const A_MOTIF = "a motif";

/** The mutations of a study, by step: one row for each individual with a parent. */
export function mutationRows(
  records: readonly StudyRow[],
  space: { readonly primitives: readonly string[] },
): readonly MutationRow[] {
  const sorted = [...records].sort((one, other) => one.step - other.step);
  const byStep = new Map(sorted.map((record) => [record.step, record]));
  const best = bestByStep(sorted);
  const rows: MutationRow[] = [];
  sorted.forEach((record, index) => {
    const { step, hash, fitness, status, mutation, parent } = record;
    if (mutation === null) return;
    const isNewBest = best[index]?.hash === hash && best[index - 1]?.hash !== hash;
    const { level, before, after } = mutation;
    const parentRow = parent === null ? undefined : byStep.get(parent);
    const parentFitness = parentRow?.fitness ?? null;
    const keepsNetwork = parentRow?.hash === hash;
    const gain = fitness === null || parentFitness === null ? null : fitness - parentFitness;
    const operation = after === NONE ? NO_EDGE : level === 2 ? space.primitives[after - 1] : A_MOTIF;
    const paid = gain !== null && gain > 0;
    const kind = kindOf(before, after);
    rows.push(Object.freeze({ step, level, kind, operation, status, keepsNetwork, gain, paid, isNewBest }));
  });
  return Object.freeze(rows);
}

function kindOf(before: number, after: number): MutationKind {
  if (before === after) return "changes nothing";
  if (before === NONE) return "adds";
  return after === NONE ? "removes" : "alters";
}
