/** Runs a study within its time limit, and notes when it began and why it stopped. */
import { setMaxListeners } from "node:events";
import { isAbort } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { ranMillis, type Stopped, timeLimitWords } from "./stop-rules.js";
import type { Study } from "./study.js";

/** Settings of {@link noteStop}. */
export interface NoteStopConfig {
  /** The longest time that the study may run over all its processes, in milliseconds. Default: for ever. */
  readonly maximumMillis?: number;
  /** The user's signal. */
  readonly signal?: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The longest time that Node's timers can wait. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Most characters of an error that a study keeps. */
const MOST_WORDS = 500;

/**
 * Runs `work`, which gives why the study stopped, with a signal that the user's signal and the time limit abort, and
 * records it. Rejects as `work` does, unless the time limit stopped that.
 */
export async function noteStop(
  study: Study,
  { maximumMillis = Infinity, signal, now }: NoteStopConfig,
  work: (signal: AbortSignal) => Promise<Stopped>,
): Promise<Stopped> {
  const before = ranMillis(await study.stops(), [...(await study.records()), ...(await study.confirmations())]);
  const beganMillis = now();
  await study.recordBeginning(beganMillis);
  const time = beginTimer(maximumMillis - before);
  const record = async (stopped: Stopped): Promise<Stopped> => {
    await study.recordStop({ ...stopped, stoppedMillis: now() });
    return stopped;
  };
  const either = AbortSignal.any([time.signal, ...(signal === undefined ? [] : [signal])]);
  // Each confirming training listens.
  setMaxListeners(0, either);
  try {
    return await record(await work(either));
  } catch (error) {
    if (time.signal.aborted && isAbort(error) && !signal?.aborted) {
      return await record({ reason: "time", words: timeLimitWords(maximumMillis) });
    }
    const isStopped = isAbort(error);
    const said = printable(error instanceof Error ? error.message : String(error), MOST_WORDS);
    // The error itself says more than one from recording it, for example on a full disk.
    await record(
      isStopped ? { reason: "signal", words: "stopped on request" } : { reason: "error", words: said },
    ).catch(() => undefined);
    throw error;
  } finally {
    time.end();
  }
}

/** A signal that is aborted in `millis`, and how to stop waiting for that. */
function beginTimer(millis: number): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const until = performance.now() + millis;
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => {
    const left = until - performance.now();
    if (left <= 0) controller.abort();
    else if (left < Infinity) timer = setTimeout(wait, Math.min(left, LONGEST_TIMER));
  };
  wait();
  return { signal: controller.signal, end: () => clearTimeout(timer) };
}
