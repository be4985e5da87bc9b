/** Foreign text that can be shown: in a terminal, in a message, in a picture. */
import { limits } from "./limits.js";

/**
 * `text` with its control characters as `\x1b` and the like, so that it can neither forge lines nor steer a terminal, and
 * cut to `most` characters.
 */
export function printable(text: string, most: number = limits.messageLength * 4): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const shown = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
  return shown.length > most ? `${shown.slice(0, most - 1)}…` : shown;
}

/** Whether `value` is a name as files, legends and messages can carry it: 1 to 100 characters, none of them for control. */
export function isName(value: unknown): value is string {
  return typeof value === "string" && value.length > 0 && value.length <= limits.nameLength && !/\p{Cc}/u.test(value);
}

/** A foreign value as a message shows it: JSON, printable, at most some 80 characters; never throws. */
export function shown(value: unknown): string {
  if (typeof value === "string")
    return printable(JSON.stringify(value.slice(0, limits.messageLength)), limits.messageLength);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return printable(String(value), limits.messageLength);
}
