/** What is known of an evaluated individual: the row that figures, tables and summaries are made from. */
import type { FailureReason } from "../evaluation/evaluation.js";
import type { Mutation } from "../genotype/mutate.js";
import type { Phase } from "../search/individual.js";

/** When and where an evaluation ran. */
export interface EvaluationPlace {
  /** The worker, from 1; 0 for an evaluation that was taken over from another individual. */
  readonly worker: number;
  /** Milliseconds since 1970. */
  readonly startedMillis: number;
  readonly finishedMillis: number;
}

/** What a study knows of an evaluated individual without its genotype and trainings: quick to read by thousands. */
export interface StudyRecord extends EvaluationPlace {
  /** The search step, from 1; initialization counts too. */
  readonly step: number;
  readonly phase: Phase;
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
  /** From 1, the order in which evaluations came back. */
  readonly arrival: number;
  readonly status: "scored" | "failed";
  /** Mean accuracy of its trainings, 0 to 1. */
  readonly fitness: number | null;
  /** Standard deviation of their accuracies. */
  readonly spread: number | null;
  /** The finished trainings of its evaluation; 0 for a fitness of one's own. */
  readonly trainingCount: number;
  /** Why the evaluation failed. */
  readonly reason: FailureReason | null;
  readonly parameterCount: number;
  /** For one image. */
  readonly multiplyAdds: number;
}
