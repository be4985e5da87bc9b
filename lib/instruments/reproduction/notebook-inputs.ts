/** A digest of everything that the notebooks' outputs depend on: when it changes, they are run again. */
import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** The project's part: the compiled library, the data, the packages, and the code that makes the page. */
const INPUTS = [
  "build/lib",
  "data",
  "package-lock.json",
  "kernel-setup/python.lock",
  "kernel-setup/run-notebook.py",
  "lib/figures/output/page",
] as const;

/** Leaves out types and maps, which affect no output, and SQLite's own files, which come and go on reading. */
const isInput = (name: string): boolean => !/\.(d\.ts|map)$|\.sqlite-/.test(name);

/**
 * A digest of the bytes of all inputs of `project`'s notebooks and of the files at `paths` that exist. It ignores
 * modification times: a build that changes nothing does not change it.
 */
export function digestInputs(project: string, paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const name of INPUTS) addTree(hash, join(project, name), name);
  for (const path of paths) addTree(hash, path, basename(path));
  return hash.digest("hex");
}

function addTree(hash: Hash, path: string, name: string): void {
  if (!existsSync(path)) return;
  if (statSync(path).isDirectory()) {
    for (const entry of readdirSync(path).filter(isInput).sort()) addTree(hash, join(path, entry), `${name}/${entry}`);
  } else {
    const bytes = readFileSync(path);
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  }
}
