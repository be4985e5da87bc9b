/** Waiting for a server that is away, or silent. */
import { setTimeout } from "node:timers/promises";
import { InputError } from "../../input/errors.js";
import { isDisconnection } from "./postgres-errors.js";

/** How long to wait. */
export interface Patience {
  readonly millis: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** Called when a wait begins that is longer than a cut connection takes to be made anew. */
  readonly onWait: () => void;
}

/** How often a server that went away is looked for. */
const LOOK_MILLIS = 500;
const FIRST_LOOK_MILLIS = 20;

/** Runs `work`, again and again while the server is away. Rejects with the last error once `patience` is over. */
export async function withPatience<T>(work: () => Promise<T>, { millis, signal, onWait }: Patience): Promise<T> {
  const end = performance.now() + millis;
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const isFinal = error instanceof InputError || !isDisconnection(error);
      if (isFinal || signal?.aborted || performance.now() > end) throw error;
      if (attempt === 2) onWait();
      // A connection that was merely cut can be made anew at once.
      const pause = setTimeout(attempt === 1 ? FIRST_LOOK_MILLIS : LOOK_MILLIS, undefined, { signal });
      await pause.catch(() => undefined);
    }
  }
}

/** How long the server may be silent once everything is to stop. */
const SILENT_MILLIS = 5_000;

/** What `work` gives; calls `cut` when it takes long after `signal` was aborted. */
export async function whileStopping<T>(signal: AbortSignal | undefined, work: Promise<T>, cut: () => void): Promise<T> {
  if (signal === undefined) return work;
  const done = new AbortController();
  const wait = (): void =>
    void setTimeout(SILENT_MILLIS, undefined, { ref: false, signal: done.signal }).then(cut, () => undefined);
  if (signal.aborted) wait();
  else signal.addEventListener("abort", wait, { signal: done.signal });
  try {
    return await work;
  } finally {
    done.abort();
  }
}
