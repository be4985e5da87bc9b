/** The kinds of error that callers distinguish, and the checks that throw them. */
import { shown } from "./printable.js";

/**
 * Thrown for input that breaks a rule: the message is one line that says where, what was got, which rule and what to do
 * next, for example `level 2, motif 3: edge 2→1 must run forward`. The command line prints it and exits with 2.
 */
export class InputError extends Error {
  override readonly name = "InputError";
}

/** An error named `AbortError`, for work that its caller stopped; `cause` is the signal's reason. */
export function abortError(message: string, cause?: unknown): Error {
  const error = new Error(message, { cause });
  error.name = "AbortError";
  return error;
}

/** Whether `error` comes from an abort: an `AbortError`, or the reason of `signal`. */
export function isAbort(error: unknown, signal?: AbortSignal): boolean {
  return (
    (signal?.aborted === true && error === signal.reason) || (error instanceof Error && error.name === "AbortError")
  );
}

/** Throws InputError, beginning with `where`, unless `count` is a whole number from `least` to `most`. */
export function checkCount(where: string, count: number, least = 1, most = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(count) && count >= least && count <= most) return;
  const rule = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new InputError(`${where}: got ${shown(count)}, must be a whole number ${rule}`);
}
