/**
 * What a recorded search says in numbers: whether selection raised the fitness, by how much, and how large the noise
 * is.
 */
import { sum } from "d3-array";
import { median } from "simple-statistics";
import { meanAndSpread } from "../evaluation/evaluation.js";
import type { StudyRow } from "../rows/study-row.js";
import { bestNetwork } from "../rows/trained-networks.js";
import { type Clusters, fewestClusters, meanDifference } from "../statistics/intervals.js";
import { differenceWords, percentWords } from "./difference-words.js";

/** Evaluations under one name, for {@link differenceSentence}; {@link networkSample} and {@link familySample} make it. */
export interface FitnessSample {
  /** As in a sentence, for example `the initialization`. */
  readonly name: string;
  /** What counts once in the mean. */
  readonly unit: "network" | "family";
  /** The scored fitnesses of each network or family, fractions. */
  readonly clusters: Clusters;
}

/** A search in one line. Fitness is a fraction; null where nothing was scored. */
export interface SearchSummary {
  readonly evaluated: number;
  readonly failed: number;
  /** Mean fitness of the individuals drawn at random. */
  readonly initialMean: number | null;
  /** Mean fitness of the last evolved individuals; null for a search without selection. */
  readonly evolvedMean: number | null;
  /** The mean of the best network's trainings, as `trainedNetworks` has it. */
  readonly best: number | null;
  /** The trainings behind it. */
  readonly bestTrainings: number | null;
  /** The step that first found that network. */
  readonly bestStep: number | null;
  /** The mean of the best network of the search's first `firstCount` steps, over its trainings in them. */
  readonly bestOfFirst: number | null;
  /** Median over all evaluated networks. */
  readonly medianParameterCount: number | null;
}

/** How {@link summarizeSearch} cuts. */
export interface SummaryConfig {
  /** So many evolved individuals are the last. */
  readonly lastCount: number;
  /** Steps at which searches of different length are compared. */
  readonly firstCount: number;
}

/** The defaults of {@link summarizeSearch} and {@link lastEvolved}. */
export const summaryDefaults: SummaryConfig = Object.freeze({ lastCount: 50, firstCount: 100 });

/** The scored fitnesses of rows. */
export function scoredFitnesses(rows: readonly Pick<StudyRow, "fitness">[]): readonly number[] {
  return rows.flatMap(({ fitness }) => fitness ?? []);
}

/** The individuals that were drawn at random. */
export function initialRows<R extends Pick<StudyRow, "phase">>(rows: readonly R[]): readonly R[] {
  return rows.filter(({ phase }) => phase === "initialization");
}

/** The last `count` scored individuals that were evolved; fewer where there are fewer. */
export function lastEvolved<R extends Pick<StudyRow, "phase" | "fitness">>(
  rows: readonly R[],
  count = summaryDefaults.lastCount,
): readonly R[] {
  return rows.filter(({ phase, fitness }) => phase === "evolution" && fitness !== null).slice(-count);
}

/** `rows` as a sample in which a network counts once, however often it was evaluated: for genotypes drawn at random. */
export function networkSample(name: string, rows: readonly Pick<StudyRow, "hash" | "fitness">[]): FitnessSample {
  return { name, unit: "network", clusters: clusterBy(rows, ({ hash }) => hash) };
}

/**
 * `rows` as a sample in which the descendants of one individual of the initialization count once, for evolved
 * individuals: siblings share most of their edges, so they are alike and say less than as many strangers. `search` has
 * all rows of their search, which their descent is traced in.
 */
export function familySample(
  name: string,
  rows: readonly Pick<StudyRow, "step" | "fitness">[],
  search: readonly Pick<StudyRow, "step" | "parent">[],
): FitnessSample {
  const parents = new Map(search.map(({ step, parent }) => [step, parent]));
  const founderOf = (step: number): number => {
    let founder = step;
    for (let parent = parents.get(step); parent != null; parent = parents.get(parent)) founder = parent;
    return founder;
  };
  return { name, unit: "family", clusters: clusterBy(rows, ({ step }) => founderOf(step)) };
}

function clusterBy<R extends Pick<StudyRow, "fitness">>(rows: readonly R[], key: (row: R) => unknown): Clusters {
  const clusters = new Map<unknown, number[]>();
  for (const row of rows) {
    if (row.fitness !== null) clusters.set(key(row), [...(clusters.get(key(row)) ?? []), row.fitness]);
  }
  return [...clusters.values()];
}

/** A search in one line. */
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
    bestOfFirst: bestNetwork(rows.filter(({ step }) => step <= firstCount))?.mean ?? null,
    medianParameterCount: rows.length === 0 ? null : median(rows.map(({ parameterCount }) => parameterCount)),
  });
}

/**
 * A sentence that says whether the mean fitnesses of two samples differ by more than chance: the difference with its 95 %
 * interval by Welch's t over networks or families, and how many of them each mean is of. With fewer than
 * {@link fewestClusters} on either side it says that it cannot be told.
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
