import assert from "node:assert/strict";
import { augmentedSize, noAugmentation } from "../../lib/dataset/augment.js";
import { scoringBatches, trainingBatches } from "../../lib/dataset/batches.js";
import { loadCifar10 } from "../../lib/dataset/cifar-10.js";
import { dataName } from "../../lib/dataset/data-name.js";
import { countByClass, limitImages, makeImages, takeImages } from "../../lib/dataset/images.js";
import { limitDataset, loadData } from "../../lib/dataset/load-data.js";
import { computeNormalization, normalizationTable } from "../../lib/dataset/normalize.js";
import { resizeImages } from "../../lib/dataset/resize.js";
import { loadSample } from "../../lib/dataset/sample.js";
import { makeSyntheticData } from "../../lib/dataset/synthetic.js";
import { createRandom } from "../../lib/random.js";
import { callBadly } from "../input/bad-calls.js";

const data = makeSyntheticData({ counts: { training: 8, validation: 4, test: 4 } });
const images = data.training;
const random = createRandom(1);
const normalization = computeNormalization(images);
const config = { batchSize: 2, augmentation: noAugmentation, normalization, random };

/** Each function with valid arguments; a generator returns its first batch. */
const calls: readonly (readonly [name: string, call: (...args: never[]) => unknown, args: readonly unknown[]])[] = [
  ["makeImages", makeImages, [{ ...images }]],
  ["takeImages", takeImages, [images, [0, 1]]],
  ["limitImages", limitImages, [images, 4, random]],
  ["countByClass", countByClass, [images, 4]],
  ["resizeImages", resizeImages, [images, 4, 4]],
  ["computeNormalization", computeNormalization, [images]],
  ["normalizationTable", normalizationTable, [{ ...normalization }, 3]],
  [
    "augmentedSize",
    augmentedSize,
    [
      { height: 8, width: 8 },
      { crop: { height: 4, width: 4 }, shift: 1, flip: true },
    ],
  ],
  [
    "trainingBatches",
    (...args: Parameters<typeof trainingBatches>) => trainingBatches(...args).next(),
    [images, config],
  ],
  ["scoringBatches", (...args: Parameters<typeof scoringBatches>) => scoringBatches(...args).next(), [images, config]],
  ["makeSyntheticData", makeSyntheticData, [{ seed: 1, counts: { training: 2, validation: 2, test: 2 }, height: 4 }]],
  ["loadData", loadData, ["/nowhere", { seed: 1, limits: { training: 5 } }]],
  ["limitDataset", limitDataset, [data, { training: 4 }, 1]],
  ["loadCifar10", loadCifar10, ["/nowhere", { seed: 1, validationCount: 5 }]],
  ["loadSample", loadSample, ["/nowhere"]],
  ["dataName", dataName, ["sample"]],
];

describe("functions of images, called with invalid arguments", function () {
  this.timeout(60_000);
  for (const [name, call, args] of calls) {
    it(`${name} answers with InputError, in one line`, () => {
      for (const [what, problem] of callBadly(call, args)) assert.fail(`${name}(${what}): ${problem}`);
    });
  }
});
