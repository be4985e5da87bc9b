/** What the outputs of all notebooks follow from, as a digest: when it changes, they are run again. */
import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";

/** In the project: the compiled library, the data, the packages, and what makes the page. */
const INPUTS = [
  "build/lib",
  "data",
  "package-lock.json",
  "kernel-setup/python.lock",
  "kernel-setup/run-notebook.py",
] as const;

/** Left out: types and maps decide no output, and SQLite's own files come and go with reading. */
const isInput = (name: string): boolean => !/\.(d\.ts|map)$|\.sqlite-/.test(name);

/**
 * A digest of the bytes of what every notebook of `project` follows from, and of the files at `paths`, as far as they
 * are there. It does not depend on when files were written: a build that changes nothing changes no digest.
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
