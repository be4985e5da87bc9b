/** Making foreign text safe to show in a terminal, a message or a picture. */
import { limits } from "./limits.js";

/**
 * `text` with control characters and direction marks escaped as `\x1b`, `\u202e` and so on, and without a database's
 * user and password. It can then neither forge lines nor control a terminal, a picture that shows it stays valid XML,
 * and it can be passed on.
 */
export function visible(text: string): string {
  return withoutSecrets(text).replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0);
    return code < 128 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** `text` with users, passwords and the like cut out of every address of a PostgreSQL server. */
export function withoutSecrets(text: string): string {
  return text.replace(ADDRESS, (address) =>
    address
      .replace(/^(\w+:\/\/)\S*@/, "$1")
      .replace(SECRETS, "")
      .replace(/[?&](?=["',;]?$)/, ""),
  );
}

const ADDRESS = /\bpostgres(?:ql)?:\/\/\S+/gi;

/** What libpq's addresses may also say after the database. */
const SECRETS = /(?<=[?&])(?:user|password|passfile|ssl(?:password|key|cert|rootcert))=[^&\s"']*&?/gi;

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
    return printable(JSON.stringify(withoutSecrets(value).slice(0, limits.messageLength)), limits.messageLength);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `a list of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  return printable(String(value), limits.messageLength);
}
