/** The option --format of commands that write several forms of a file. */
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";

/** A parser of formats with commas between, each once; throws InputError for any that is not one of `known`. */
export function formatList<Format extends string>(known: readonly Format[]): (text: string) => readonly Format[] {
  return (text) => {
    const formats = text.split(",").map((each) => {
      const format = known.find((one) => one === each.trim());
      if (format !== undefined) return format;
      throw new InputError(`--format: got ${shown(each.trim())}, must be ${known.join(", ")}, or several with commas`);
    });
    return [...new Set(formats)];
  };
}
