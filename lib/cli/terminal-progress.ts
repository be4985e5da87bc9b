/** A progress line on a terminal; silent when nobody watches. */
import { duration, progressLine } from "../notebook/progress.js";

/** A progress line at the cursor. */
export interface TerminalProgress {
  /**
   * Shows that `done` of the total are done, with `note` at the end, which is asked for only when the line is drawn.
   * Work done before the line began does not affect the time left.
   */
  update(done: number, note?: string | (() => string)): void;
  /** Removes the line and prints `said`, if given, in its place, terminal or not. */
  end(said?: string): void;
}

const REDRAW_MILLIS = 250;
const QUIET_MILLIS = 2000;

/**
 * Begins a line for `total` pieces of work on stderr. It shows nothing in the first two seconds, nor when stderr is not
 * a terminal.
 */
export function beginTerminalProgress(label: string, total: number, already = 0): TerminalProgress {
  const stream = process.stderr;
  const began = performance.now();
  let state: { readonly done: number; readonly note?: string | (() => string) } = { done: already };
  const draw = (): void => {
    const millis = performance.now() - began;
    if (millis < QUIET_MILLIS) return;
    const note = typeof state.note === "function" ? state.note() : state.note;
    const text = progressLine(label, state.done - already, total - already, millis, note);
    stream.write(`\r${text.slice(0, (stream.columns || 80) - 1)}\x1b[K`);
  };
  const timer = stream.isTTY ? setInterval(draw, REDRAW_MILLIS) : undefined;
  timer?.unref();
  return {
    update: (done, note) => {
      state = { done, note };
    },
    end: (said) => {
      clearInterval(timer);
      if (timer !== undefined) stream.write("\r\x1b[K");
      if (said !== undefined) stream.write(`${said} (${duration(performance.now() - began)})\n`);
    },
  };
}
