/** Charts of one study and of several, from fixed and synthetic rows, shared by several tests. */
import { compareSearches } from "../../lib/figures/charts/compare-searches.js";
import type { Figure, NamedFigure } from "../../lib/figures/output/figure.js";
import { bestSoFar } from "../../lib/figures/charts/best-so-far.js";
import { lossBands } from "../../lib/figures/charts/loss-bands.js";
import { resultsTable } from "../../lib/figures/charts/results-table.js";
import { finalTestFigures, comparisonFigures, studyFigures } from "../../lib/figures/charts/study-figures.js";
import type { FigureRows } from "../../lib/study/figure-rows.js";
import { curveRows } from "../../lib/rows/curve-rows.js";
import { mutationRows } from "../../lib/rows/mutation-rows.js";
import { resultsTables } from "../../lib/literature/results-tables.js";
import { toRows } from "../../lib/rows/study-row.js";
import { workRows } from "../../lib/rows/work-rows.js";
import { recordOf } from "../study/record.js";
import { syntheticRows } from "../study/synthetic-study.js";
import { failedRows, rows } from "./sample-figures.js";

/** Rows of a study of `count` individuals with this fitness; null means failed. */
export function rowsOfAlike(count: number, fitness: number | null): FigureRows {
  const records = Array.from({ length: count }, (_, index) => recordOf(index + 1, { fitness, multiplyAdds: 40 }));
  const alike = toRows(records);
  return {
    ...{ name: "alike", steps: count, chance: 0.1, origin: "test", rows: alike, diversity: [], fittest: [] },
    mutations: mutationRows(alike, { primitives: [] }),
    work: workRows(alike),
    curves: curveRows([], []),
  };
}

/** Rows of a final test of two genotypes. */
export const finalTest = ["best found", "random"].flatMap((name, group) =>
  [1, 2, 3].map((seed) => ({
    ...{ name, hash: name, seed: `check/${seed}`, accuracy: 0.3 - 0.05 * group + 0.01 * seed },
    ...{ reason: null, parameterCount: 1000 },
  })),
);

const drawAll = (figures: readonly NamedFigure[], when: string): readonly (readonly [string, Figure])[] =>
  figures.map(({ name, draw }) => [`${name} of ${when}`, draw()]);

/** A synthetic study with a few failures. */
export const smallStudy = syntheticRows(60, { initialCount: 20, workers: 2, failEvery: 9 });

/**
 * Every chart of a study, for thousands of evaluations, none, one, and only failed ones, and the charts that compare
 * studies.
 */
export const studyCharts: { readonly [name: string]: Figure } = Object.fromEntries([
  ...drawAll(studyFigures(smallStudy), "60 evaluations"),
  ...drawAll(studyFigures(syntheticRows(2500)), "2,500 evaluations"),
  ...drawAll(studyFigures(rowsOfAlike(0, 0.3)), "nothing"),
  ...drawAll(studyFigures(rowsOfAlike(1, 0.3)), "one"),
  ...drawAll(studyFigures(rowsOfAlike(3, null)), "failures"),
  ...drawAll(finalTestFigures(finalTest, resultsTables(finalTest, "a test"), 0.1), "a final test"),
  ...drawAll(finalTestFigures([], resultsTables()), "no final test"),
  ...drawAll(comparisonFigures([smallStudy, { ...smallStudy, name: "other" }, smallStudy]), "three studies"),
  ...drawAll(comparisonFigures([rowsOfAlike(0, 0.3), rowsOfAlike(2, null)]), "failures and nothing"),
  ["searches compared, bare rows", compareSearches({ a: rows, b: failedRows })],
  ["best so far of no names", bestSoFar({})],
  ["loss bands of nothing", lossBands([])],
  ["results table of nothing", resultsTable({ title: "none", rows: [], measuredBy: null })],
]);
