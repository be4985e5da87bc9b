/** Calls a function with bad values in each position of its arguments, since JavaScript callers may pass anything. */
import { InputError } from "../../lib/input/errors.js";

/** The values to substitute for an argument or a setting. */
const badValues: readonly (readonly [name: string, value: unknown])[] = [
  ["undefined", undefined],
  ["null", null],
  ["NaN", NaN],
  ["-1", -1],
  ["0", 0],
  ["0.5", 0.5],
  ["1e9", 1e9],
  ["1e300", 1e300],
  ["Infinity", Infinity],
  ["2^53 - 1", Number.MAX_SAFE_INTEGER],
  ["a text", "x\u001b[2J\n"],
  ["an empty string", ""],
  ["an object", {}],
  ["a list", []],
  ["a list of NaN", [NaN]],
  ["a function", () => 1],
  ["a symbol", Symbol("s")],
  ["true", true],
  ["a bigint", 10n],
];

/**
 * Calls `call` with `args` in which one argument, or one setting of an object argument (two levels deep), is replaced
 * by a bad value. Returns the calls that neither return nor throw an InputError of one printable line.
 */
export function* callBadly(
  call: (...args: never[]) => unknown,
  args: readonly unknown[],
): Generator<readonly [what: string, problem: string], void, void> {
  for (const [place, bad, what] of badArguments(args)) {
    const given = args.map((arg, index) => (index === place ? bad : arg));
    try {
      call(...(given as never[]));
    } catch (error) {
      const problem = problemOf(error);
      if (problem !== undefined) yield [what, problem];
    }
  }
}

/** Like {@link callBadly}, for a function that returns a promise. */
export async function callBadlyAndWait(
  call: (...args: never[]) => Promise<unknown>,
  args: readonly unknown[],
): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [place, bad, what] of badArguments(args)) {
    const given = args.map((arg, index) => (index === place ? bad : arg));
    try {
      await call(...(given as never[]));
    } catch (error) {
      const problem = problemOf(error);
      if (problem !== undefined) problems.push(`${what}: ${problem}`);
    }
  }
  return problems;
}

/** The fault of an error as an answer to bad input; undefined for an InputError of one printable line. */
export function problemOf(error: unknown): string | undefined {
  if (!(error instanceof InputError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (/\p{Cc}/u.test(error.message)) return `not one printable line: ${JSON.stringify(error.message)}`;
  return error.message.length > 500 ? `${error.message.length} characters` : undefined;
}

function* badArguments(args: readonly unknown[]): Generator<readonly [place: number, bad: unknown, what: string]> {
  for (const [place, arg] of args.entries()) {
    for (const [bad, what] of badForms(arg, 2)) yield [place, bad, `argument ${place + 1}${what}`];
  }
}

function* badForms(value: unknown, depth: number): Generator<readonly [bad: unknown, what: string]> {
  for (const [name, bad] of badValues) yield [bad, `: ${name}`];
  if (depth === 0 || typeof value !== "object" || value === null || Array.isArray(value)) return;
  // Objects with functions are implementations, not data.
  if (ArrayBuffer.isView(value) || Object.values(value).some((part) => typeof part === "function")) return;
  for (const [key, part] of Object.entries(value)) {
    for (const [bad, what] of badForms(part, depth - 1)) yield [{ ...value, [key]: bad }, `.${key}${what}`];
  }
}
