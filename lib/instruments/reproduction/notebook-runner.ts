/** Runs notebooks outside JupyterLab; writes an executed copy, a page that works offline, and every figure as files. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { makeFolder, writeFileWhole } from "../../files/write-file.js";
import { messageOf } from "../child-lines.js";
import { runProgram } from "../run-program.js";
import { livePage } from "./live-page.js";
import { readShownFigures } from "./shown-figures.js";

/** The inputs and outputs of one run of a notebook. */
export interface NotebookRun {
  /** The project's folder, for its `.venv` and `kernel-setup/run-notebook.py`. */
  readonly project: string;
  /** The notebook's path. */
  readonly notebook: string;
  /** The folder for the executed copy (`.ipynb`) and the page (`.html`). */
  readonly folder: string;
  /** Environment variables for the notebook's cells. */
  readonly variables: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Called after each code cell. */
  readonly onCell?: (cell: number, of: number) => void;
}

/** The kernel may be in the middle of a training, and its runner ends it before exiting. */
const GRACE_MILLIS = 15_000;

/**
 * Runs one notebook from top to bottom and returns the executed copy's path. Rejects with one line when a cell fails,
 * writes to stderr, or is skipped; with an AbortError when aborted, once the runner and its kernel have ended.
 */
export async function runNotebook(run: NotebookRun): Promise<string> {
  const { project, notebook, folder, variables, signal, onCell } = run;
  makeFolder(folder);
  const name = basename(notebook, ".ipynb");
  const [executed, page] = ["ipynb", "html"].map((ending) => join(folder, `${name}.${ending}`));
  const script = join(project, "kernel-setup", "run-notebook.py");
  const { code, words } = await runProgram(
    join(project, ".venv", "bin", "python"),
    [script, notebook, executed, page],
    {
      name,
      variables,
      signal,
      graceMillis: GRACE_MILLIS,
      onLine: (line) => {
        const { cell, of } = messageOf(line) ?? {};
        if (typeof cell === "number" && typeof of === "number") onCell?.(cell, of);
      },
    },
  );
  if (code !== 0) throw new Error(words.startsWith(name) ? words : `${name}: ${words}`);
  writeFileWhole(page, livePage(readFileSync(page, "utf8"), readShownFigures(executed)));
  return executed;
}

/**
 * Writes each figure of an executed notebook as `NAME-NN-TITLE.json`, `.svg` and `.png` into `folder`; returns their
 * number.
 */
export function writeFiguresOf(executed: string, folder: string): number {
  const shown = readShownFigures(executed);
  for (const [index, { figure, svg, png }] of shown.entries()) {
    const title = figure.title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 48);
    const path = join(folder, `${basename(executed, ".ipynb")}-${String(index + 1).padStart(2, "0")}-${title}`);
    writeFileWhole(`${path}.json`, `${JSON.stringify(figure.spec, null, 1)}\n`);
    writeFileWhole(`${path}.svg`, svg);
    writeFileWhole(`${path}.png`, png);
  }
  return shown.length;
}
