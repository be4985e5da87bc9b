/** Figure → files. */
import { type Figure, madeFigures, plainSpec } from "./figure.js";
import { writeFileWhole } from "../../files/write-file.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { pngDefaults, svgToPng } from "./png.js";
import { checkFigure, toSvg } from "./svg.js";

/** The specification as indented JSON text, which Vega editors open. */
export function toJson(figure: Figure): string {
  checkFigure(figure);
  const spec = madeFigures.has(figure) ? figure.spec : plainSpec(figure.spec);
  return `${JSON.stringify(spec, null, 1)}\n`;
}

/**
 * Writes `<path>.json`, `<path>.svg` and `<path>.png` atomically, making a missing folder, and returns their paths.
 * Rejects with what Node's file functions throw.
 */
export async function writeFigure(figure: Figure, pathWithoutExtension: string): Promise<readonly string[]> {
  if (typeof pathWithoutExtension !== "string" || pathWithoutExtension === "") {
    throw new InputError(`figure: path: got ${shown(pathWithoutExtension)}, must be a path without its ending`);
  }
  const [json, svg] = [toJson(figure), toSvg(figure)];
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    [`${pathWithoutExtension}.json`, json],
    [`${pathWithoutExtension}.svg`, `${svg}\n`],
    [`${pathWithoutExtension}.png`, svgToPng(svg, { mode: "zoom", value: pngDefaults.scale })],
  ];
  for (const [path, content] of files) writeFileWhole(path, content);
  return files.map(([path]) => path);
}
