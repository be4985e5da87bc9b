/** Temporary folders for saved graphs, named by their process so that what a killed one left can be removed. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

const PREFIX = "hiernas-graph-";
const NAME = /^hiernas-graph-(\d{1,10})-[A-Za-z0-9]+$/;
/**
 * Folders younger than this are not swept: their process may live where this one cannot see it, for example in a
 * container with the same temporary folder.
 */
const SWEEP_AGE_MILLIS = 60_000;

const folders = new Set<string>();
let exitHandled = false;

/**
 * A new empty folder `hiernas-graph-<pid>-…` in the system's temporary folder, removed when the process exits if not
 * before. The first one of a process sweeps before. Throws InputError, naming TMPDIR, where none can be made.
 */
export function makeGraphFolder(): string {
  if (!exitHandled) {
    exitHandled = true;
    process.on("exit", () => folders.forEach(removeGraphFolder));
    sweepGraphFolders();
  }
  const folder = inTemporaryFolder(() => fs.mkdtempSync(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`)));
  folders.add(folder);
  return folder;
}

/** Writes the file `name` of a graph's folder. Throws InputError, naming TMPDIR, where there is no room for it. */
export function writeToGraphFolder(folder: string, name: string, bytes: Uint8Array): void {
  inTemporaryFolder(() => fs.writeFileSync(path.join(folder, name), bytes));
}

/** Removes a folder and what is in it, and says whether it is gone; never throws. */
export function removeGraphFolder(folder: string): boolean {
  folders.delete(folder);
  try {
    fs.rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    // It lies in a folder for temporary files, and the next sweep tries again.
    return false;
  }
}

/** Removes what the process `pid` left, for a parent that has killed it; gives how many folders. Never throws. */
export function removeGraphFoldersOf(pid: number): number {
  return ownFolders().filter((folder) => folder.pid === pid && removeGraphFolder(folder.path)).length;
}

/**
 * Removes what this user's processes that are no more left over a minute ago; gives how many folders. Never throws: it
 * tidies a place that others write to as well.
 */
export function sweepGraphFolders(): number {
  const isLeftOver = ({ pid, modifiedMillis }: OwnFolder) =>
    !isRunning(pid) && Date.now() - modifiedMillis > SWEEP_AGE_MILLIS;
  return ownFolders().filter((folder) => isLeftOver(folder) && removeGraphFolder(folder.path)).length;
}

interface OwnFolder {
  readonly path: string;
  readonly pid: number;
  readonly modifiedMillis: number;
}

/** The folders of saved graphs that belong to this user: no other user's, and no link, whatever it is called. */
function ownFolders(): readonly OwnFolder[] {
  let names: readonly string[];
  try {
    names = fs.readdirSync(os.tmpdir());
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    const pid = NAME.exec(name)?.[1];
    if (pid === undefined) return [];
    const folder = path.join(os.tmpdir(), name);
    try {
      const stats = fs.lstatSync(folder);
      const isOwn = stats.isDirectory() && stats.uid === process.geteuid?.();
      return isOwn ? [{ path: folder, pid: Number(pid), modifiedMillis: stats.mtimeMs }] : [];
    } catch {
      return [];
    }
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function inTemporaryFolder<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    // The variables that Node looks at, in its order.
    const variable = ["TMPDIR", "TMP", "TEMP"].find((name) => Boolean(process.env[name]));
    const where = `${variable ?? "temporary folder"} ${printable(os.tmpdir())}`;
    const next = "set TMPDIR to a folder that may be written and has room";
    throw new InputError(`${where}: ${failureWords(error)}; ${next}`, { cause: error });
  }
}

function failureWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "no such folder";
  if (code === "ENOTDIR") return "is not a folder";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "may not be written";
  if (code === "ENOSPC" || code === "EDQUOT") return "is full";
  return printable(message);
}
