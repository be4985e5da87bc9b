/** A clock that jumps to what happens next. */
import { bisector } from "d3-array";

/** A clock whose time passes only by {@link VirtualClock.next}. */
export interface VirtualClock<T> {
  /** Virtual milliseconds since its beginning. */
  now(): number;
  /** Resolves to `value` when the time is `millis`; of equal times, the first asked for comes first. */
  at(millis: number, value: T): Promise<T>;
  /** Whether anything is awaited. */
  isAhead(): boolean;
  /** Lets the next thing happen, and gives its value. Throws Error when nothing is awaited. */
  next(): T;
  /** Rejects all that is awaited. */
  stop(error: unknown): void;
}

interface Awaited<T> {
  readonly millis: number;
  readonly value: T;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** A clock at 0. */
export function virtualClock<T>(): VirtualClock<T> {
  // The next one is the last, because taking that costs least.
  const awaited: Awaited<T>[] = [];
  const order = bisector<Awaited<T>, number>((each, millis) => millis - each.millis);
  let now = 0;
  return {
    now: () => now,
    at: (millis, value) =>
      new Promise((resolve, reject) =>
        awaited.splice(order.left(awaited, millis), 0, { millis, value, resolve, reject }),
      ),
    isAhead: () => awaited.length > 0,
    next: () => {
      const next = awaited.pop();
      if (next === undefined) throw new Error("virtual clock: nothing is awaited");
      now = Math.max(now, next.millis);
      next.resolve(next.value);
      return next.value;
    },
    stop: (error) => {
      for (const each of awaited.splice(0)) each.reject(error);
    },
  };
}
