/** A population as the rows that drawings of evolution take. */
import type { Genotype } from "../genotype/genotype.js";
import type { Mutation } from "../genotype/mutate.js";
import { confirmedFitnesses } from "./confirmed-fitnesses.js";
import { fitnessOf, type Individual, type Phase, type Scored } from "./individual.js";

/**
 * One individual, flat: what lineages, family trees, replays and charts by step draw. Plain data, null where there is
 * no value.
 */
export interface EvolutionRow {
  /** The search step, from 1. */
  readonly step: number;
  readonly phase: Phase;
  readonly status: "scored" | "failed";
  /** Null when the evaluation failed. */
  readonly fitness: number | null;
  /** The standard deviation of the trainings behind it. */
  readonly spread: number | null;
  /** Its trainings; 0 for a fitness of one's own. */
  readonly trainingCount: number;
  /** The step whose evaluation was taken over. */
  readonly reusedFrom: number | null;
  /** The fitnesses of trainings after the search that confirm its network, where it is a finalist. */
  readonly confirmed?: readonly number[];
  /** The step of the parent; null for one that was drawn at random. */
  readonly parent: number | null;
  readonly mutation: Mutation | null;
  /** The steps that took part in the tournament, in the order drawn. */
  readonly competitors: readonly number[] | null;
  readonly genotype: Genotype;
  /** The phenotype hash. */
  readonly hash: string;
}

/**
 * The individuals of a search or of a study as rows, by step; of a study with `confirmations` of its finalists, also
 * what those gave.
 */
export function evolutionRows(
  population: readonly Individual[],
  confirmations: readonly { readonly step: number; readonly evaluation: Scored }[] = [],
): readonly EvolutionRow[] {
  const confirmedBy = confirmedFitnesses(confirmations);
  const rows = population.map((each): EvolutionRow => {
    const { step, phase, genotype, hash, evaluation } = each;
    const { parent = null, mutation = null, competitors = null, reusedFrom = null } = each;
    const { status, trainings = [] } = evaluation;
    const fitness = fitnessOf(each) ?? null;
    const spread = fitness === null ? null : (evaluation.spread ?? 0);
    return Object.freeze({
      ...{ step, phase, status, fitness, spread, trainingCount: trainings.length, reusedFrom },
      ...{ parent, mutation, competitors, genotype, hash },
      ...(confirmedBy.has(step) ? { confirmed: confirmedBy.get(step) } : {}),
    });
  });
  return Object.freeze(rows.sort((one, other) => one.step - other.step));
}
