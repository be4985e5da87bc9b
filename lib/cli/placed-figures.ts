/** Which figures `hiernas figures` writes of studies and runs, and into which folders. */
import { runFigures } from "../figures/charts/run-figures.js";
import { comparisonFigures, finalTestFigures, studyFigures } from "../figures/charts/study-figures.js";
import { trainingCurves } from "../figures/charts/training-curves.js";
import type { NamedFigure } from "../figures/output/figure.js";
import { counted } from "../input/quantity.js";
import { resultsTables } from "../literature/results-tables.js";
import { type FigureRows, figureRows } from "../study/figure-rows.js";
import { readFinalTest } from "../study/final-test/read-final-test.js";
import { placeOf } from "../study/store/study-address.js";
import { readStudy } from "../study/study.js";
import { networkWords } from "../training/describe-run.js";
import { readRun, type Run } from "../training/read-run.js";
import type { RunRows } from "../rows/run-rows.js";
import { runFigureRows } from "../training/run-figure-rows.js";
import { literatureFigures } from "./literature-figures.js";
import { foldersFor } from "./study-folders.js";
import { isRun } from "./study-or-run.js";

/** The formats of a figure's files. */
export const FORMATS = ["svg", "png", "pdf", "json", "html"] as const;

/** A study or a run that figures are made of, read whole. */
export type ShownWork =
  | { readonly kind: "study"; readonly path: string; readonly rows: FigureRows }
  | { readonly kind: "run"; readonly path: string; readonly run: Run; readonly rows: RunRows };

/** Reads the study or the run at `path`. Rejects with InputError when it is neither, or damaged. */
export async function readWork(path: string): Promise<ShownWork> {
  if (!isRun(path)) return { kind: "study", path: placeOf(path), rows: await readStudy(path, figureRows) };
  const run = readRun(path);
  const rows = runFigureRows(run);
  if (rows.missing !== null) process.stderr.write(`left out the pictures most wrongly classified: ${rows.missing}\n`);
  return { kind: "run", path, run, rows };
}

/** What figures are made of, in a line. */
export function originOf(work: ShownWork): string {
  if (work.kind === "study") return `${work.rows.origin}; ${counted(work.rows.rows.length, "evaluation")}`;
  const { settings, result } = work.run;
  const done = `${result.trainings.length} of ${counted(result.trainingCount, "training")} finished`;
  return `${networkWords(settings.protocol.network)}; ${settings.data}; seed ${settings.seed}; ${done}`;
}

/** A figure and its folder within --out. */
export interface PlacedFigure {
  readonly named: NamedFigure;
  readonly folder: string;
}

/**
 * Figures of all studies and of all runs together, then each one's own: in the folder itself, or in one each if there
 * are several. Throws InputError when the final test's file cannot be read.
 */
export function placedFigures(all: readonly ShownWork[], finalTestFile?: string): readonly PlacedFigure[] {
  const studies = all.flatMap((each) => (each.kind === "study" ? [each.rows] : []));
  const runs = all.flatMap((each) => (each.kind === "run" ? [each.rows] : []));
  const compared = studies.length < 2 ? [] : comparisonFigures(studies);
  const test = finalTestFile === undefined ? undefined : readFinalTest(finalTestFile);
  const tested =
    test === undefined ? [] : finalTestFigures(test.rows, resultsTables(test.rows, test.measuredBy), test.chance);
  const literature = studies.length === 0 ? [] : literatureFigures(studies.flatMap(({ fittest }) => fittest));
  const together = [...compared, ...(runs.length < 2 ? [] : [comparedRuns(runs)]), ...tested, ...literature];
  const files = together.flatMap(({ name }) => FORMATS.map((format) => `${name}.${format}`));
  const paths = all.map(({ path }) => path);
  const folders = all.length === 1 ? [""] : foldersFor(paths, [...files, "captions.md"]);
  const own = all.flatMap((each, index) =>
    (each.kind === "study" ? studyFigures(each.rows) : runFigures(each.rows)).map((named) => ({
      named,
      folder: folders[index],
    })),
  );
  return [...together.map((named) => ({ named, folder: "" })), ...own];
}

function comparedRuns(runs: readonly RunRows[]): NamedFigure {
  const curves = runs.map(({ name, curve }) => ({ name, points: curve }));
  return { name: "runs-training-curves", draw: (size) => trainingCurves(curves, { ...size }) };
}
