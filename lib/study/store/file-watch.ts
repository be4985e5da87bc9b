/** Notices when the file of a running study is moved, deleted or replaced, and saves what would be lost. */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readlinkSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

/** A study's file under watch. */
export interface FileWatch {
  /** The file's device and inode: they survive renaming and differ for a copy. */
  readonly id: string;
  /**
   * Throws InputError when the file is no longer at its path, saying where its records are; a deleted file's records
   * are first saved beside its old path. Call it between two transactions.
   */
  check(): void;
  /** Whether `check` has thrown. */
  readonly isLost: boolean;
  /** Call it only when nothing else in this process has the file open, which would lose SQLite's locks. */
  close(): void;
}

/** Watches the file at `path`. Throws what Node's file functions throw. */
export function watchFile(path: string): FileWatch {
  // The working folder may change while a search runs.
  const place = resolve(path);
  const file = openSync(place, constants.O_RDONLY);
  const id = idOf(fstatSync(file, { bigint: true }));
  let lost: string | undefined;
  return {
    id,
    check: () => {
      if (lost === undefined && isElsewhere(place, id)) lost = lostWords(place, file);
      if (lost !== undefined) throw new InputError(`${printable(path)}: ${lost}`);
    },
    get isLost() {
      return lost !== undefined;
    },
    close: () => closeSync(file),
  };
}

/** Device and inode of the file at `path`; undefined if it is missing. */
export function fileId(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? undefined : idOf(stats);
}

/** Whether the file is gone from `path`. A path in a folder that became unreadable says nothing about the file. */
function isElsewhere(path: string, id: string): boolean {
  try {
    return fileId(path) !== id;
  } catch {
    return false;
  }
}

function idOf({ dev, ino }: { readonly dev: bigint; readonly ino: bigint }): string {
  return `${dev}:${ino}`;
}

function lostWords(path: string, file: number): string {
  if (fstatSync(file).nlink > 0) {
    const place = placeOf(file);
    const where = place === undefined ? "" : ` to ${printable(place)}`;
    return `was moved${where} while the search ran: all that was recorded is there; resume the search with its new path`;
  }
  const what = fileId(path) === undefined ? "was deleted" : "was replaced by another file";
  const saved = save(path, file);
  return saved === undefined
    ? `${what} while the search ran, and its records could not be saved: they are lost`
    : `${what} while the search ran: all that was recorded is saved as ${printable(saved)}; resume the search with that`;
}

/** Where an open file is now, if the system says so. */
function placeOf(file: number): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    return undefined;
  }
}

/** Copies a deleted file beside its old path or, if that folder is gone too, into the temporary folder. */
function save(path: string, file: number): string | undefined {
  const name = `${basename(path)}.saved`;
  for (const folder of [dirname(path), tmpdir()]) {
    for (let number = 1; number < 100; number++) {
      const copy = join(folder, number === 1 ? name : `${name}-${number}`);
      try {
        copyTo(file, copy);
        return copy;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") break;
      }
    }
  }
  return undefined;
}

function copyTo(file: number, copy: string): void {
  const target = openSync(copy, "wx");
  try {
    const chunk = Buffer.alloc(2 ** 20);
    for (let place = 0; ;) {
      const count = readSync(file, chunk, 0, chunk.length, place);
      if (count === 0) break;
      for (let written = 0; written < count;) written += writeSync(target, chunk, written, count - written);
      place += count;
    }
    fsyncSync(target);
  } finally {
    closeSync(target);
  }
}
