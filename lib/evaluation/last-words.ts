/** The last output of a child process in the evaluation in which it died, to explain its death. */
import { printable } from "../input/printable.js";

/** How many characters of an output are kept. */
const KEPT = 8_192;
/** How much of it a message shows: the number of lines, and of characters in each. */
const SHOWN = Object.freeze({ lines: 4, lineLength: 120 });

/**
 * What a child writes to each of its outputs when it begins evaluation `id`. Output reaches the parent independently of
 * messages, so only a mark in the output itself shows which evaluation it belongs to.
 */
export function beginMark(id: number): string {
  return `\0hiernas: evaluation ${id} begins\0`;
}

/** The tail of one of a child's outputs. */
export interface LastWords {
  add(text: string): void;
  /** From now on, only output after the mark of evaluation `id` counts. */
  begin(id: number): void;
  text(): string;
}

/** Keeps the tail of one output; until `begin` is called, all of it counts. */
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

/** The last lines of an output joined into one for a message; `nothing` if it is empty. */
export function shownWords(words: string): string {
  const lines = words
    .split(/[\n\0]+/)
    .filter((line) => line.trim() !== "" && !/^hiernas: evaluation \d+ begins$/.test(line));
  const last = lines.slice(-SHOWN.lines).map((line) => printable(line.trim(), SHOWN.lineLength));
  return last.length === 0 ? "nothing" : last.join(" / ");
}
