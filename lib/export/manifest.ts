/** The file `network.json` of an export: what the network is, and what a picture goes through before it. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { normalizationSchema } from "../dataset/normalize.js";
import { networkDataSchema, primitiveDataSchema } from "../evaluation/protocol-schema.js";
import { readFileText } from "../files/read-file.js";
import { genotypeToJson } from "../genotype/genotype-file.js";
import { ownPrimitives, type PrimitiveData } from "../genotype/primitive-data.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable, shown } from "../input/printable.js";
import { nameText, oneOf, parseJson, parseWith, type Schema, wholeNumber } from "../input/schema.js";
import { type NetworkData, networkData } from "../network/network-data.js";
import { ownVersion } from "../training/run-folder.js";
import type { ExportedNetwork, ExportFile, ExportOrigin, Preprocessing } from "./exported-network.js";
import type { ExportFormat, ExportFormatName } from "./formats/format.js";
import { exportFormats } from "./formats/formats.js";

/** Its name in the folder. */
export const MANIFEST = "network.json";

const FORMAT = "hiernas export";
const VERSION = 1;

/** What `network.json` says. */
export interface Manifest {
  readonly framework: ExportFormatName;
  /** The order of the sides of images: batch (N), height, width, channels. */
  readonly layout: "NHWC" | "NCHW";
  readonly preprocessing: Preprocessing;
  /** In the order of the logits. */
  readonly classNames: readonly string[];
  /** The genotype in its JSON form, and its phenotype hash. */
  readonly genotype: unknown;
  readonly hash: string;
  /** The primitives of its own, if it has any. */
  readonly primitives?: readonly PrimitiveData[];
  readonly network: NetworkData;
  readonly origin: ExportOrigin;
  /** The names of all files. */
  readonly files: readonly string[];
}

/** The manifest's file, which names `files` and itself. */
export function manifestFile(network: ExportedNetwork, format: ExportFormat, files: readonly string[]): ExportFile {
  const { preprocessing, classNames, genotype, hash, config, origin } = network;
  const primitives = ownPrimitives(genotype, network.primitives);
  const manifest: Manifest = {
    ...{ framework: format.name, layout: format.layout, preprocessing, classNames, origin },
    ...{ hash, genotype: JSON.parse(genotypeToJson(genotype)) as unknown, network: networkData(config) },
    ...(primitives.length > 0 && { primitives }),
    files: [...files, MANIFEST].sort(),
  };
  const text = JSON.stringify({ format: FORMAT, version: VERSION, hiernas: ownVersion(), ...manifest }, null, 1);
  return { name: MANIFEST, content: `${text}\n` };
}

const size = wholeNumber(1, limits.imageSide);
const channels = wholeNumber(1, limits.imageChannels);
const manifestSchema: Schema<Manifest> = v.object({
  framework: oneOf(exportFormats),
  layout: oneOf(["NHWC", "NCHW"]),
  preprocessing: v.object({ height: size, width: size, channels, normalization: normalizationSchema }),
  classNames: v.pipe(v.array(v.string()), v.maxLength(limits.classes)),
  genotype: v.looseObject({}),
  hash: nameText(),
  primitives: v.optional(v.array(primitiveDataSchema)),
  network: networkDataSchema,
  origin: v.looseObject({ kind: oneOf(["trained", "initial"]) }) as unknown as Schema<ExportOrigin>,
  files: v.array(v.string()),
});
const headSchema = v.looseObject({ format: v.literal(FORMAT), version: wholeNumber(1) });

/** Whether `folder` holds an export. */
export function hasExport(folder: string): boolean {
  return existsSync(join(folder, MANIFEST));
}

/** Reads an export's manifest. Throws InputError when it is missing, damaged, another's or from a newer hiernas. */
export function readManifest(folder: string): Manifest {
  if (typeof folder !== "string") throw new InputError(`export: got ${shown(folder)}, must be a folder`);
  const path = join(folder, MANIFEST);
  const where = printable(path);
  const value = parseJson(readFileText(path), where);
  const { version } = parseWith(headSchema, value, `${where}: is no export`);
  if (version > VERSION) {
    throw new InputError(
      `${where}: is of version ${version}, this hiernas reads up to ${VERSION}: use a newer hiernas`,
    );
  }
  return parseWith(manifestSchema, value, where);
}
