/** What follows from how a task ended in a child process: another try, or an evaluation. */
import type { Plan } from "../network/plan.js";
import type { Evaluation, FailedEvaluation, FailureReason } from "./evaluation.js";
import { describeEnd, isKilled, isOutOfMemory, timeLimitMessage } from "./failure.js";
import { printable } from "../input/printable.js";
import { shownWords } from "./last-words.js";
import type { EvaluationLimits } from "./protocol.js";
import type { WorkerOutcome } from "./worker.js";

/** What is known about an evaluation's tries so far. */
export interface Tries {
  /** Whether the last try ran without any other child. */
  readonly wasAlone: boolean;
  /** How many children died or reported an error, including the last one. */
  readonly deaths: number;
  /** Whether the system has reported that it killed a process for memory during the last try. */
  readonly killedForMemory: boolean;
}

/**
 * Whether to record a try, or to begin the evaluation again, beside others or alone. Memory that ran out while others
 * ran may have been theirs, and whatever killed the first child (a person's `kill -9`) may not happen again: neither is
 * the network's fault until it happens with no other child running.
 */
export function nextTry(outcome: WorkerOutcome, { wasAlone, deaths }: Tries): "record" | "again" | "alone" {
  if (outcome.kind === "timeLimit") return "record";
  if (outcome.kind === "evaluated") {
    const { evaluation } = outcome;
    const isShort = evaluation.status === "failed" && evaluation.reason === "outOfMemory";
    return isShort && !wasAlone ? "alone" : "record";
  }
  if (outcome.kind === "error") return deaths > 1 ? "record" : "again";
  if (isOutOfMemory(outcome.words)) return wasAlone ? "record" : "alone";
  if (isKilled(outcome)) return wasAlone && deaths > 1 ? "record" : "alone";
  return deaths > 1 ? "record" : "again";
}

/** The evaluation to record for a try. */
export function outcomeToEvaluation(
  outcome: WorkerOutcome,
  { killedForMemory }: Tries,
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
  if (outcome.kind === "error") return failed("error", printable(`twice an error, last ${outcome.error.message}`));
  const how = describeEnd(outcome);
  if (isOutOfMemory(outcome.words)) return failed("outOfMemory", `the child process ran out of memory (${how})`);
  if (isKilled(outcome)) {
    return killedForMemory
      ? failed(
          "outOfMemory",
          `the system killed the child process because memory ran out, with no other one running (${how})`,
        )
      : failed("killed", `the child process was killed twice (${how}), and the system reports no kill for memory`);
  }
  return failed("error", `the child process died twice, last with ${how}; it said last: ${shownWords(outcome.words)}`);
}
