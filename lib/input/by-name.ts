/** Looking up what a person picks by name. */
import { InputError } from "./errors.js";
import { shown } from "./printable.js";

/**
 * The member of `items` named `name`. Throws InputError for an unknown name, for example `space: got "deep", must be
 * hierarchical or flat`.
 */
export function byName<T extends { readonly name: string }>(what: string, items: readonly T[], name: string): T {
  const found = items.find((item) => item.name === name);
  if (found !== undefined) return found;
  const names = items.map((item) => item.name);
  throw new InputError(`${what}: got ${shown(name)}, must be ${names.slice(0, -1).join(", ")} or ${names.at(-1)}`);
}
