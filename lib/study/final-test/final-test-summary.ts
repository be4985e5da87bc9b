/** Conclusions from the rows of a final test: each candidate's mean, and whether two differ. */
import { meanAndSpread } from "../../evaluation/evaluation.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { fewestClusters, meanDifference } from "../../statistics/intervals.js";
import { differenceWords } from "../difference-words.js";

/** A summary of one candidate's rows. */
export interface FinalTestSummary {
  readonly name: string;
  /** Mean accuracy over the seeds that did not fail. */
  readonly mean: number;
  /** Their standard deviation. */
  readonly spread: number;
  readonly count: number;
}

/** Mean and spread of each candidate, in order of appearance. */
export function summarizeFinalTest(rows: readonly FinalTestRow[]): readonly FinalTestSummary[] {
  return [...new Set(rows.map(({ name }) => name))].map((name) => {
    const accuracies = rows.flatMap((row) => (row.name === name && row.accuracy !== null ? [row.accuracy] : []));
    return { name, ...meanAndSpread(accuracies), count: accuracies.length };
  });
}

/**
 * A sentence that says whether `name` and `other` differ by more than chance: the difference of their mean accuracies
 * with its 95 % interval by Welch's t over trainings, and how many of them there are. With fewer than
 * {@link fewestClusters} trainings of either it says that they are too few to tell.
 */
export function compareSentence(rows: readonly FinalTestRow[], name: string, other: string): string {
  const [one, two] = [name, other].map((each) => rows.filter((row) => row.name === each));
  if (one.length > 0 && one[0].hash === two[0]?.hash) return `${name} and ${other} are one network.`;
  const [first, second] = [one, two].map((own) =>
    own.flatMap(({ accuracy }) => (accuracy === null ? [] : [[accuracy]])),
  );
  const trainings = `${first.length} and ${second.length} trainings`;
  const difference = meanDifference(first, second);
  return difference === undefined
    ? `${name} against ${other}: ${trainings} are too few to tell; at least ${fewestClusters} each are needed.`
    : `${name} against ${other} (${trainings}): ${differenceWords(difference)}.`;
}
