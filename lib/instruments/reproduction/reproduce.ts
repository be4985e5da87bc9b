/** `npm run reproduce` after the set-up: the search, the final test, the notebooks, their figures, and a summary. */
import { rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { makeWritableFolder } from "../writable-folder.js";
import { hierarchicalSpace } from "../../genotype/space.js";
import { tournamentSearch } from "../../search/tournament-search.js";
import { duration } from "../../notebook/progress.js";
import { compareSentence, summarizeFinalTest } from "../../study/final-test/final-test-summary.js";
import { meanWords } from "../../rows/network-words.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { reproductionFinalTest } from "./reproduction-final-test.js";
import { type Reproduction, reproduction } from "./reproduction.js";
import { runStudy, type StudyResult } from "../../study/run-study.js";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { report } from "../../cli/main.js";
import { runNotebooks } from "./run-notebooks.js";
import { beginTerminalProgress } from "../../cli/terminal-progress.js";
import { projectFolder } from "../../files/project-folder.js";

/** Notebooks run side by side because most of their time is the kernel's single-threaded compiler. */
const NOTEBOOKS_AT_ONCE = 2;

/** Runs the reproduction and returns the exit code. With `fresh`, removes the files of an earlier one first. */
export async function main({ fresh }: { readonly fresh: boolean }): Promise<number> {
  try {
    const began = performance.now();
    const settings = reproduction();
    const out = resolve(settings.path, "..");
    makeWritableFolder(out, "choose another with HIERNAS_OUT=FOLDER npm run reproduce");
    if (fresh) for (const each of ownFiles(out)) rmSync(each, { recursive: true, force: true });
    await runInterruptible(async (signal) => {
      const result = await search(settings, signal);
      const rows = await finalTest(settings, result, signal);
      const figures = await notebooks(settings, out, signal);
      process.stdout.write(lastScreen(result, rows, out, figures, performance.now() - began));
    });
    return 0;
  } catch (error) {
    return report(error);
  }
}

/** Only the reproduction's own files: the folder may contain others. */
function ownFiles(out: string): readonly string[] {
  const study = ["", "-journal", "-wal", "-shm"].map((ending) => `study.sqlite${ending}`);
  return [...study, "final-test.json", "run", "notebooks", "figures"].map((name) => join(out, name));
}

async function search(settings: Reproduction, signal: AbortSignal): Promise<StudyResult> {
  const line = beginTerminalProgress("search", settings.steps);
  try {
    const result = await runStudy({
      ...settings,
      space: hierarchicalSpace,
      method: tournamentSearch(),
      signal,
      onProgress: ({ evaluated, best }) =>
        line.update(evaluated, best === null ? undefined : `best ${meanWords(best)}`),
    });
    line.end(`search: ${result.summary.evaluated} evaluations`);
    return result;
  } finally {
    line.end();
  }
}

async function finalTest(
  settings: Reproduction,
  result: StudyResult,
  signal: AbortSignal,
): Promise<readonly FinalTestRow[]> {
  const line = beginTerminalProgress("final test", settings.candidateCount * settings.finalTestSeeds.length);
  try {
    const rows = await reproductionFinalTest(settings, result.best, {
      signal,
      onProgress: (done) => line.update(done),
    });
    line.end(`final test: ${rows.length} trainings`);
    return rows;
  } finally {
    line.end();
  }
}

/** Runs each notebook that is not up to date; returns the number of figures. */
async function notebooks(settings: Reproduction, out: string, signal: AbortSignal): Promise<number> {
  // Per mille, because the number of cells is known only during the run.
  const line = beginTerminalProgress("notebooks", 1_000);
  try {
    const { executed, figureCount } = await runNotebooks({
      project: projectFolder,
      out,
      inputs: [settings.finalTestPath],
      workers: NOTEBOOKS_AT_ONCE,
      signal,
      onProgress: (done, total, note) => line.update(Math.round((1_000 * done) / total), note),
    });
    line.end(executed.length === 0 ? "notebooks: up to date" : `notebooks: ${executed.length} executed`);
    return figureCount;
  } finally {
    line.end();
  }
}

function lastScreen(
  result: StudyResult,
  rows: readonly FinalTestRow[],
  out: string,
  figures: number,
  millis: number,
): string {
  const here = (path: string) => relative(process.cwd(), path) || ".";
  const { summary, best } = result;
  const found =
    best === undefined
      ? "every evaluation failed"
      : `best of ${summary.evaluated}: ${meanWords(best.network)}, on the validation images; first at step ${best.step}, ${best.network.parameterCount.toLocaleString("en-US")} parameters`;
  const scores = summarizeFinalTest(rows).map(
    ({ name, mean, spread, count }) =>
      `  ${name.padEnd(16)}${(100 * mean).toFixed(1)} ± ${(100 * spread).toFixed(1)} %  (${count} trainings)`,
  );
  return [
    "",
    `Results (laptop scale: not the paper's numbers)`,
    `  ${found}`,
    "",
    "Trained again with new seeds, on the test images:",
    ...scores,
    `  ${compareSentence(rows, "best found", "random")}`,
    "",
    "What to open",
    `  ${here(join(out, "notebooks"))}/*.html     the executed notebooks (begin with 1-representations.html)`,
    `  ${here(join(out, "figures"))}/             ${figures} figures, each as .json, .svg and .png`,
    `  ${here(join(out, "study.sqlite"))}         the study: npx hiernas status ${here(join(out, "study.sqlite"))}`,
    "  npx hiernas lab         the notebooks, to run and change",
    "",
    `Took ${duration(millis)}.`,
    "",
  ].join("\n");
}
