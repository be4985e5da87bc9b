/** A run's result in words, as `train` and `status` print it. */
import { mean as average } from "d3-array";
import { percentWords } from "../input/quantity.js";
import type { RunResult } from "../training/run-result.js";

/**
 * `test error 3.75 % ± 0.12 % over 5 trainings (accuracy 96.25 %)`, and the mean top-5 error where trainings have one;
 * undefined when no training is tested.
 */
export function testErrorWords({ trainings, mean, spread }: RunResult): string | undefined {
  if (mean === null || spread === null) return undefined;
  const tested = trainings.filter(({ accuracy }) => accuracy !== null).length;
  const over = tested === 1 ? "" : ` ± ${percentWords(spread, 2)} over ${tested} trainings`;
  const topFive = average(trainings.flatMap(({ topFiveAccuracy }) => topFiveAccuracy ?? []));
  const topFiveWords = topFive === undefined ? "" : `, top-5 error ${percentWords(1 - topFive, 2)}`;
  return `test error ${percentWords(1 - mean, 2)}${over} (accuracy ${percentWords(mean, 2)})${topFiveWords}`;
}
