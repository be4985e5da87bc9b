/** A population as rows for drawings of evolution. */
import type { Genotype } from "../genotype/genotype.js";
import type { Mutation } from "../genotype/mutate.js";
import type { Competitors } from "./competitors.js";
import { confirmedFitnesses } from "./confirmed-fitnesses.js";
import { fitnessOf, type Individual, type Phase, type Scored } from "./individual.js";

/**
 * One individual as a flat row, for lineages, family trees, replays and charts by step. Plain data; null means no
 * value.
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
  /** The number of its trainings; 0 when a function of yours gave the fitness. */
  readonly trainingCount: number;
  /** The step whose evaluation was reused. */
  readonly reusedFrom: number | null;
  /** For a finalist: the fitnesses from trainings after the search that confirm its network. */
  readonly confirmed?: readonly number[];
  /** The step of the parent; null for an individual drawn at random. */
  readonly parent: number | null;
  readonly mutation: Mutation | null;
  /** Who competed in the tournament that the parent won; `competitorsOf` gives their steps. */
  readonly competitors: Competitors | null;
  /** Its place in the order in which evaluations finished, from 1. */
  readonly arrival: number;
  readonly genotype: Genotype;
  /** The phenotype hash. */
  readonly hash: string;
}

/**
 * The individuals of a search or a study as rows, by step, with the results of the study's `confirmations` if it has
 * any.
 */
export function evolutionRows(
  population: readonly Individual[],
  confirmations: readonly { readonly step: number; readonly evaluation: Scored }[] = [],
): readonly EvolutionRow[] {
  const confirmedBy = confirmedFitnesses(confirmations);
  const rows = population.map((each): EvolutionRow => {
    const { step, phase, genotype, hash, evaluation, arrival } = each;
    const { parent = null, mutation = null, competitors = null, reusedFrom = null } = each;
    const { status, trainings = [] } = evaluation;
    const fitness = fitnessOf(each) ?? null;
    const spread = fitness === null ? null : (evaluation.spread ?? 0);
    return Object.freeze({
      ...{ step, phase, status, fitness, spread, trainingCount: trainings.length, reusedFrom },
      ...{ parent, mutation, competitors, arrival, genotype, hash },
      ...(confirmedBy.has(step) ? { confirmed: confirmedBy.get(step) } : {}),
    });
  });
  return Object.freeze(rows.sort((one, other) => one.step - other.step));
}
