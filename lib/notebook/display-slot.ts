/** A notebook display that updates in place, a few times a second at most, and always shows its last state. */
import { randomUUID } from "node:crypto";
import { currentDisplay, type DisplayData, tellLost } from "./kernel.js";

/** A place below the cell that was running when it was opened. */
export interface DisplaySlot {
  /** Whether there is a notebook to write to. */
  readonly isShown: boolean;
  /** Sets the newest content; `make` is called only if it is shown. */
  update(make: () => DisplayData): void;
  /** Shows the newest content now, or `make`'s if given. Updates may follow. */
  flush(make?: () => DisplayData): void;
}

/** Milliseconds between two updates of a display: five a second do not flicker. */
const UPDATE_MILLIS = 200;

/** Opens a slot in the running cell; it displays nothing before the first update. */
export function openDisplaySlot(): DisplaySlot {
  const write = currentDisplay();
  const id = randomUUID();
  let hasShown = false;
  let shownAt = -Infinity;
  let pending: (() => DisplayData) | undefined;
  let timer: NodeJS.Timeout | undefined;

  const flush = (make: (() => DisplayData) | undefined = pending): void => {
    clearTimeout(timer);
    timer = undefined;
    pending = undefined;
    if (write === undefined || make === undefined) return;
    write(make(), id, hasShown);
    hasShown = true;
    shownAt = performance.now();
  };
  const flushLater = (): void => {
    try {
      flush();
    } catch (error) {
      tellLost(error);
    }
  };
  return {
    isShown: write !== undefined,
    update: (make) => {
      pending = make;
      if (write === undefined || timer !== undefined) return;
      const wait = shownAt + UPDATE_MILLIS - performance.now();
      if (wait <= 0) flush();
      else timer = setTimeout(flushLater, wait);
    },
    flush,
  };
}
