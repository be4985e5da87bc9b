/**
 * A recorded search in numbers: whether and by how much selection raised the fitness, and how large the noise is.
 */
import { sum } from "d3-array";
import { median } from "simple-statistics";
import { meanAndSpread } from "../evaluation/evaluation.js";
import { descentOf } from "../rows/descent.js";
import type { StudyRow } from "../rows/study-row.js";
import { bestNetwork, searchedRows } from "../rows/trained-networks.js";
import { type Clusters, fewestClusters, meanDifference } from "../statistics/intervals.js";
import { differenceWords, percentWords } from "./difference-words.js";

/** Named evaluations for {@link differenceSentence}, from {@link networkSample} or {@link familySample}. */
export interface FitnessSample {
  /** Its name in a sentence, for example `the initialization`. */
  readonly name: string;
  /** What counts as one in the mean. */
  readonly unit: "network" | "family";
  /** The scored fitnesses of each network or family, fractions. */
  readonly clusters: Clusters;
}

/** A summary of a search. Fitness is a fraction; null if nothing was scored. */
export interface SearchSummary {
  readonly evaluated: number;
  readonly failed: number;
  /** Mean fitness of individuals drawn at random. */
  readonly initialMean: number | null;
  /** Mean fitness of the last evolved individuals; null for a search without selection. */
  readonly evolvedMean: number | null;
  /** The mean of the best network's trainings; the first of `trainedNetworks`. */
  readonly best: number | null;
  /** The number of trainings behind it. */
  readonly bestTrainings: number | null;
  /** The step that first found that network. */
  readonly bestStep: number | null;
  /** The mean of the best network of the search's first `firstCount` steps, over its trainings in them. */
  readonly bestOfFirst: number | null;
  /** Median over all evaluated networks. */
  readonly medianParameterCount: number | null;
}

/** Settings of {@link summarizeSearch}. */
export interface SummaryConfig {
  /** How many evolved individuals count as the last. */
  readonly lastCount: number;
  /** The number of steps at which to compare searches of different length. */
  readonly firstCount: number;
}

/** The defaults of {@link summarizeSearch} and {@link lastEvolved}. */
export const summaryDefaults: SummaryConfig = Object.freeze({ lastCount: 50, firstCount: 100 });

/** The scored fitnesses of rows. */
export function scoredFitnesses(rows: readonly Pick<StudyRow, "fitness">[]): readonly number[] {
  return rows.flatMap(({ fitness }) => fitness ?? []);
}

/** The individuals drawn at random. */
export function initialRows<R extends Pick<StudyRow, "phase">>(rows: readonly R[]): readonly R[] {
  return rows.filter(({ phase }) => phase === "initialization");
}

/** The last `count` scored, evolved individuals, or all of them if there are fewer. */
export function lastEvolved<R extends Pick<StudyRow, "phase" | "fitness">>(
  rows: readonly R[],
  count = summaryDefaults.lastCount,
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

/** Summarizes a search. */
export function summarizeSearch(rows: readonly StudyRow[], config: Partial<SummaryConfig> = {}): SearchSummary {
  const { lastCount, firstCount } = { ...summaryDefaults, ...config };
  const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : meanAndSpread(values).mean);
  const best = bestNetwork(rows);
  return Object.freeze({
    evaluated: rows.length,
    failed: rows.filter(({ status }) => status === "failed").length,
    initialMean: mean(scoredFitnesses(initialRows(rows))),
    evolvedMean: mean(scoredFitnesses(lastEvolved(rows, lastCount))),
    best: best?.mean ?? null,
    bestTrainings: best?.trainingCount ?? null,
    bestStep: best?.step ?? null,
    bestOfFirst: bestNetwork(searchedRows(rows.filter(({ step }) => step <= firstCount)))?.mean ?? null,
    medianParameterCount: rows.length === 0 ? null : median(rows.map(({ parameterCount }) => parameterCount)),
  });
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
