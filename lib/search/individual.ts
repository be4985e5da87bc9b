/** What a search makes: proposals, and individuals once they are evaluated. Paper, section 3. */
import type { Genotype } from "../genotype/genotype.js";
import type { Mutation } from "../genotype/mutate.js";

/** What a search needs to know of an evaluation; any richer evaluation will do. */
export interface Scored {
  /**
   * `failed`: evaluated without a fitness. Such an individual is in the population but never wins, unless a search that
   * averages has another, scored evaluation of its network.
   */
  readonly status: "scored" | "failed";
  /** Higher is fitter; finite where the status is `scored`. */
  readonly fitness?: number;
  /** The standard deviation of the trainings behind it. */
  readonly spread?: number;
  /** The trainings whose mean is the fitness. An evaluation without them weighs as much as one training. */
  readonly trainings?: readonly unknown[];
}

/** How a proposal was made: drawn from the trivial genotype, or mutated from a parent. Paper, sections 3.2 and 3.3. */
export type Phase = "initialization" | "evolution";

/** A genotype that is to be evaluated, and how it came about. Frozen plain data. */
export interface Proposal {
  /** The search step, from 1; initialization counts too. */
  readonly step: number;
  readonly phase: Phase;
  readonly genotype: Genotype;
  /** The phenotype hash: equal networks, equal hash. */
  readonly hash: string;
  /** The step of the individual that was mutated; absent where there is none. */
  readonly parent?: number;
  /** What was mutated in the parent. */
  readonly mutation?: Mutation;
  /** The steps of the tournament's competitors in the order in which they were drawn, the parent among them. */
  readonly competitors?: readonly number[];
  /**
   * Drafts that were thrown away before this one: without a network, not accepted, or (where known networks are drawn
   * again) known.
   */
  readonly redraws: number;
  /** The step whose evaluation is taken over, where known networks are not evaluated again. */
  readonly reusedFrom?: number;
  /**
   * Trainings of its evaluation where the search decides that: 1 for a known network under `average`. Absent: as many
   * as any evaluation has.
   */
  readonly trainingCount?: number;
}

/** An evaluated proposal: a member of the population. Frozen. Paper, section 3.3. */
export interface Individual<E extends Scored = Scored> extends Proposal {
  readonly evaluation: E;
  /** From 1, the order in which evaluations came back. */
  readonly arrival: number;
}

/** One entry of a search's event log: enough, with the evaluations, to make the population again. */
export interface SearchEvent {
  readonly kind: "proposed" | "evaluated";
  readonly step: number;
}

/** The fitness that an individual's own evaluation gave, or undefined where it failed. */
export function fitnessOf(individual: Individual): number | undefined {
  return individual.evaluation.status === "scored" ? individual.evaluation.fitness : undefined;
}
