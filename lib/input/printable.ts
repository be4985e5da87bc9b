/** Making foreign text safe to show in a terminal, a message or a picture. */
import { limits } from "./limits.js";

/**
 * `text` with control characters and direction marks escaped as `\x1b`, `\u202e` and so on. It can then neither forge
 * lines nor control a terminal, and a picture that shows it stays valid XML.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0);
    return code < 128 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

const HIDDEN =
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** As {@link visible}, cut to `most` characters. */
export function printable(text: string, most: number = limits.messageLength * 4): string {
  const shown = visible(text);
  return shown.length > most ? `${shown.slice(0, most - 1)}…` : shown;
}

/** What {@link isName} asks for, in words. */
export const nameRule = `a text of 1 to ${limits.nameLength} characters without control characters`;

/**
 * Whether `value` is a name fit for files, legends and messages: 1 to 100 characters, without control characters or
 * direction marks.
 */
export function isName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= limits.nameLength && visible(value) === value;
}

/** A foreign value as shown in a message: printable JSON of at most about 80 characters. Never throws. */
export function shown(value: unknown): string {
  if (typeof value === "string")
    return printable(JSON.stringify(value.slice(0, limits.messageLength)), limits.messageLength);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return printable(String(value), limits.messageLength);
}
