/**
 * Decides which evaluations may run side by side without needing more memory than there is. First come, first served,
 * so a large one gets its turn.
 */

/** What an evaluation needs. */
export interface Request {
  /** The memory predicted for its child process, in bytes. */
  readonly bytes: number;
  /** Whether it must run with no other child beside it. */
  readonly alone: boolean;
}

/** What the children of a pool hold, in bytes. */
export interface Held {
  /** By evaluating children: for each the prediction for its network, or what it holds already if that is more. */
  readonly busy: readonly number[];
  /** Whether the evaluating child must run alone. */
  readonly isAlone: boolean;
  /** By children that wait for a task; the first would take it. */
  readonly idle: readonly number[];
  /** By children being ended. */
  readonly ending: readonly number[];
}

/**
 * What to do with the request that has waited longest, when at most `workers` children evaluate at once within
 * `budgetBytes`: start it; start it as the only one (because it must be, or fits beside no other); end the idle
 * children to free their memory and ask again once they are gone; or wait until another evaluation ends.
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
