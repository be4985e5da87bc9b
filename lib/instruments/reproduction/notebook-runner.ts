/** Runs notebooks outside JupyterLab: an executed copy, a page that needs no network, and every figure as files. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { InputError } from "../../input/errors.js";

/** Where one run of a notebook reads and writes. */
export interface NotebookRun {
  /** The project's folder: its `.venv` and `kernel-setup/run-notebook.py` are used. */
  readonly project: string;
  /** The notebook's path. */
  readonly notebook: string;
  /** The executed copy (`.ipynb`) and the page (`.html`) go here. */
  readonly folder: string;
  /** Variables that the notebook's cells read. */
  readonly variables: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Called after each code cell. */
  readonly onCell?: (cell: number, of: number) => void;
}

/**
 * Runs one notebook top to bottom; rejects with one line when a cell fails, writes to stderr, or is passed over. Gives
 * the executed copy's path.
 */
export async function runNotebook(run: NotebookRun): Promise<string> {
  mkdirSync(run.folder, { recursive: true });
  const name = basename(run.notebook, ".ipynb");
  const executed = join(run.folder, `${name}.ipynb`);
  const child = spawn(
    join(run.project, ".venv", "bin", "python"),
    [join(run.project, "kernel-setup", "run-notebook.py"), run.notebook, executed, join(run.folder, `${name}.html`)],
    {
      env: { ...process.env, ...run.variables },
      stdio: ["ignore", "pipe", "pipe"],
      signal: run.signal,
      killSignal: "SIGINT",
    },
  );
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { cell, of } = JSON.parse(line) as { readonly cell: number; readonly of: number };
    run.onCell?.(cell, of);
  });
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(errors.trim().split("\n").at(-1) ?? `${name}: ended with ${code}`);
  return executed;
}

interface Output {
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * Writes each figure of an executed notebook as `NAME-NN-TITLE.json`, `.svg` and `.png` into `folder`; gives how many.
 */
export function writeFiguresOf(executed: string, folder: string): number {
  const { cells } = JSON.parse(readFileSync(executed, "utf8")) as {
    readonly cells: readonly { readonly outputs?: readonly Output[] }[];
  };
  mkdirSync(folder, { recursive: true });
  let count = 0;
  for (const { data } of cells.flatMap(({ outputs }) => outputs ?? [])) {
    const spec = data?.["application/vnd.vegalite.v5+json"] ?? data?.["application/vnd.vega.v5+json"];
    if (data === undefined || spec === undefined) continue;
    count++;
    const title = text(data["text/plain"])
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "")
      .slice(0, 48);
    const path = join(folder, `${basename(executed, ".ipynb")}-${String(count).padStart(2, "0")}-${title}`);
    writeFileSync(`${path}.json`, `${JSON.stringify(spec, null, 1)}\n`);
    writeFileSync(`${path}.svg`, text(data["image/svg+xml"]));
    writeFileSync(`${path}.png`, Buffer.from(text(data["image/png"]), "base64"));
  }
  return count;
}

/** Notebook files keep long texts as lists of lines. */
function text(value: unknown): string {
  if (Array.isArray(value)) return value.join("");
  if (typeof value === "string") return value;
  throw new InputError("executed notebook: a figure lacks its SVG, PNG or title");
}

/** A digest of what a notebook's outputs follow from, to know whether it is up to date. */
export function digestOf(...paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}
