/** All figures of one study or several, by name, for the command line and notebooks. */
import * as v from "valibot";
import { finiteNumber, parseWith, type Schema } from "../../input/schema.js";
import { text } from "../output/check-input.js";
import type { LossQuantiles } from "../../rows/curve-rows.js";
import type { DiversityRow } from "../../rows/diversity-rows.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import type { KnownNetworkRow } from "../../rows/known-network-row.js";
import type { MutationRow } from "../../rows/mutation-rows.js";
import type { ResultsTable } from "../../rows/results-table.js";
import type { Work } from "../../rows/work-rows.js";
import { accuracyBySeed } from "./accuracy-by-seed.js";
import { fitnessByCost, type CostStepRow } from "./fitness-by-cost.js";
import { bestSoFar, type Searches } from "./best-so-far.js";
import { compareCosts } from "./compare-costs.js";
import { compareSearches } from "./compare-searches.js";
import { diversityByStep } from "./diversity-by-step.js";
import type { NamedFigure } from "../output/figure.js";
import { fitnessByStep } from "./fitness-by-step.js";
import { fitnessDistribution } from "./fitness-distribution.js";
import type { LearningCurve } from "./learning-curves.js";
import { lossBands } from "./loss-bands.js";
import { mutationsByOperation } from "./mutations-by-operation.js";
import { mutationsOverTime } from "./mutations-over-time.js";
import { growingComplexity } from "./growing-complexity.js";
import { checkNetworks } from "./network-points.js";
import { networkTrainings } from "./network-trainings.js";
import { operationsByAccuracy } from "./known-networks.js";
import { parametersByStep } from "./parameters-by-step.js";
import { resultsTable } from "./results-table.js";
import { workerTime } from "./worker-time.js";

/** The rows of a study for {@link studyFigures}, as `figureRows` makes them. */
export interface StudyFigureRows {
  readonly name: string;
  /** The total number of individuals of the finished study. */
  readonly steps?: number;
  /** The accuracy of guessing; null if fitness is not an accuracy. */
  readonly chance: number | null;
  readonly rows: readonly CostStepRow[];
  readonly mutations: readonly MutationRow[];
  readonly diversity: readonly DiversityRow[];
  readonly work: Work;
  readonly curves: { readonly quantiles: readonly LossQuantiles[]; readonly fittest: readonly LearningCurve[] };
}

const list = v.array(v.any());
const chance = v.nullable(finiteNumber(0, 1));
/** The fields that are read here; the figures check the rows themselves. */
const studySchema: Schema<unknown> = v.object({
  ...{ name: text, chance, rows: list, mutations: list, diversity: list },
  work: v.object({ rows: list, pauses: list }),
  curves: v.object({ quantiles: list, fittest: list }),
});
const comparedSchema: Schema<unknown> = v.array(v.object({ name: text, rows: list, chance }));
const tablesSchema: Schema<unknown> = v.array(v.object({ name: text }));

/**
 * All figures of one study, in reading order. For a study without evaluations, or with only failed ones, the figures
 * say so.
 */
export function studyFigures(study: StudyFigureRows): readonly NamedFigure[] {
  parseWith(studySchema, study, "studyFigures");
  const { rows, mutations, diversity, work, curves } = study;
  const fitnessTitle = study.chance === null ? "fitness" : undefined;
  const firstEvolved = rows.find(({ phase }) => phase === "evolution")?.step;
  const chance = study.chance ?? undefined;
  return Object.freeze([
    { name: "fitness-by-step", draw: (size) => fitnessByStep(rows, { ...size, fitnessTitle }) },
    { name: "network-trainings", draw: (size) => networkTrainings(rows, { ...size, fitnessTitle }) },
    { name: "best-so-far", draw: (size) => bestSoFar(rows, { ...size, fitnessTitle }) },
    { name: "parameters-by-step", draw: (size) => parametersByStep(rows, { ...size }) },
    { name: "fitness-distribution", draw: (size) => fitnessDistribution(rows, { ...size, fitnessTitle, chance }) },
    { name: "fitness-by-cost", draw: (size) => fitnessByCost(rows, { ...size, fitnessTitle }) },
    { name: "mutations-over-time", draw: (size) => mutationsOverTime(mutations, { ...size }) },
    { name: "mutations-by-operation", draw: (size) => mutationsByOperation(mutations, { ...size }) },
    { name: "diversity-by-step", draw: (size) => diversityByStep(diversity, { ...size, firstEvolved }) },
    { name: "worker-time", draw: (size) => workerTime(work.rows, { ...size, pauses: work.pauses }) },
    { name: "learning-curves", draw: (size) => lossBands(curves.quantiles, curves.fittest, { ...size, chance }) },
  ] satisfies readonly NamedFigure[]);
}

/** Figures of known networks with the cells found here among them. Deck, "Computation cost versus accuracy". */
export function networkFigures(networks: readonly KnownNetworkRow[]): readonly NamedFigure[] {
  checkNetworks("networkFigures", networks);
  return Object.freeze([
    { name: "operations-by-accuracy", draw: (size) => operationsByAccuracy(networks, { ...size }) },
    { name: "growing-complexity", draw: (size) => growingComplexity(networks, { ...size }) },
  ] satisfies readonly NamedFigure[]);
}

/** The figures of several studies; searches with one name are repeated runs of one search. Paper, figure 3. */
export function comparisonFigures(
  studies: readonly { readonly name: string; readonly rows: readonly CostStepRow[]; readonly chance: number | null }[],
): readonly NamedFigure[] {
  parseWith(comparedSchema, studies, "comparisonFigures");
  const names = [...new Set(studies.map(({ name }) => name))];
  const searches: Searches = Object.fromEntries(
    names.map((name) => [name, studies.filter((study) => study.name === name).map(({ rows }) => rows)]),
  );
  const costs = Object.fromEntries(
    names.map((name) => [name, studies.flatMap((study) => (study.name === name ? study.rows : []))]),
  );
  const fitnessTitle = studies.some(({ chance }) => chance === null) ? "fitness" : undefined;
  return Object.freeze([
    { name: "searches-compared", draw: (size) => compareSearches(searches, { ...size, fitnessTitle }) },
    { name: "searches-by-parameters", draw: (size) => compareCosts(costs, { ...size, fitnessTitle }) },
    {
      name: "searches-by-multiply-adds",
      draw: (size) => compareCosts(costs, { ...size, fitnessTitle, cost: "multiplyAdds" }),
    },
    { name: "searches-best-so-far", draw: (size) => bestSoFar(searches, { ...size, fitnessTitle }) },
  ] satisfies readonly NamedFigure[]);
}

/**
 * The figures of a final test: accuracy by seed, and the deck's tables with measured rows beside the published ones.
 */
export function finalTestFigures(
  rows: readonly FinalTestRow[],
  tables: readonly ResultsTable[],
  chance?: number,
): readonly NamedFigure[] {
  parseWith(tablesSchema, tables, "finalTestFigures: tables");
  return Object.freeze([
    { name: "accuracy-by-seed", draw: (size) => accuracyBySeed(rows, { ...size, chance }) },
    ...tables.map((table): NamedFigure => ({
      name: `results-${table.name}`,
      draw: (size) => resultsTable(table, { ...size }),
    })),
  ] satisfies readonly NamedFigure[]);
}
