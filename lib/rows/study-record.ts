/** What is known about an evaluated individual: the row behind figures, tables and summaries. */
import type { FailureReason } from "../evaluation/evaluation.js";
import type { Mutation } from "../genotype/mutate.js";
import type { Phase } from "../search/individual.js";

/** When and where an evaluation ran. */
export interface EvaluationPlace {
  /** The worker, from 1; 0 for an evaluation reused from another individual. */
  readonly worker: number;
  /** Milliseconds since 1970. */
  readonly startedMillis: number;
  readonly finishedMillis: number;
}

/** An evaluated individual without its genotype and trainings, so that thousands are quick to read. */
export interface StudyRecord extends EvaluationPlace {
  /** The search step, from 1; initialization counts too. */
  readonly step: number;
  readonly phase: Phase;
  /** Phenotype hash. */
  readonly hash: string;
  /** The step of the parent. */
  readonly parent: number | null;
  readonly mutation: Mutation | null;
  /** The steps of the tournament's competitors, in the order drawn. */
  readonly competitors: readonly number[] | null;
  /** Drafts discarded before this one. */
  readonly redraws: number;
  /** The step whose evaluation was reused. */
  readonly reusedFrom: number | null;
  /** Its place in the order in which evaluations finished, from 1. */
  readonly arrival: number;
  readonly status: "scored" | "failed";
  /** Mean accuracy of its trainings, 0 to 1. */
  readonly fitness: number | null;
  /** Standard deviation of their accuracies. */
  readonly spread: number | null;
  /** The finished trainings of its evaluation; 0 when a function of yours gave the fitness. */
  readonly trainingCount: number;
  /** Why the evaluation failed. */
  readonly reason: FailureReason | null;
  readonly parameterCount: number;
  /** For one image. */
  readonly multiplyAdds: number;
}
