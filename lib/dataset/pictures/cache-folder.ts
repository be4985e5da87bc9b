/** Where what is made of pictures is kept between processes: `.setup/pictures`, or what `HIERNAS_CACHE` says. */
import { createHash } from "node:crypto";
import { accessSync, constants, lstatSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, writeFileWhole, writingWords } from "../../files/write-file.js";
import { projectFolder } from "../../files/project-folder.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

/**
 * The folder: `HIERNAS_CACHE`, otherwise `.setup/pictures` in the project, otherwise, where that may not be written, one
 * in the system's temporary folder. Everything in it can be deleted at any time.
 */
export function cacheFolder(): string {
  const { HIERNAS_CACHE: asked } = process.env;
  if (asked !== undefined && asked !== "") return asked;
  try {
    accessSync(projectFolder, constants.W_OK);
    return join(projectFolder, ".setup", "pictures");
  } catch {
    return ownTemporaryFolder();
  }
}

/** A digest of texts, 16 hexadecimal digits, for the name of a file in the cache. */
export function cacheKey(...texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest("hex").slice(0, 16);
}

/** The version of the decoder, pinned: it decides about pixels. */
export function decoderVersion(): string {
  const { dependencies } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  return dependencies.sharp;
}

/** Writes a file of the cache whole. Throws InputError, naming `HIERNAS_CACHE`, when it cannot be written. */
export function writeToCache(path: string, content: string | Uint8Array): void {
  try {
    makeFolder(cacheFolder());
    writeFileWhole(path, content);
  } catch (error) {
    throw new InputError(
      `${printable(path)}: cannot be written: ${writingWords(error)}; HIERNAS_CACHE=FOLDER keeps pictures elsewhere`,
      { cause: error },
    );
  }
}

/** A folder of this user alone: others must not be able to slip pictures in. */
function ownTemporaryFolder(): string {
  const user = process.getuid?.() ?? 0;
  const folder = join(tmpdir(), `hiernas-pictures-${user}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() !== true || stats.uid !== user) {
      throw new InputError(
        `${printable(folder)}: is no folder of yours; HIERNAS_CACHE=FOLDER keeps pictures elsewhere`,
      );
    }
  }
  return folder;
}
