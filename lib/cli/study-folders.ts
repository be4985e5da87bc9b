/** Names of folders for the figures of several studies. */
import { basename, extname } from "node:path";

/**
 * A folder's name for each study, after its file: never one that leads elsewhere, never one of `taken`, and no two alike,
 * also where capitals count for nothing.
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

/** `..` and what begins with a point would be another or a hidden folder. */
function nameOf(path: string): string {
  const name = basename(path, extname(path))
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]|[/\\]/gu, "_")
    .replace(/^\.+/, "");
  return name.trim() === "" ? "study" : name.trim();
}
