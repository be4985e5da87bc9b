/** Settings from a caller, who may leave some out or, in JavaScript, pass none at all. */
import { InputError } from "./errors.js";
import { shown } from "./printable.js";

/** Throws InputError, beginning with `where`, unless `settings` is an object. */
export function checkObject(where: string, settings: unknown): asserts settings is object {
  if (typeof settings === "object" && settings !== null && !Array.isArray(settings)) return;
  throw new InputError(`${where}: got ${shown(settings)}, must be an object`);
}

/** Throws InputError, beginning with `where`, unless `value` is a list of at most `most` entries. */
export function checkList(where: string, value: unknown, most = Infinity): asserts value is readonly unknown[] {
  if (!Array.isArray(value)) throw new InputError(`${where}: got ${shown(value)}, must be a list`);
  if (value.length > most) throw new InputError(`${where}: got ${shown(value)}, must have at most ${most} entries`);
}

/**
 * `settings`, completed by `defaults` where they are missing or undefined. Throws InputError, beginning with `where`,
 * unless `settings` is an object.
 */
export function withDefaults<T extends object>(defaults: T, settings: Partial<T> | undefined, where: string): T {
  if (settings === undefined) return { ...defaults };
  checkObject(where, settings);
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return { ...defaults, ...(Object.fromEntries(given) as Partial<T>) };
}
