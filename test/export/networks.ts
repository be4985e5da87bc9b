// Networks to export, the images that they classify, and what hiernas makes of them.
import { join } from "node:path";
import { scoringBatches } from "../../lib/dataset/batches.js";
import { resizeImages } from "../../lib/dataset/resize.js";
import { takeImages } from "../../lib/dataset/images.js";
import { loadSample } from "../../lib/dataset/sample.js";
import { readExport } from "../../lib/export/read-export.js";
import type { ExportFormatName } from "../../lib/export/formats/format.js";
import { exportNetwork } from "../../lib/export/export-network.js";
import { moduleByName } from "../../lib/genotype/known-modules.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import type { Batch } from "../../lib/graph/session/batch.js";
import { openClassifier } from "../../lib/graph/session/classifier.js";
import { imagenetNetwork, type NetworkConfig, smallNetwork } from "../../lib/network/network-config.js";
import { createRandom } from "../../lib/random.js";
import { readRun } from "../../lib/training/read-run.js";
import { runTraining } from "../../lib/training/run-training.js";
import { tinyProtocol, tinyRun } from "../training/tiny-run.js";

/** A network in a folder, in one format after another. */
export interface Case {
  readonly name: string;
  readonly write: (format: ExportFormatName, path: string) => unknown;
}

/** The random genotype, whose motifs are used and unused, in the stem and groups of ImageNet on images of odd sides. */
const oddNetwork: NetworkConfig = {
  ...imagenetNetwork,
  ...{ channels: 2, cellsPerGroup: 1, classCount: 10, imageSize: { height: 33, width: 41, channels: 3 } },
};
const inception = moduleByName("inception");
export const random = initialize(hierarchicalSpace, createRandom(7)).genotype;

/** A trained network of 8×8 images, a random one in an odd network, and a flat cell of plain convolutions. */
export async function exportCases(folder: string): Promise<readonly Case[]> {
  const run = join(folder, "run");
  await runTraining({ ...tinyRun(run), protocol: { ...tinyProtocol, trainingSteps: 20 }, validateEvery: undefined });
  const small = { ...smallNetwork, channels: 3, cellsPerGroup: 2, imageSize: { height: 9, width: 9, channels: 3 } };
  return [
    { name: "a trained run", write: (format, path) => exportNetwork(readRun(run), { format, path }) },
    { name: "odd sides", write: (format, path) => exportNetwork(random, { format, path, network: oddNetwork }) },
    {
      name: "a flat cell of plain convolutions",
      write: (format, path) =>
        exportNetwork(inception.genotype, { format, path, network: small, primitives: inception.primitives }),
    },
  ];
}

/** 64 test images as the export's network takes them, `[batch, height, width, channels]`. */
export function imagesFor(folder: string): Batch {
  const { preprocessing } = readExport(folder);
  const { height, width, normalization } = preprocessing;
  const images = takeImages(
    loadSample().test,
    Array.from({ length: 64 }, (_, image) => image),
  );
  return scoringBatches(resizeImages(images, height, width), { batchSize: 64, normalization }).next().value as Batch;
}

/** hiernas's own logits of those images, from the weights that the export's files hold. */
export async function ownLogits(folder: string, batch: Batch): Promise<Float32Array> {
  const { plan, tensors } = readExport(folder);
  const trained = { weights: new Float32Array(plan.parameterCount), averages: new Float32Array(plan.averageCount) };
  for (const { vector, offset, values } of tensors) trained[vector].set(values, offset);
  const classifier = await openClassifier(plan, trained);
  try {
    return classifier.logits(batch);
  } finally {
    classifier.dispose();
  }
}
