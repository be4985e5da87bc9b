/** Figure → files. */
import type { Figure } from "./figure.js";
import { writeFileWhole } from "../../files/write-file.js";
import { toPng } from "./png.js";
import { toSvg } from "./svg.js";

/** The specification as indented JSON text: what a vega editor opens. */
export function toJson(figure: Figure): string {
  return `${JSON.stringify(figure.spec, null, 1)}\n`;
}

/**
 * Writes `<path>.json`, `<path>.svg` and `<path>.png`, making the folder where it is missing, and gives their paths. Each is written
 * as a whole or not at all. Rejects with what Node's file functions throw.
 */
export async function writeFigure(figure: Figure, pathWithoutExtension: string): Promise<readonly string[]> {
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    [`${pathWithoutExtension}.json`, toJson(figure)],
    [`${pathWithoutExtension}.svg`, `${toSvg(figure)}\n`],
    [`${pathWithoutExtension}.png`, toPng(figure)],
  ];
  for (const [path, content] of files) writeFileWhole(path, content);
  return files.map(([path]) => path);
}
