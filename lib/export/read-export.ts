/** An export read back: the network with the weights that its own files hold. */
import { parseGenotype } from "../genotype/genotype-file.js";
import { allPrimitives } from "../genotype/primitive-data.js";
import { printable } from "../input/printable.js";
import { networkFromData } from "../network/network-data.js";
import { exportFormatByName } from "./formats/formats.js";
import type { ExportedNetwork } from "./exported-network.js";
import { assemble } from "./make-network.js";
import { readManifest } from "./manifest.js";
import { joinTensors } from "./network-tensors.js";

/**
 * The network of the export in `folder`. Throws InputError when it is no export, when a file of it is missing, truncated
 * or damaged, when it is from a newer hiernas, and for primitives that are neither known nor recorded.
 */
export function readExport(folder: string): ExportedNetwork {
  const { framework, preprocessing, classNames, genotype, network, origin, primitives = [] } = readManifest(folder);
  const config = networkFromData(network);
  const valuesOf = exportFormatByName(framework).read(folder);
  const parts = {
    ...{ genotype: parseGenotype(JSON.stringify(genotype)), config },
    primitives: allPrimitives(primitives, undefined, printable(folder)),
    ...{ normalization: preprocessing.normalization, classNames, origin },
  };
  return assemble(parts, (plan) => joinTensors(plan, config.cellsPerGroup, printable(folder), valuesOf));
}
