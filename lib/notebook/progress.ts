/** `progress`: a line in a notebook that shows how far long work is and how long it will take. */
import * as v from "valibot";
import { printable } from "../input/printable.js";
import { finiteNumber, parseWith } from "../input/schema.js";
import { openDisplaySlot } from "./display-slot.js";

/** A progress line. */
export interface Progress {
  /**
   * Shows that `done` of the total are done, with `note` at the end. Throws InputError unless `done` is at least 0.
   */
  update(done: number, note?: string): void;
  /** Shows how long it took, with `note`; the line stays. */
  finish(note?: string): void;
}

/**
 * Opens a progress line for `total` pieces of work below the running cell. Outside a notebook only `finish` prints, one
 * line.
 * Throws InputError for a label that is not a string, and for a total that is negative or not finite.
 */
export function progress(label: string, total: number): Progress {
  const where = `progress ${printable(parseWith(text, label, "progress: label"), 100)}`;
  parseWith(count, total, `${where}: total`);
  const slot = openDisplaySlot();
  const startedAt = performance.now();
  let done = 0;
  const show = (now: number, note?: string): void => {
    done = parseWith(count, now, `${where}: done`);
    parseWith(noteText, note, `${where}: note`);
    slot.update(() => ({ "text/plain": progressLine(label, done, total, performance.now() - startedAt, note) }));
  };
  show(0);
  return {
    update: show,
    finish: (note) => {
      parseWith(noteText, note, `${where}: note`);
      const took = `${label}: ${done} of ${total} in ${duration(performance.now() - startedAt)}${note ? `, ${note}` : ""}`;
      if (slot.isShown) slot.flush(() => ({ "text/plain": took }));
      else console.log(took);
    },
  };
}

const text = v.string("must be a string");
const noteText = v.optional(text);
const count = finiteNumber(0);

const BAR_WIDTH = 24;

/** The line itself: a bar, the count, and the time left at the speed so far; the count alone for an infinite total. */
export function progressLine(label: string, done: number, total: number, millis: number, note?: string): string {
  if (total === Infinity) return `${label} ${done}${note ? `, ${note}` : ""}`;
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  const left = share > 0 && share < 1 ? `, ${duration((millis * (1 - share)) / share)} left` : "";
  return `${label} ${bar} ${done}/${total}${left}${note ? `, ${note}` : ""}`;
}

/** A human-readable duration: `8 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(millis: number): string {
  const seconds = Math.round(millis / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
