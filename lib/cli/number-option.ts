/** Numbers given to commands. */
import { InputError } from "../input/errors.js";

/**
 * A reader of a whole number of at least `least` for option `name`; throws InputError, naming the option, for anything
 * else.
 */
export function wholeNumber(name: string, least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(number) || number < least) {
      throw new InputError(`--${name}: got ${text}, must be a whole number of at least ${least}`);
    }
    return number;
  };
}

/** A reader of a number above 0 for option `name`; throws InputError, naming the option, for anything else. */
export function positiveNumber(name: string): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!(number > 0 && Number.isFinite(number))) {
      throw new InputError(`--${name}: got ${text}, must be a number above 0`);
    }
    return number;
  };
}
