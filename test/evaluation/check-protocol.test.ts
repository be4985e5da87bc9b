import assert from "node:assert/strict";
import { checkProtocol } from "../../lib/evaluation/check-protocol.js";
import { laptopProtocol, paperProtocol, type Protocol, smokeProtocol } from "../../lib/evaluation/protocol.js";
import { InputError } from "../../lib/input/errors.js";

const refusals: readonly (readonly [what: string, change: Partial<Protocol>, message: RegExp])[] = [
  ["a learning rate of NaN", { schedule: { kind: "cosine", rate: NaN } }, /learning rate: got NaN, must be a finite/],
  ["a learning rate of 0", { schedule: { kind: "constant", rate: 0 } }, /learning rate: got 0/],
  [
    "a drop at no training step",
    { schedule: { kind: "steps", rate: 1, dropAt: [-1], factor: 0.1 } },
    /learning rate: drop at -1/,
  ],
  ["0 training steps", { trainingSteps: 0 }, /training steps: got 0, must be a whole number of at least 1/],
  ["−1 training steps", { trainingSteps: -1 }, /training steps: got -1/],
  ["half a training step", { trainingSteps: 0.5 }, /training steps: got 0.5/],
  ["a batch of 0", { batchSize: 0 }, /batch size: got 0/],
  ["a batch of NaN", { batchSize: NaN }, /batch size: got NaN/],
  ["no training", { trainingCount: 0 }, /trainings: got 0/],
  ["a momentum of 1", { momentum: 1 }, /momentum: got 1, must be from 0 to below 1/],
  ["a negative weight decay", { weightDecay: -1 }, /weight decay: got -1, must be a finite number of at least 0/],
  ["an infinite weight decay", { weightDecay: Infinity }, /weight decay: got Infinity/],
  ["0 training images", { trainingImages: 0 }, /training images: got 0/],
  ["0 scoring images", { scoringImages: 0 }, /scoring images: got 0/],
  ["0 recalibration batches", { recalibrationBatches: 0 }, /recalibration batches: got 0/],
  ["images scored at no height", { scoringSize: { height: 0, width: 16 } }, /scoring height: got 0/],
  ["a time limit of 0", { limits: { timeLimitMillis: 0 } }, /limit timeLimitMillis: got 0, must be above 0/],
  ["a memory limit of NaN", { limits: { memoryBytes: NaN } }, /limit memoryBytes: got NaN/],
  [
    "an option of a GPU that there is not",
    { gpu: { float16: true } as Protocol["gpu"] },
    /gpu: got float16 true, must be tensorFloat32 or xla, true or false/,
  ],
  ["0 channels", { network: { ...smokeProtocol.network, channels: 0 } }, /channels: got 0/],
  [
    "a crop larger than the image",
    { augmentation: { flip: true, crop: { height: 99, width: 8 } } },
    /crop of 99×8, must fit/,
  ],
];

describe("checkProtocol", () => {
  it("accepts the project's own protocols", () => {
    for (const protocol of [paperProtocol, laptopProtocol, smokeProtocol]) checkProtocol(protocol);
  });

  for (const [what, change, message] of refusals) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => checkProtocol({ ...smokeProtocol, ...change }),
        (error) => error instanceof InputError && message.test(error.message) && !error.message.includes("\n"),
      );
    });
  }
});

describe("paperProtocol", () => {
  it("holds the published settings", () => {
    const { network, trainingCount, batchSize, trainingSteps, schedule, momentum, weightDecay } = paperProtocol;
    assert.deepEqual([network.channels, network.cellsPerGroup, trainingCount], [16, 1, 4]);
    assert.deepEqual([batchSize, trainingSteps, momentum, weightDecay], [256, 5_000, 0.9, 3e-4]);
    assert.deepEqual(schedule, { kind: "steps", rate: 0.1, dropAt: [4_000, 4_500], factor: 0.1 });
    assert.deepEqual(paperProtocol.augmentation, { crop: { height: 24, width: 24 }, flip: true });
    assert.deepEqual(paperProtocol.scoringSize, { height: 32, width: 32 });
  });
});
