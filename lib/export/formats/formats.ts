/** The formats of an export by name. */
import { nearestName } from "../../input/nearest-name.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import type { ExportFormat, ExportFormatName } from "./format.js";
import { kerasFormat } from "./keras.js";
import { onnxFormat } from "./onnx.js";
import { pytorchFormat } from "./pytorch.js";
import { savedModelFormat } from "./savedmodel.js";
import { tfjsFormat } from "./tfjs.js";

const formats: readonly ExportFormat[] = [savedModelFormat, tfjsFormat, onnxFormat, pytorchFormat, kerasFormat];

/** The formats' names: `savedmodel`, `tfjs`, `onnx`, `pytorch`, `keras`. */
export const exportFormats: readonly ExportFormatName[] = Object.freeze(formats.map(({ name }) => name));

/** The format called `name`. Throws InputError for another name, with the one that is meant if it is nearly one. */
export function exportFormatByName(name: string): ExportFormat {
  const found = formats.find((format) => format.name === name);
  if (found !== undefined) return found;
  const list = `${exportFormats.slice(0, -1).join(", ")} or ${exportFormats.at(-1)}`;
  const near = typeof name === "string" ? nearestName(name, exportFormats) : undefined;
  throw new InputError(
    `format: got ${shown(name)}, must be ${list}${near === undefined ? "" : `; did you mean ${near}?`}`,
  );
}
