/** A network leaves the house: weights, source and model card in a folder that runs without hiernas. */
import * as v from "valibot";
import type { Genotype } from "../genotype/genotype.js";
import type { Primitive } from "../genotype/primitive.js";
import { allPrimitives } from "../genotype/primitive-data.js";
import { limits } from "../input/limits.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { parseWith, seedValue, wholeNumber } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import { largeNetwork, type NetworkConfig } from "../network/network-config.js";
import type { Run } from "../training/read-run.js";
import { checkExportFolder, writeExportFolder } from "./export-folder.js";
import type { ExportedNetwork } from "./exported-network.js";
import type { ExportFormatName } from "./formats/format.js";
import { exportFormatByName } from "./formats/formats.js";
import { initialNetwork, networkOfRun } from "./make-network.js";
import { manifestFile } from "./manifest.js";
import { cardFiles } from "./model-card.js";

/** How {@link exportNetwork} exports. */
export interface ExportConfig {
  /** `savedmodel`, `tfjs`, `onnx`, `pytorch` or `keras`. */
  readonly format: ExportFormatName;
  /** The folder to write: a new or empty one, or an earlier export, which is replaced. */
  readonly path: string;
  /** Of a run: which training's network, from 1. Default: 1. */
  readonly training?: number;
  /** Of a genotype: the network around its cell. Default: {@link largeNetwork}. */
  readonly network?: NetworkConfig;
  /** Of a genotype: the seed of its initial weights. Default: 1. */
  readonly seed?: number | string;
  /** Primitives that the genotype uses, besides the run's, the paper's, and plain 3×3 and 5×5 convolutions. */
  readonly primitives?: readonly Primitive[];
}

/** What was exported. */
export interface Exported {
  readonly path: string;
  /** The names of the files in the folder, the largest first. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly parameterCount: number;
  /** Whether the weights are trained ones. */
  readonly isTrained: boolean;
}

const schema = v.object({
  format: v.string("must be the name of a format"),
  path: v.pipe(v.string("must be a folder"), v.minLength(1, "must be a folder")),
  training: v.optional(wholeNumber(1, limits.trainings)),
  seed: v.optional(seedValue()),
});

/**
 * Exports the network of a finished training of a run, or a genotype's with initial weights, in one format: a folder
 * with the network, `network.json` (preprocessing, class names, genotype) and a model card. The outputs are hiernas's up
 * to rounding. Throws InputError for an unknown format, a training that is not finished, a folder that holds other
 * files, what the format cannot say, and a folder that cannot be written; an earlier export then stays.
 */
export function exportNetwork(source: Run | Genotype, config: ExportConfig): Exported {
  checkObject("export: source", source);
  checkObject("export", config);
  const { path, ...checked } = parseWith(schema, config, "export");
  const format = exportFormatByName(checked.format);
  checkExportFolder(path);
  const network = networkOf(source, config);
  const own = [...format.write(network), ...cardFiles(network, format)];
  const manifest = manifestFile(
    network,
    format,
    own.map(({ name }) => name),
  );
  const files = [...own, manifest];
  writeExportFolder(path, files);
  const sizes = files.map(({ name, content }) => ({ name, bytes: Buffer.byteLength(content) }));
  return Object.freeze({
    path,
    files: Object.freeze(sizes.sort((one, other) => other.bytes - one.bytes)),
    parameterCount: network.plan.parameterCount,
    isTrained: network.origin.kind === "trained",
  });
}

function networkOf(source: Run | Genotype, config: ExportConfig): ExportedNetwork {
  const { training, network, seed, primitives } = config;
  const [kind, foreign] =
    "settings" in source ? (["run", { network, seed }] as const) : (["genotype", { training }] as const);
  const extra = Object.entries(foreign).find(([, value]) => value !== undefined);
  if (extra !== undefined) {
    throw new InputError(`export: ${extra[0]}: got ${shown(extra[1])}, a ${kind} takes none; leave it out`);
  }
  if ("settings" in source) return networkOfRun(source, training ?? 1, primitives);
  return initialNetwork(source, {
    ...{ network: network ?? largeNetwork, seed: seed ?? 1, primitives: allPrimitives([], primitives, "export") },
  });
}
