/**
 * Which evaluations may run beside each other, so that together they never need more memory than there is. First come,
 * first served: a large one gets its turn.
 */

/** What an evaluation asks for. */
export interface Request {
  /** The memory that its child is predicted to take, in bytes. */
  readonly bytes: number;
  /** Whether it must run with no other child beside it. */
  readonly alone: boolean;
}

/** What the children of a pool hold, in bytes. */
export interface Held {
  /** Those that evaluate: each what is predicted for its network, or what it has already come to hold if that is more. */
  readonly busy: readonly number[];
  /** Whether the one that evaluates must run alone. */
  readonly isAlone: boolean;
  /** Those that wait for a task; the first of them is the one that would take it. */
  readonly idle: readonly number[];
  /** Those that are being ended. */
  readonly ending: readonly number[];
}

/**
 * What to do with the request that has waited longest, where at most `workers` children evaluate at once, within
 * `budgetBytes`: start it; start it as the only one (it must be, or fits beside no other); end the idle children for the
 * memory that they hold, and ask again when they are gone; or wait until another ends.
 */
export function admit(
  { bytes, alone }: Request,
  { busy, isAlone, idle, ending }: Held,
  { workers, budgetBytes }: { readonly workers: number; readonly budgetBytes: number },
): "start" | "startAlone" | "endIdle" | "wait" {
  if (busy.length >= workers || isAlone) return "wait";
  const [taken = 0, ...others] = idle;
  const together = sum(busy) + sum(ending) + sum(others) + Math.max(bytes, taken);
  if (!alone && together <= budgetBytes) return "start";
  if (busy.length === 0) {
    if (idle.length > 0) return "endIdle";
    return ending.length > 0 ? "wait" : "startAlone";
  }
  const couldFit = !alone && sum(busy) + bytes <= budgetBytes;
  return couldFit && idle.length > 0 ? "endIdle" : "wait";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
