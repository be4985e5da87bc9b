/** Quantities in words, for messages, sentences and figures. */

/** `1 evaluation`, `3 evaluations`, `7,000 evaluations`; `plural` where an s is not enough. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : plural}`;
}

/** A fraction in percent with `digits` decimals, `27.7 %`. */
export function percentWords(fraction: number, digits = 1): string {
  return `${(100 * fraction).toFixed(digits)} %`;
}

/** A size in whole MiB, rounded up: `1,024 MiB`. */
export function mebibyteWords(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString("en-US")} MiB`;
}
