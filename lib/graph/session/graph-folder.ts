/** Temporary folders for saved graphs, named by their process so that what a killed one left can be removed. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

const PREFIX = "hiernas-graph-";
/**
 * Folders younger than this are not swept: their process may live where this one cannot see it, for example in a
 * container with the same temporary folder.
 */
const SWEEP_AGE_MILLIS = 60_000;

const folders = new Set<string>();
let exitHandled = false;

/**
 * A new empty folder `hiernas-graph-<pid>-…` in the system's temporary folder, removed when the process exits if not
 * before. The first one of a process sweeps before.
 */
export function makeGraphFolder(): string {
  if (!exitHandled) {
    exitHandled = true;
    process.on("exit", () => folders.forEach(removeGraphFolder));
    sweepGraphFolders();
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`));
  folders.add(folder);
  return folder;
}

/** Removes a folder and what is in it; nothing happens when it is gone already. */
export function removeGraphFolder(folder: string): void {
  folders.delete(folder);
  fs.rmSync(folder, { recursive: true, force: true });
}

/** Removes what the process `pid` left, for a parent that has killed it; gives how many folders. */
export function removeGraphFoldersOf(pid: number): number {
  const left = graphFolders().filter((folder) => folder.pid === pid);
  for (const { folder } of left) removeGraphFolder(folder);
  return left.length;
}

/** Removes what this user's processes that are no more left over a minute ago; gives how many folders. */
export function sweepGraphFolders(): number {
  const left = graphFolders().filter(({ folder, pid }) => !isRunning(pid) && isLeftOver(folder));
  for (const { folder } of left) removeGraphFolder(folder);
  return left.length;
}

function graphFolders(): readonly { readonly folder: string; readonly pid: number }[] {
  return fs
    .readdirSync(os.tmpdir())
    .map((name) => ({ folder: path.join(os.tmpdir(), name), pid: Number(/^hiernas-graph-(\d+)-/.exec(name)?.[1]) }))
    .filter(({ pid }) => Number.isInteger(pid));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function isLeftOver(folder: string): boolean {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === process.getuid?.() && Date.now() - stat.mtimeMs > SWEEP_AGE_MILLIS;
}
