/** What a search produces: proposals, which become individuals once evaluated. Paper, section 3. */
import type { Genotype } from "../genotype/genotype.js";
import type { Mutation } from "../genotype/mutate.js";
import type { Competitors } from "./competitors.js";

/** What a search needs to know about an evaluation; any richer evaluation will do. */
export interface Scored {
  /**
   * `failed`: evaluated without a fitness. Such an individual joins the population but never wins, unless the search
   * averages and another evaluation of its network is scored.
   */
  readonly status: "scored" | "failed";
  /** Higher is fitter; finite when the status is `scored`. */
  readonly fitness?: number;
  /** The standard deviation of the trainings behind it. */
  readonly spread?: number;
  /** The trainings whose mean is the fitness. An evaluation without them counts as one training. */
  readonly trainings?: readonly unknown[];
}

/** How a proposal was made: drawn from the trivial genotype, or mutated from a parent. Paper, sections 3.2 and 3.3. */
export type Phase = "initialization" | "evolution";

/** A genotype to be evaluated, and how it came about. Frozen plain data. */
export interface Proposal {
  /** The search step, from 1; initialization counts too. */
  readonly step: number;
  readonly phase: Phase;
  readonly genotype: Genotype;
  /** The phenotype hash: equal networks, equal hash. */
  readonly hash: string;
  /** The step of the individual that was mutated; absent for one drawn at random. */
  readonly parent?: number;
  /** The mutation of the parent. */
  readonly mutation?: Mutation;
  /** Who competed in the tournament that the parent won; `competitorsOf` gives their steps. */
  readonly competitors?: Competitors;
  /**
   * Drafts discarded before this one: they had no network, were not accepted, or (under `redraw`) were already known.
   */
  readonly redraws: number;
  /** The step whose evaluation is reused, when known networks are not evaluated again. */
  readonly reusedFrom?: number;
  /**
   * The number of trainings when the search decides it: 1 for a known network under `average`. Absent: the protocol's
   * number.
   */
  readonly trainingCount?: number;
}

/** An evaluated proposal: a member of the population. Frozen. Paper, section 3.3. */
export interface Individual<E extends Scored = Scored> extends Proposal {
  readonly evaluation: E;
  /** Its place in the order in which evaluations finished, from 1. */
  readonly arrival: number;
}

/** An entry in a search's event log, which together with the evaluations suffices to rebuild the population. */
export interface SearchEvent {
  readonly kind: "proposed" | "evaluated";
  readonly step: number;
}

/** The fitness from an individual's own evaluation, or undefined if it failed. */
export function fitnessOf(individual: Individual): number | undefined {
  return individual.evaluation.status === "scored" ? individual.evaluation.fitness : undefined;
}
