/** Validates the input of figures, which from JavaScript or JSON may be anything. */
import * as v from "valibot";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable, shown } from "../../input/printable.js";
import { finiteNumber, parseWith, type Schema, wholeNumber } from "../../input/schema.js";

/** Any text. */
export const text: Schema<string> = v.string("must be a string");
/** True or false. */
export const yesOrNo: Schema<boolean> = v.boolean("must be true or false");
/** A finite number. */
export const number: Schema<number> = finiteNumber();
/** A number of at least 0. */
export const amount: Schema<number> = finiteNumber(0);
/** A count. */
export const count: Schema<number> = wholeNumber();
/** A search step. */
export const step: Schema<number> = wholeNumber(1, limits.steps);
/** A side of a plotting area in pixels. */
export const side: Schema<number> = finiteNumber(...limits.pictureSide);
/** Ends of an axis. */
export const domain: Schema<readonly [number, number]> = v.pipe(
  v.tuple([number, number], "must be two numbers"),
  v.check(([low, high]: [number, number]): boolean => low < high, "must be two numbers, the lower first"),
);

/** The part of a `TrainedRow` that figures read. */
export const trainedEntries = {
  ...{ step, hash: v.optional(text), fitness: v.nullish(number), spread: v.nullish(amount) },
  ...{ trainingCount: v.optional(count), reusedFrom: v.nullish(step), confirmed: v.optional(v.array(number)) },
};

/** Throws InputError, beginning with `where`, for the first of `rows` that does not fit, or if they are not a list. */
export function checkRows<T>(where: string, rows: readonly T[], schema: Schema<T>): void {
  parseWith(v.array(schema), rows, `${where}: rows`);
}

/** Throws InputError, beginning with `where`, for the first setting that does not fit. */
export function checkConfig<T>(where: string, config: T, schema: Schema<T>): void {
  parseWith(schema, config, where);
}

/** Throws InputError, beginning with `where`, unless `record` holds lists by name. */
export function checkNamedLists(where: string, record: { readonly [name: string]: readonly unknown[] }): void {
  if (typeof record !== "object" || record === null) {
    throw new InputError(`${where}: got ${shown(record)}, must be rows by name`);
  }
  for (const [name, list] of Object.entries(record)) {
    if (!Array.isArray(list)) {
      throw new InputError(`${where}: ${printable(name)}: got ${shown(list)}, must be a list of rows`);
    }
  }
}
