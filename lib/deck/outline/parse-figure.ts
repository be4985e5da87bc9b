/** `![figure: NAME ARGS]`: a figure in an outline. */
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { FigureCall } from "./outline.js";

const CALL = /^!\[\s*figure:(.*)\]$/s;

/** Whether a paragraph is meant to be a figure. */
export function looksLikeFigure(text: string): boolean {
  return /^!\[\s*figure\b/.test(text.trim());
}

/**
 * The figure that a paragraph names: `![figure: motif best level=2 title="A motif"]`. Throws InputError, beginning with
 * `where`, for one that is not written so.
 */
export function parseFigure(text: string, line: number, where: string): FigureCall {
  const [, inner] = CALL.exec(text.trim()) ?? [];
  if (inner === undefined) {
    throw new InputError(`${where}: got ${printable(text.trim())}, a figure is written ![figure: NAME ARGUMENTS]`);
  }
  const words: string[] = [];
  const settings: Record<string, string> = {};
  for (const part of inner.match(/[^\s"=]+="[^"]*"|"[^"]*"|\S+/g) ?? []) {
    const [, key, value] = /^([a-z][a-z-]*)=(.*)$/s.exec(part) ?? [];
    if (key === undefined) words.push(unquoted(part));
    else if (key in settings) throw new InputError(`${where}: ${printable(key)} is given twice`);
    else settings[key] = unquoted(value);
  }
  const [name, ...rest] = words;
  if (name === undefined) throw new InputError(`${where}: a figure needs a name, as in ![figure: cell best]`);
  return Object.freeze({ kind: "figure", line, name, words: Object.freeze(rest), settings: Object.freeze(settings) });
}

function unquoted(text: string): string {
  return text.replace(/^"(.*)"$/s, "$1");
}
