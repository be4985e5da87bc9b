/** How large a drawing may be before it is drawn collapsed. */
import { grouped } from "../output/number-words.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import type { Drawing, Shape } from "./drawing.js";

/** The opacity of parts that are not in the network. */
export const PALE = 0.3;

/** The most edges that are drawn individually; nobody could tell more apart. */
export const MOST_EDGES = 600;

/** The most edges of an unfolded cell; with more it is wider than any screen. */
export const MOST_UNFOLDED_EDGES = 240;

/** `3,000 edges when unfolded, more than 600: drawn collapsed`. */
export function collapsedWords(edgeCount: number, what = "edges when unfolded", most = MOST_EDGES): string {
  return `${grouped(edgeCount)} ${what}, more than ${most}: drawn collapsed`;
}

/** A drawing with a grey line of words below it. */
export function withNote({ width, height, shapes, ...rest }: Drawing, note: string): Drawing {
  const line: Shape = {
    kind: "text",
    x: 0,
    y: height + 18,
    text: note,
    size: 12,
    align: "left",
    colour: meanings.quietText,
  };
  return { ...rest, width: Math.max(width, textWidth(note, 12)), height: height + 26, shapes: [...shapes, line] };
}
