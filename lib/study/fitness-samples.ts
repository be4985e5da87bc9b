/** Samples of the fitnesses of searches, and whether two of them differ by more than chance. */
import { percentWords } from "../input/quantity.js";
import { sum } from "d3-array";
import { descentOf } from "../rows/descent.js";
import type { StudyRow } from "../rows/study-row.js";
import { type Clusters, fewestClusters, meanDifference } from "../statistics/intervals.js";
import { differenceWords } from "./difference-words.js";

/** Named evaluations for {@link differenceSentence}, from {@link networkSample} or {@link familySample}. */
export interface FitnessSample {
  /** Its name in a sentence, for example `the initialization`. */
  readonly name: string;
  /** What counts as one in the mean. */
  readonly unit: "network" | "family";
  /** The scored fitnesses of each network or family, fractions. */
  readonly clusters: Clusters;
}

/** The individuals drawn at random. */
export function initialRows<R extends Pick<StudyRow, "phase">>(rows: readonly R[]): readonly R[] {
  return rows.filter(({ phase }) => phase === "initialization");
}

/** The last `count` scored, evolved individuals, or all of them if there are fewer. */
export function lastEvolved<R extends Pick<StudyRow, "phase" | "fitness">>(
  rows: readonly R[],
  count: number,
): readonly R[] {
  return rows.filter(({ phase, fitness }) => phase === "evolution" && fitness !== null).slice(-count);
}

/** `rows` as a sample in which a network counts once, however often evaluated; for genotypes drawn at random. */
export function networkSample(name: string, rows: readonly Pick<StudyRow, "hash" | "fitness">[]): FitnessSample {
  return { name, unit: "network", clusters: clusterBy(rows, ({ hash }) => hash) };
}

/**
 * `rows` as a sample in which all descendants of one initial individual count once; for evolved individuals. Siblings
 * share most of their edges, so they tell less than as many unrelated individuals. `search` holds all rows of their
 * search, in which their descent is traced.
 */
export function familySample(
  name: string,
  rows: readonly Pick<StudyRow, "step" | "fitness">[],
  search: readonly Pick<StudyRow, "step" | "parent">[],
): FitnessSample {
  const descents = descentOf(search);
  return { name, unit: "family", clusters: clusterBy(rows, ({ step }) => descents.get(step)?.founder ?? step) };
}

function clusterBy<R extends Pick<StudyRow, "fitness">>(rows: readonly R[], key: (row: R) => unknown): Clusters {
  const clusters = new Map<unknown, number[]>();
  for (const row of rows) {
    if (row.fitness !== null) clusters.set(key(row), [...(clusters.get(key(row)) ?? []), row.fitness]);
  }
  return [...clusters.values()];
}

/**
 * A sentence that says whether the mean fitnesses of two samples differ by more than chance: the difference with its 95
 * % interval by Welch's t over networks or families, and the number of these behind each mean. With fewer than {@link
 * fewestClusters} on either side it says that they are too few to tell.
 */
export function differenceSentence(one: FitnessSample, other: FitnessSample): string {
  const difference = meanDifference(one.clusters, other.clusters);
  if (difference === undefined) {
    return `Mean fitness of ${one.name} (${sizeWords(one)}) against ${other.name} (${sizeWords(other)}): too few to tell; at least ${fewestClusters} networks or families each are needed.`;
  }
  const [first, second] = [one, other].map(
    (sample, index) => `${sample.name} (${percentWords(difference.means[index])}; ${sizeWords(sample)})`,
  );
  return `Mean fitness of ${first} against ${second}: ${differenceWords(difference)}.`;
}

function sizeWords({ unit, clusters }: FitnessSample): string {
  const evaluations = sum(clusters, ({ length }) => length);
  const count = (number: number, one: string, several: string): string => `${number} ${number === 1 ? one : several}`;
  const units =
    unit === "network" ? count(clusters.length, "network", "networks") : count(clusters.length, "family", "families");
  return `${units}, ${count(evaluations, "evaluation", "evaluations")}`;
}
