/** An amount with its interval in words. */
import { pointsWords } from "../../rows/network-words.js";
import type { Interval } from "../../statistics/intervals.js";

/** Fractions in points with their interval: `1.8 points (95 % interval 1.6 to 2.1)`. */
export function rangeWords({ estimate, lower, upper }: Interval): string {
  const [low, high] = [lower, upper].map((each) => pointsWords(each).replace("-", "−").replace(" points", ""));
  return `${pointsWords(estimate).replace("-", "−")} (95 % interval ${low} to ${high})`;
}
