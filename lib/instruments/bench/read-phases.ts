/** Reads the fused operation's profile of its phases. */
import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../../input/errors.js";

/** A phase of the fused operation. */
export interface PhaseRow {
  readonly phase: string;
  /** The time in one training step. */
  readonly millis: number;
}

/**
 * The phases in the JSON file at `path`, an object of phase → milliseconds of a training step; empty if there is no
 * such file. Throws InputError for any other content.
 */
export function readPhases(path: string | undefined): readonly PhaseRow[] {
  if (path === undefined || !existsSync(path)) return Object.freeze([]);
  const wrong = (what: string): InputError =>
    new InputError(
      `phases in ${path}: ${what}, must be an object of phase → milliseconds; remove the file and measure again`,
    );
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    throw wrong("got no JSON");
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw wrong("got something else");
  return Object.freeze(
    Object.entries(data).map(([phase, millis]) => {
      if (typeof millis !== "number" || !(millis >= 0)) throw wrong(`got ${JSON.stringify(millis)} for ${phase}`);
      return Object.freeze({ phase, millis });
    }),
  );
}
