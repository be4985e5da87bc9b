/** A time in words. */

const units: readonly (readonly [name: string, seconds: number])[] = [
  ["year", 365.25 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** Seconds in the largest unit of which they are at least one and a half, with two digits: `3.2 hours`, `45 seconds`. */
export function timeWords(seconds: number): string {
  const [name, size] = units.find(([, each]) => seconds >= 1.5 * each) ?? units[units.length - 1];
  const amount = seconds / size;
  const digits = amount < 10 ? amount.toFixed(1) : Math.round(amount).toLocaleString("en-US");
  return `${digits} ${digits === "1.0" ? name : `${name}s`}`;
}
