/** What a child process wrote last, in the evaluation that it died in and no earlier one: it explains its death. */
import { printable } from "../input/printable.js";

/** How much of an output is kept, in characters. */
const KEPT = 8_192;
/** How much of it a message shows: so many lines, and so many characters of each. */
const SHOWN = Object.freeze({ lines: 4, lineLength: 120 });

/**
 * What a child writes to each of its outputs when it begins evaluation `id`. Outputs reach the parent in their own time,
 * beside its messages: only a mark in them tells to which evaluation words belong.
 */
export function beginMark(id: number): string {
  return `\0hiernas: evaluation ${id} begins\0`;
}

/** The end of one output of a child. */
export interface LastWords {
  add(text: string): void;
  /** From now on only what follows the mark of evaluation `id` counts. */
  begin(id: number): void;
  text(): string;
}

/** Keeps the end of one output; until `begin` is called all of it counts. */
export function recordWords(): LastWords {
  let kept = "";
  let awaited: string | undefined;
  return {
    add: (text) => {
      kept += text;
      const at = awaited === undefined ? -1 : kept.indexOf(awaited);
      if (awaited !== undefined && at >= 0) {
        kept = kept.slice(at + awaited.length);
        awaited = undefined;
      }
      kept = kept.slice(-KEPT);
    },
    begin: (id) => (awaited = beginMark(id)),
    text: () => (awaited === undefined ? kept : ""),
  };
}

/** The last lines of such words as one line for a message; `nothing` where there are none. */
export function shownWords(words: string): string {
  const lines = words
    .split(/[\n\0]+/)
    .filter((line) => line.trim() !== "" && !/^hiernas: evaluation \d+ begins$/.test(line));
  const last = lines.slice(-SHOWN.lines).map((line) => printable(line.trim(), SHOWN.lineLength));
  return last.length === 0 ? "nothing" : last.join(" / ");
}
