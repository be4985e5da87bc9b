/** Folder names for the figures of several studies. */
import { basename, extname } from "node:path";
import { isAddress, parseAddress } from "../study/store/study-address.js";

/**
 * A folder name for each study, after its file or its name in a database: never a path elsewhere, never one of `taken`, and no two alike, even on
 * file systems that ignore case.
 */
export function foldersFor(paths: readonly string[], taken: readonly string[]): readonly string[] {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  return paths.map((path) => {
    const name = nameOf(path);
    let folder = name;
    for (let number = 2; used.has(folder.toLowerCase()); number++) folder = `${name}-${number}`;
    used.add(folder.toLowerCase());
    return folder;
  });
}

/** The file's or the study's name without leading dots, which would name a hidden folder or, with `..`, another one. */
function nameOf(path: string): string {
  const name = (isAddress(path) ? parseAddress(path).study : basename(path, extname(path)))
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|[/\\]/gu, "_")
    .replace(/^\.+/, "");
  return name.trim() === "" ? "study" : name.trim();
}
