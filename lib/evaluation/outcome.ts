/** How the end of a child process becomes an evaluation. */
import type { Plan } from "../network/plan.js";
import type { Evaluation, FailedEvaluation, FailureReason } from "./evaluation.js";
import { describeEnd, isKilled, isOutOfMemory, timeLimitMessage } from "./failure.js";
import type { EvaluationLimits } from "./protocol.js";
import type { WorkerOutcome } from "./worker.js";

/**
 * The evaluation behind the way a task ended in a child, after a second try where the first child died.
 * Throws Error when the child died of something that is no failure of the evaluation's own.
 */
export function outcomeToEvaluation(
  outcome: WorkerOutcome,
  plan: Plan,
  limits: EvaluationLimits,
  evaluationMillis: number,
): Evaluation {
  if (outcome.kind === "evaluated") return outcome.evaluation;
  const failed = (reason: FailureReason, message: string): FailedEvaluation =>
    Object.freeze({
      status: "failed",
      reason,
      message,
      trainings: Object.freeze([]),
      parameterCount: plan.parameterCount,
      multiplyAdds: plan.multiplyAdds,
      evaluationMillis,
    });
  if (outcome.kind === "timeLimit") return failed("timeLimit", timeLimitMessage(limits.timeLimitMillis ?? 0));
  const how = describeEnd(outcome);
  if (isOutOfMemory(outcome.output)) return failed("outOfMemory", `the child process ran out of memory (${how})`);
  if (isKilled(outcome)) return failed("outOfMemory", `the child process was killed twice (${how}), as for memory`);
  throw new Error(
    `evaluation: the child process died twice, last with ${how}; it said last: ${outcome.output || "nothing"}`,
  );
}
