/** What the jobs of the queue hold, and how that is checked when it comes from the database. */
import * as v from "valibot";
import { limits } from "../../input/limits.js";
import { type Schema, wholeNumber } from "../../input/schema.js";

/** An evaluation to be made. */
export interface EvaluationJob {
  /** The genotype as JSON. */
  readonly genotype: string;
  /** Determines the evaluation, and tells it from every other of its study. */
  readonly seed: string;
  readonly step: number;
  readonly trainingCount?: number;
}

const text = v.pipe(v.string(), v.maxLength(limits.fileBytes));
const jobEntries = { seed: text, step: wholeNumber(1, limits.steps) };

/** An {@link EvaluationJob} as it comes from the database. */
export const jobSchema: Schema<EvaluationJob> = v.object({
  ...{ ...jobEntries, genotype: text, trainingCount: v.optional(wholeNumber(1, limits.trainings)) },
});

/** What becomes of an evaluation. */
export interface AnswerJob extends Pick<EvaluationJob, "seed" | "step"> {
  /** The evaluation as JSON; absent when no worker finished it, and for a late answer. */
  readonly evaluation?: string;
  /** Who answered. */
  readonly worker?: string;
  /** Whether the evaluation had been given to another worker meanwhile. */
  readonly isLate?: boolean;
}

/** An {@link AnswerJob} as it comes from the database. */
export const answerSchema: Schema<AnswerJob> = v.object({
  ...{ ...jobEntries, evaluation: v.optional(text), worker: v.optional(text), isLate: v.optional(v.boolean()) },
});
