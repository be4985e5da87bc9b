/**
 * `npm run reproduce`, after the set-up: the search, the honest check, the notebooks, their figures, and a last screen.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { hierarchicalSpace } from "../../genotype/space.js";
import { tournamentSearch } from "../../search/tournament-search.js";
import { duration } from "../../notebook/progress.js";
import { compareSentence, summarizeCheck } from "../../study/final-test/compare-on-test.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { reproductionCheck } from "./reproduction-check.js";
import { type Reproduction, reproduction } from "./reproduction.js";
import { runStudy, type StudyResult } from "../../study/run-study.js";
import { runInterruptible } from "../../cli/interruptible-command.js";
import { report } from "../../cli/main.js";
import { digestOf, runNotebook, writeFiguresOf } from "./notebook-runner.js";
import { beginTerminalProgress } from "../../cli/terminal-progress.js";
import { projectFolder } from "../../files/project-folder.js";

const HELP = `npm run reproduce [-- --fresh]

Searches at laptop scale on the bundled images, checks what it found on the test images, runs the notebooks, and writes out/. What is done is not repeated.

  --fresh   throws the earlier out/ away and begins again

Example: npm run reproduce
`;

/** Runs the reproduction (arguments: `--fresh`, `--help`) and gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = args.find((argument) => argument !== "--fresh");
  if (unknown !== undefined) {
    process.stderr.write(`reproduce: ${unknown}: no such option; npm run reproduce -- --help\n`);
    return 2;
  }
  try {
    const began = performance.now();
    const settings = reproduction();
    const out = resolve(settings.path, "..");
    if (args.includes("--fresh")) for (const each of ownFiles(out)) rmSync(each, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    await runInterruptible(async (signal) => {
      const result = await search(settings, signal);
      const rows = await check(settings, result, signal);
      const figures = await notebooks(settings, out, signal);
      process.stdout.write(lastScreen(result, rows, out, figures, performance.now() - began));
    });
    return 0;
  } catch (error) {
    return report(error);
  }
}

/** Only what the reproduction wrote: a person may keep other things there. */
function ownFiles(out: string): readonly string[] {
  return ["study.sqlite", "study.sqlite-wal", "study.sqlite-shm", "check.json", "notebooks", "figures"].map((name) =>
    join(out, name),
  );
}

async function search(settings: Reproduction, signal: AbortSignal): Promise<StudyResult> {
  const line = beginTerminalProgress("search", settings.steps);
  try {
    const result = await runStudy({
      ...settings,
      space: hierarchicalSpace(),
      method: tournamentSearch(),
      signal,
      onProgress: ({ evaluated, best }) =>
        line.update(evaluated, best === null ? undefined : `best ${best.fitness?.toFixed(3)}`),
    });
    line.end(`search: ${result.summary.evaluated} evaluations`);
    return result;
  } finally {
    line.end();
  }
}

async function check(
  settings: Reproduction,
  result: StudyResult,
  signal: AbortSignal,
): Promise<readonly FinalTestRow[]> {
  const line = beginTerminalProgress("check on the test images", settings.candidateCount * settings.checkSeeds.length);
  try {
    const rows = await reproductionCheck(settings, result.best, { signal, onProgress: (done) => line.update(done) });
    line.end(`check: ${rows.length} trainings`);
    return rows;
  } finally {
    line.end();
  }
}

/** Runs each notebook that is not up to date; gives how many figures there are. */
async function notebooks(settings: Reproduction, out: string, signal: AbortSignal): Promise<number> {
  const folder = join(projectFolder, "notebooks");
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".ipynb"))
    .sort();
  const [executedFolder, figureFolder] = [join(out, "notebooks"), join(out, "figures")];
  const line = beginTerminalProgress("notebooks", files.length);
  let ran = 0;
  try {
    for (const [index, file] of files.entries()) {
      const notebook = join(folder, file);
      const stamp = join(executedFolder, `.${file}.stamp`);
      const digest = digestOf(notebook, join(projectFolder, "build", "lib", "index.js"), settings.checkPath);
      if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) continue;
      ran++;
      const executed = await runNotebook({
        project: projectFolder,
        notebook,
        folder: executedFolder,
        variables: { HIERNAS_OUT: out },
        signal,
        onCell: (cell, of) => line.update(index + cell / of, basename(file, ".ipynb")),
      });
      for (const old of existsSync(figureFolder) ? readdirSync(figureFolder) : []) {
        if (old.startsWith(`${basename(file, ".ipynb")}-`)) rmSync(join(figureFolder, old));
      }
      writeFiguresOf(executed, figureFolder);
      writeFileSync(stamp, digest);
    }
    line.end(ran === 0 ? "notebooks: up to date" : `notebooks: ${ran} executed`);
  } finally {
    line.end();
  }
  return readdirSync(figureFolder).filter((file) => file.endsWith(".svg")).length;
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
      : `best of ${summary.evaluated}: ${(100 * (summary.best?.fitness ?? 0)).toFixed(1)} % on the validation images, at step ${best.step}, ${best.evaluation.parameterCount.toLocaleString("en-US")} parameters`;
  const scores = summarizeCheck(rows).map(
    ({ name, mean, spread, count }) =>
      `  ${name.padEnd(16)}${(100 * mean).toFixed(1)} ± ${(100 * spread).toFixed(1)} %  (${count} trainings)`,
  );
  return [
    "",
    `What was found (laptop scale: not the paper's numbers)`,
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
