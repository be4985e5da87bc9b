/**
 * Reading untrusted data by a schema. What does not fit gives one line: where, what was got, and the rule it breaks.
 */
import * as v from "valibot";
import { InputError } from "./errors.js";
import { limits } from "./limits.js";
import { isName, printable, shown } from "./printable.js";

/** A `valibot` schema that yields a `T`. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/**
 * `value`, parsed by `schema`. Throws InputError for the first thing that does not fit, for example
 * `cell.json: levels.0.1.nodes: got 1000000, must be a whole number from 2 to 64`.
 */
export function parseWith<T>(schema: Schema<T>, value: unknown, where: string): T {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  const place = path === null ? where : `${where}: ${path}`;
  if (issue.expected === "never") throw new InputError(`${place}: is unknown; leave it out, or correct its name`);
  if (issue.received === "undefined") throw new InputError(`${place}: is missing`);
  const rule = issue.message.startsWith("must ") ? issue.message : `must be ${expectedWords(issue.expected)}`;
  throw new InputError(`${place}: got ${shown(issue.input)}, ${rule}`);
}

/** Parses JSON. Throws InputError, beginning with `where`, for text that is not JSON or is nested too deeply. */
export function parseJson(text: string, where: string): unknown {
  if (typeof text !== "string") throw new InputError(`${where}: got ${shown(text)}, must be JSON text`);
  if (depthOf(text) > limits.jsonDepth) {
    throw new InputError(`${where}: its brackets are more than ${limits.jsonDepth} deep`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new InputError(`${where}: not JSON, or cut short: ${printable((error as Error).message)}`);
  }
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least = 0, most = Number.MAX_SAFE_INTEGER): Schema<number> {
  const rule = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  const message = `must be a whole number ${rule}`;
  return v.pipe(v.number(message), v.safeInteger(message), v.minValue(least, message), v.maxValue(most, message));
}

/** A finite number from `least` to `most`. */
export function finiteNumber(least = -Infinity, most = Infinity): Schema<number> {
  const message = `must be a finite number${least === -Infinity ? "" : ` of at least ${least}`}${most === Infinity ? "" : ` and at most ${most}`}`;
  return v.pipe(v.number(message), v.finite(message), v.minValue(least, message), v.maxValue(most, message));
}

/** A finite number above 0. */
export function positiveNumber(): Schema<number> {
  const message = "must be a finite number above 0";
  return v.pipe(v.number(message), v.finite(message), v.gtValue(0, message));
}

/** A seed for a random generator. */
export function seedValue(): Schema<number | string> {
  const message = "must be a finite number or a string";
  return v.union([v.pipe(v.number(message), v.finite(message)), v.string(message)], message);
}

/** A function with any arguments. */
export function functionValue<T>(): Schema<T> {
  return v.custom<T>((value) => typeof value === "function", "must be a function");
}

/** An AbortSignal. */
export function signalValue(): Schema<AbortSignal> {
  return v.instance(AbortSignal, "must be an AbortSignal");
}

/** One of the given strings. */
export function oneOf<const T extends string>(texts: readonly T[]): Schema<T> {
  const quoted = texts.map((text) => JSON.stringify(text));
  return v.picklist(texts, `must be ${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`);
}

/** A string of 1 to `most` characters without control characters. */
export function nameText(most: number = limits.nameLength): Schema<string> {
  const message = `must be a string of 1 to ${most} characters without control characters`;
  return v.pipe(
    v.string(message),
    v.minLength(1, message),
    v.maxLength(most, message),
    v.check((text: string): boolean => isName(text), message),
  );
}

const kinds: Readonly<Record<string, string>> = {
  Array: "a list",
  Object: "an object",
  number: "a number",
  string: "a string",
  boolean: "true or false",
};

function expectedWords(expected: string | null): string {
  return expected === null ? "something else" : (kinds[expected] ?? expected);
}

/** The nesting depth of brackets in JSON text, ignoring strings. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  let inText = false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (inText) {
      if (code === 0x5c) index++;
      else if (code === 0x22) inText = false;
    } else if (code === 0x22) inText = true;
    else if (code === 0x5b || code === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return deepest;
}
