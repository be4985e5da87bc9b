/** Foreign text that can be shown: in a terminal, in a message, in a picture. */
import { limits } from "./limits.js";

/**
 * `text` with its control characters and marks of direction written out as `\x1b`, `\u202e` and the like, so that it
 * can neither forge lines nor steer a terminal, and a picture that shows it stays valid XML.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0);
    return code < 128 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

const HIDDEN =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g;

/** As {@link visible}, cut to `most` characters. */
export function printable(text: string, most: number = limits.messageLength * 4): string {
  const shown = visible(text);
  return shown.length > most ? `${shown.slice(0, most - 1)}…` : shown;
}

/**
 * Whether `value` is a name as files, legends and messages can carry it: 1 to 100 characters, none of them for control
 * or direction.
 */
export function isName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= limits.nameLength && visible(value) === value;
}

/** A foreign value as a message shows it: JSON, printable, at most some 80 characters; never throws. */
export function shown(value: unknown): string {
  if (typeof value === "string")
    return printable(JSON.stringify(value.slice(0, limits.messageLength)), limits.messageLength);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return printable(String(value), limits.messageLength);
}
