/** Temporary folders for saved graphs, named after their process so that leftovers of a killed one can be removed. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

const PREFIX = "hiernas-graph-";
const NAME = /^hiernas-graph-(\d{1,10})-[A-Za-z0-9]+$/;
/**
 * Folders younger than this are not swept: their process may be alive but invisible from here, for example in a
 * container that shares the temporary folder.
 */
const SWEEP_AGE_MILLIS = 60_000;

const folders = new Set<string>();
let exitHandled = false;

/**
 * A new empty folder `hiernas-graph-<pid>-…` in the system's temporary folder, removed at the latest when the process
 * exits. A process's first call also sweeps. Throws InputError, naming TMPDIR, when no folder can be made.
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

/** Writes the file `name` in a graph's folder. Throws InputError, naming TMPDIR, when there is no room for it. */
export function writeToGraphFolder(folder: string, name: string, bytes: Uint8Array): void {
  inTemporaryFolder(() => fs.writeFileSync(path.join(folder, name), bytes));
}

/** Removes a folder and its contents, and returns whether it is gone. Never throws. */
export function removeGraphFolder(folder: string): boolean {
  folders.delete(folder);
  try {
    fs.rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    // It is only a temporary file, and the next sweep tries again.
    return false;
  }
}

/** Removes what a killed child process `pid` left, and returns the number of folders. Never throws. */
export function removeGraphFoldersOf(pid: number): number {
  return ownFolders().filter((folder) => folder.pid === pid && removeGraphFolder(folder.path)).length;
}

/**
 * Removes what this user's dead processes left more than a minute ago, and returns the number of folders. Never throws,
 * because others write to that place too.
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

/** This user's folders of saved graphs: no other user's, and no links, whatever their names. */
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
    // The variables that Node reads, in its order.
    const variable = ["TMPDIR", "TMP", "TEMP"].find((name) => Boolean(process.env[name]));
    const where = `${variable ?? "temporary folder"} ${printable(os.tmpdir())}`;
    const next = "set TMPDIR to a writable folder with room";
    throw new InputError(`${where}: ${failureWords(error)}; ${next}`, { cause: error });
  }
}

function failureWords(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "no such folder";
  if (code === "ENOTDIR") return "is not a folder";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "is not writable";
  if (code === "ENOSPC" || code === "EDQUOT") return "is full";
  return printable(message);
}
