/** A difference of two fitnesses or accuracies in words. */
import { excludesZero, type Interval } from "../statistics/intervals.js";

/**
 * A difference of two fractions in points, with its interval and what that means: `+2.8 points, 95 % interval +2.0 to
 * +3.6: more than chance`.
 */
export function differenceWords(difference: Interval): string {
  const [estimate, lower, upper] = [difference.estimate, difference.lower, difference.upper].map(signed);
  const verdict = excludesZero(difference) ? "more than chance" : "chance alone could give it";
  return `${estimate} points, 95 % interval ${lower} to ${upper}: ${verdict}`;
}

function signed(fraction: number): string {
  const digits = Math.abs(100 * fraction).toFixed(1);
  return `${fraction < 0 && Number(digits) > 0 ? "−" : "+"}${digits}`;
}
