/** Reads a command's option that is a time. */
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";

const millis = Object.freeze({ s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 });

/** Milliseconds of a time such as `90s`, `45m`, `1.5h` or `3d`. Throws InputError for anything else. */
export function timeSpan(text: string): number {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,9})?)([smhd])$/.exec(text) ?? [];
  const span = Number(number) * millis[unit as keyof typeof millis];
  if (!(span > 0)) throw new InputError(`--max-time: got ${shown(text)}, must be a time such as 90s, 45m, 2h or 3d`);
  return span;
}
