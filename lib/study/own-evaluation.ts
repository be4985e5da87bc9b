/** Checks the result of your own fitness function and completes it to an evaluation. */
import * as v from "valibot";
import type { Evaluation, FailureReason, Training } from "../evaluation/evaluation.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { finiteNumber, parseWith, type Schema } from "../input/schema.js";
import { anyNumber, curveSchema, durationSchema, reasonSchema, trainingsSchema } from "./store/evaluation-json.js";

interface OwnCosts {
  /** Default: none. */
  readonly trainings?: readonly Training[];
  /** Default: the trained weights of the protocol's network. */
  readonly parameterCount?: number;
  /** Default: those of the protocol's network. */
  readonly multiplyAdds?: number;
  /** Default: the time until the answer. */
  readonly evaluationMillis?: number;
  readonly engine?: string;
}

/** The result of your own fitness function: a fitness, or the reason why it failed, and whatever else is known. */
export type OwnEvaluation =
  | (OwnCosts & { readonly status: "scored"; readonly fitness: number; readonly spread?: number })
  | (OwnCosts & { readonly status: "failed"; readonly reason: FailureReason; readonly message?: string });

/** The costs of an evaluation whose function does not return them. */
export type Costs = Pick<Evaluation, "parameterCount" | "multiplyAdds" | "evaluationMillis">;

const costs = {
  trainings: v.optional(trainingsSchema(anyNumber, curveSchema), []),
  parameterCount: v.optional(finiteNumber(0)),
  multiplyAdds: v.optional(finiteNumber(0)),
  // Clocks may have been set back during the measurement.
  evaluationMillis: v.optional(durationSchema),
  engine: v.optional(v.string()),
};

const ownSchema = v.variant(
  "status",
  [
    v.object({
      ...{ status: v.literal("scored"), fitness: finiteNumber(), spread: v.optional(finiteNumber(0), 0) },
      ...costs,
    }),
    v.object({ status: v.literal("failed"), reason: reasonSchema, message: v.optional(v.string()), ...costs }),
  ],
  'must be "scored" or "failed"',
);

type Given = v.InferOutput<typeof ownSchema>;

/**
 * The evaluation from your own fitness function's result for `step`; `count` supplies costs that it leaves out. Throws
 * InputError for a result without a fitness or a reason.
 */
export function completeEvaluation(given: unknown, step: number, count: () => Costs): Evaluation {
  const where = `step ${step}: evaluate`;
  if (typeof given !== "object" || given === null) {
    throw new InputError(`${where}: gave ${shown(given)}, must give { status: "scored", fitness: a number }`);
  }
  const own: Given = parseWith(ownSchema as Schema<Given>, given, where);
  let counted: Costs | undefined;
  const costs = (): Costs => (counted ??= count());
  const complete = {
    ...own,
    parameterCount: own.parameterCount ?? costs().parameterCount,
    multiplyAdds: own.multiplyAdds ?? costs().multiplyAdds,
    evaluationMillis: own.evaluationMillis ?? costs().evaluationMillis,
  };
  return Object.freeze(
    complete.status === "scored" ? complete : { ...complete, message: complete.message ?? complete.reason },
  );
}
