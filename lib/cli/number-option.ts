/** Numeric options of commands. */
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";

/**
 * A parser of whole numbers from `least` to `most` for option `name`; throws InputError, naming the option, for
 * anything else.
 */
export function wholeNumber(name: string, least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const rule = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const number = Number(text);
    if (text.trim() !== "" && Number.isSafeInteger(number) && number >= least && number <= most) return number;
    throw new InputError(`--${name}: got ${given(text)}, must be a whole number ${rule}`);
  };
}

/** A parser of numbers from `least` to `most` for option `name`; throws InputError, naming it, for anything else. */
export function numberBetween(name: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== "" && number >= least && number <= most) return number;
    throw new InputError(`--${name}: got ${given(text)}, must be a number from ${least} to ${most}`);
  };
}

/** The given text, in quotes unless it is a plain word. */
function given(text: string): string {
  return /^[\w.+-]{1,40}$/.test(text) ? text : shown(text);
}
