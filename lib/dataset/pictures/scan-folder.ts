/** The pictures of a folder by their names alone: `train/CLASS/FILE`, `val/CLASS/FILE`. Nothing is decoded here. */
import { readdirSync, statSync, type Stats } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";

/** A file in a class's folder. */
export interface PictureFile {
  /** From the data folder on, with slashes: `train/cat/1.jpg`. */
  readonly path: string;
  /** Its class, an index into the class names. */
  readonly label: number;
  /** Its size in bytes and the time of its last change in milliseconds; undefined where it cannot be looked at. */
  readonly bytes?: number;
  readonly changedMillis?: number;
}

/** The files of both splits, sorted by class and name. */
export interface PictureFolder {
  readonly folder: string;
  /** The names of the folders in `train`, sorted. */
  readonly classNames: readonly string[];
  readonly train: readonly PictureFile[];
  /** Undefined when there is no folder `val`. */
  readonly val?: readonly PictureFile[];
}

/** Whether `folder` holds pictures, that is, a folder `train`. */
export function isPictureFolder(folder: string): boolean {
  return kindOf(join(folder, "train"))?.isDirectory() === true;
}

/**
 * The class names of a picture folder: the folders in its `train`, sorted by code unit. Throws InputError when there
 * are none or only one, when two differ in case only, and when there are more than the bound.
 */
export function classFolders(folder: string): readonly string[] {
  const train = join(folder, "train");
  const where = printable(train);
  const { folders, files } = entriesOf(train);
  if (folders.length < 2) {
    const what = folders.length === 1 ? `has one class only (${printable(folders[0])})` : "has no class folders";
    const loose = folders.length === 0 && files.length > 0 ? " (its files lie loose)" : "";
    throw new InputError(`${where}: ${what}${loose}, must have at least two: train/CLASS/PICTURE`);
  }
  if (folders.length > limits.pictureClasses) {
    throw new InputError(`${where}: has ${folders.length} classes, must have at most ${limits.pictureClasses}`);
  }
  const byFolded = new Map<string, string>();
  for (const name of folders) {
    const folded = name.normalize("NFC").toLowerCase();
    const other = byFolded.get(folded);
    if (other !== undefined) {
      throw new InputError(
        `${where}: classes ${printable(other)} and ${printable(name)} differ in case only: rename or join them, elsewhere they are one folder`,
      );
    }
    byFolded.set(folded, name);
  }
  return folders;
}

/**
 * All files of a picture folder. Hidden ones are left out. Throws InputError as {@link classFolders} does, for a class
 * without files, and for a class in `val` that `train` lacks.
 */
export function scanFolder(folder: string): PictureFolder {
  const classNames = classFolders(folder);
  const train = splitFiles(folder, "train", classNames, classNames);
  const val = join(folder, "val");
  if (kindOf(val)?.isDirectory() !== true) return { folder, classNames, train };
  const { folders, files } = entriesOf(val);
  const unknown = folders.find((name) => !classNames.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`${printable(val)}: class ${printable(unknown)} is not in train; rename or remove it`);
  }
  if (folders.length === 0) {
    const what = files.length > 0 ? "holds files, but no class folders" : "is empty";
    throw new InputError(
      `${printable(val)}: ${what}: must be val/CLASS/PICTURE; or remove it, and part of train is kept`,
    );
  }
  return { folder, classNames, train, val: splitFiles(folder, "val", folders, classNames) };
}

function splitFiles(
  folder: string,
  split: "train" | "val",
  folders: readonly string[],
  classNames: readonly string[],
): readonly PictureFile[] {
  return folders.flatMap((name) => {
    const place = join(folder, split, name);
    const names = namesIn(place);
    if (names.length === 0) {
      throw new InputError(`${printable(place)}: the class has no pictures; fill its folder or remove it`);
    }
    const label = classNames.indexOf(name);
    return names.map((file): PictureFile => {
      const path = `${split}/${name}/${file}`;
      const stats = kindOf(join(place, file));
      if (stats === undefined) return { path, label };
      return { path, label, bytes: stats.size, changedMillis: stats.mtimeMs };
    });
  });
}

/** The folders and the other entries in `folder`, links followed, without hidden ones; each sorted by code unit. */
function entriesOf(folder: string): { readonly folders: readonly string[]; readonly files: readonly string[] } {
  const [folders, files]: string[][] = [[], []];
  for (const name of namesIn(folder)) {
    const kind = kindOf(join(folder, name));
    if (kind === undefined) {
      throw new InputError(
        `${printable(join(folder, name))}: a link that leads nowhere or in a circle; mend or remove it`,
      );
    }
    (kind.isDirectory() ? folders : files).push(name);
  }
  return { folders, files };
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .sort((one, other) => (one < other ? -1 : 1));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const words: Readonly<Record<string, string>> = {
      ENOENT: "no such folder",
      EACCES: "may not be read: check its permissions",
    };
    const why = words[code ?? ""] ?? `cannot be read: ${printable(message)}`;
    throw new InputError(`${printable(folder)}: ${why}`, { cause: error });
  }
}

/** What is at `path`, links followed; undefined where nothing is, or links go round in a circle. */
function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
