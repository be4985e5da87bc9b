/**
 * What a recorded search says in numbers: whether selection raised the fitness, by how much, and how large the noise
 * is.
 */
import { median } from "simple-statistics";
import { meanAndSpread } from "../evaluation/evaluation.js";
import { bestRow, type StudyRow } from "../rows/study-row.js";

/** Evaluations under one name, for {@link differenceSentence}. */
export interface FitnessSample {
  /** As in a sentence, for example `the initialization`. */
  readonly name: string;
  /** Scored evaluations, a fraction each. */
  readonly fitnesses: readonly number[];
}

/** A search in one line. Fitness is a fraction; null where nothing was scored. */
export interface SearchSummary {
  readonly evaluated: number;
  readonly failed: number;
  /** Mean fitness of the individuals drawn at random. */
  readonly initialMean: number | null;
  /** Mean fitness of the last evolved individuals; null for a search without selection. */
  readonly evolvedMean: number | null;
  readonly best: number | null;
  readonly bestStep: number | null;
  /** The best of the search's first `firstCount` steps. */
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

/** The scored individuals that were drawn at random. */
export function initialFitnesses(rows: readonly StudyRow[]): readonly number[] {
  return scoredFitnesses(rows.filter(({ phase }) => phase === "initialization"));
}

/** The last `count` scored individuals that were evolved; fewer where there are fewer. */
export function lastEvolved(rows: readonly StudyRow[], count = summaryDefaults.lastCount): readonly number[] {
  return scoredFitnesses(rows.filter(({ phase }) => phase === "evolution")).slice(-count);
}

/** The standard deviation of fitnesses; 0 for fewer than two. */
export function spreadOf(fitnesses: readonly number[]): number {
  return meanAndSpread(fitnesses).spread;
}

/** A search in one line. */
export function summarizeSearch(rows: readonly StudyRow[], config: Partial<SummaryConfig> = {}): SearchSummary {
  const { lastCount, firstCount } = { ...summaryDefaults, ...config };
  const mean = (values: readonly number[]): number | null => (values.length === 0 ? null : meanAndSpread(values).mean);
  const best = bestRow(rows);
  return Object.freeze({
    evaluated: rows.length,
    failed: rows.filter(({ status }) => status === "failed").length,
    initialMean: mean(initialFitnesses(rows)),
    evolvedMean: mean(lastEvolved(rows, lastCount)),
    best: best?.fitness ?? null,
    bestStep: best?.step ?? null,
    bestOfFirst: bestRow(rows.filter(({ step }) => step <= firstCount))?.fitness ?? null,
    medianParameterCount: rows.length === 0 ? null : median(rows.map(({ parameterCount }) => parameterCount)),
  });
}

/** The noise of one training, from networks that a search evaluated more than once. */
export interface SeedNoise {
  /**
   * Standard deviation of the fitness of one network over seeds, pooled; null without a network that was evaluated
   * twice.
   */
  readonly spread: number | null;
  /** Networks that were evaluated more than once. */
  readonly networks: number;
  readonly evaluations: number;
}

/**
 * The noise of one training: searches meet some networks again, with another seed each time. A little too large,
 * because selection prefers networks whose first training was lucky.
 */
export function seedNoise(rows: readonly Pick<StudyRow, "hash" | "fitness" | "reusedFrom">[]): SeedNoise {
  const byHash = new Map<string, number[]>();
  for (const { hash, fitness, reusedFrom } of rows) {
    if (fitness !== null && reusedFrom === null) byHash.set(hash, [...(byHash.get(hash) ?? []), fitness]);
  }
  const repeated = [...byHash.values()].filter(({ length }) => length > 1);
  const evaluations = repeated.reduce((sum, { length }) => sum + length, 0);
  const squares = repeated.reduce((sum, own) => sum + meanAndSpread(own).spread ** 2 * (own.length - 1), 0);
  const freedom = evaluations - repeated.length;
  return { spread: freedom === 0 ? null : Math.sqrt(squares / freedom), networks: repeated.length, evaluations };
}

/**
 * A sentence that says whether the mean fitness of the one exceeds that of the other by more than twice the standard
 * error of the difference.
 */
export function differenceSentence(one: FitnessSample, other: FitnessSample): string {
  const [first, second] = [one, other].map(({ fitnesses }) => meanAndSpread(fitnesses));
  if (Math.min(one.fitnesses.length, other.fitnesses.length) < 2) {
    return `${one.name} against ${other.name}: too few evaluations to tell.`;
  }
  const percent = (value: number): string => (100 * value).toFixed(1);
  const difference = first.mean - second.mean;
  const error = Math.sqrt(first.spread ** 2 / one.fitnesses.length + second.spread ** 2 / other.fitnesses.length);
  const verdict = Math.abs(difference) > 2 * error ? "more than" : "not more than";
  const said = ({ name, fitnesses }: FitnessSample, mean: number): string =>
    `${name} ${percent(mean)} % (${fitnesses.length} evaluations)`;
  return `Mean fitness: ${said(one, first.mean)}, ${said(other, second.mean)}. The difference of ${difference < 0 ? "−" : "+"}${percent(Math.abs(difference))} points is ${verdict} twice its standard error (${percent(2 * error)} points).`;
}
