/** The notebooks of the reproduction: each is run when it, or something that its outputs depend on, has changed. */
import { sum } from "d3-array";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { writeFileWhole } from "../../files/write-file.js";
import { parseJson } from "../../input/schema.js";
import { digestInputs } from "./notebook-inputs.js";
import { runNotebook, writeFiguresOf } from "./notebook-runner.js";
import { workThrough } from "./work-through.js";

/** Settings of {@link runNotebooks}. */
export interface NotebooksRun {
  /** The project's folder, with `notebooks/`. */
  readonly project: string;
  /**
   * The folder for executed copies and pages (in `notebooks`) and figures (in `figures`); cells read it as
   * `HIERNAS_OUT`.
   */
  readonly out: string;
  /** Files that the notebooks read beside the project's: when one changes, all notebooks are run again. */
  readonly inputs: readonly string[];
  /** The number of concurrent notebooks; one with `"hiernas": {"alone": true}` in its metadata runs by itself. */
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Called after each code cell with the number of finished notebooks, counting fractions of running ones. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** The result of {@link runNotebooks}. */
export interface NotebooksDone {
  /** The names of the notebooks that were run, in order. */
  readonly executed: readonly string[];
  /** The number of figures of all notebooks. */
  readonly figureCount: number;
}

interface Notebook {
  readonly name: string;
  readonly path: string;
  readonly stamp: string;
  readonly digest: string;
  readonly isAlone: boolean;
}

/** Runs each notebook that is not up to date. Rejects like `runNotebook`, once the other running ones have ended. */
export async function runNotebooks(run: NotebooksRun): Promise<NotebooksDone> {
  const { project, out, inputs, workers, signal, onProgress } = run;
  const [folder, figureFolder] = [join(out, "notebooks"), join(out, "figures")];
  const notebooks = listNotebooks(project, folder, inputs);
  const old = notebooks.filter(({ stamp, digest }) => !existsSync(stamp) || readFileSync(stamp, "utf8") !== digest);
  const shares = new Map<string, number>();
  const execute = async ({ name, path, stamp, digest }: Notebook, abort: AbortSignal): Promise<void> => {
    const executed = await runNotebook({
      project,
      notebook: path,
      folder,
      variables: { HIERNAS_OUT: out },
      signal: abort,
      onCell: (cell, of) => {
        shares.set(name, cell / of);
        const done = sum(shares.values());
        onProgress?.(notebooks.length - old.length + done, notebooks.length, name);
      },
    });
    for (const file of filesIn(figureFolder)) if (file.startsWith(`${name}-`)) rmSync(join(figureFolder, file));
    writeFiguresOf(executed, figureFolder);
    writeFileWhole(stamp, digest);
  };
  const alone = old.filter(({ isAlone }) => isAlone);
  const together = old.filter(({ isAlone }) => !isAlone);
  await workThrough(together, workers, execute, signal);
  await workThrough(alone, 1, execute, signal);
  const figureCount = filesIn(figureFolder).filter((file) => file.endsWith(".svg")).length;
  return { executed: old.map(({ name }) => name), figureCount };
}

function listNotebooks(project: string, folder: string, inputs: readonly string[]): readonly Notebook[] {
  const source = join(project, "notebooks");
  const files = readdirSync(source).filter((file) => file.endsWith(".ipynb"));
  const common = digestInputs(project, inputs);
  return files.sort().map((file) => {
    const path = join(source, file);
    const text = readFileSync(path, "utf8");
    const { metadata } = parseJson(text, path) as {
      readonly metadata?: { readonly hiernas?: { readonly alone?: boolean } };
    };
    return {
      name: basename(file, ".ipynb"),
      path,
      stamp: join(folder, `.${file}.stamp`),
      digest: createHash("sha256").update(common).update(text).digest("hex"),
      isAlone: metadata?.hiernas?.alone === true,
    };
  });
}

const filesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
