/** How trainings end other than with a fitness: their own failures, and running out of memory. */
import type { FailureReason } from "./evaluation.js";

/** Ends an evaluation with a `FailureReason`; becomes a `FailedEvaluation`. */
export class TrainingFailure extends Error {
  override readonly name = "TrainingFailure";
  constructor(
    readonly reason: FailureReason,
    message: string,
  ) {
    super(message);
  }
}

const OUT_OF_MEMORY =
  /ResourceExhausted|RESOURCE_EXHAUSTED|OOM when allocating|bad_alloc|heap out of memory|[Aa]rray buffer allocation failed|Cannot allocate memory/;

/**
 * Whether an error, or a dying process's last output, says that memory ran out: TensorFlow's ResourceExhausted, C++'s
 * bad_alloc, JavaScript's heap.
 */
export function isOutOfMemory(error: unknown): boolean {
  return OUT_OF_MEMORY.test(error instanceof Error ? error.message : String(error));
}

/** How a process ended, as Node reports it. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Whether the process was killed in the way the kernel kills for memory: by SIGKILL, or with exit code 137, which a
 * shell makes of it. A person's `kill -9` looks the same.
 */
export function isKilled({ code, signal }: ProcessEnd): boolean {
  return signal === "SIGKILL" || code === 137;
}

/** A process's end in words, for example `killed by SIGSEGV`. */
export function describeEnd({ code, signal }: ProcessEnd): string {
  return signal === null ? `exit code ${code}` : `killed by ${signal}`;
}

/** The message for an evaluation ended by its time limit. */
export function timeLimitMessage(limitMillis: number): string {
  return `the evaluation took longer than its time limit of ${limitMillis / 1000} s`;
}
