import assert from "node:assert/strict";
import { checkProtocol } from "../../lib/evaluation/check-protocol.js";
import {
  laptopProtocol,
  paperProtocol,
  type Protocol,
  smokeProtocol,
  protocolByName,
} from "../../lib/evaluation/protocol.js";
import { InputError } from "../../lib/input/errors.js";

const { network } = smokeProtocol;
const layer = (change: object) => ({ network: { ...network, stem: () => [change] } }) as unknown as Partial<Protocol>;

const refusals: readonly (readonly [what: string, change: object, message: string])[] = [
  [
    "a learning rate of NaN",
    { schedule: { kind: "cosine", rate: NaN } },
    "schedule.rate: got NaN, must be a finite number above 0",
  ],
  [
    "a learning rate of 0",
    { schedule: { kind: "constant", rate: 0 } },
    "schedule.rate: got 0, must be a finite number above 0",
  ],
  [
    "a drop at an invalid training step",
    { schedule: { kind: "steps", rate: 1, dropAt: [5, -1], factor: 0.1 } },
    "schedule.dropAt.1: got -1, must be a whole number from 0 to 1000000000",
  ],
  [
    "a schedule of another kind",
    { schedule: { kind: "linear", rate: 1 } },
    'schedule.kind: got "linear", must be "constant", "steps" or "cosine"',
  ],
  ["0 training steps", { trainingSteps: 0 }, "trainingSteps: got 0, must be a whole number from 1 to 1000000000"],
  ["−1 training steps", { trainingSteps: -1 }, "trainingSteps: got -1, must be a whole number from 1 to 1000000000"],
  [
    "half a training step",
    { trainingSteps: 0.5 },
    "trainingSteps: got 0.5, must be a whole number from 1 to 1000000000",
  ],
  [
    "endless training",
    { trainingSteps: 1e10 },
    "trainingSteps: got 10000000000, must be a whole number from 1 to 1000000000",
  ],
  ["a batch of 0", { batchSize: 0 }, "batchSize: got 0, must be a whole number from 1 to 65536"],
  ["a batch of NaN", { batchSize: NaN }, "batchSize: got NaN, must be a whole number from 1 to 65536"],
  ["a batch of a billion", { batchSize: 1e9 }, "batchSize: got 1000000000, must be a whole number from 1 to 65536"],
  ["a batch as text", { batchSize: "32" }, 'batchSize: got "32", must be a whole number from 1 to 65536'],
  ["a missing setting", { scoringBatchSize: undefined }, "scoringBatchSize: is missing"],
  ["an unknown setting", { trainingStep: 5 }, "trainingStep: is unknown; leave it out, or correct its name"],
  ["0 trainings", { trainingCount: 0 }, "trainingCount: got 0, must be a whole number from 1 to 1000"],
  ["a momentum of 1", { momentum: 1 }, "momentum: got 1, must be a number of at least 0 and below 1"],
  ["a negative weight decay", { weightDecay: -1 }, "weightDecay: got -1, must be a finite number of at least 0"],
  [
    "an infinite weight decay",
    { weightDecay: Infinity },
    "weightDecay: got Infinity, must be a finite number of at least 0",
  ],
  ["0 training images", { trainingImages: 0 }, "trainingImages: got 0, must be a whole number of at least 1"],
  ["0 scoring images", { scoringImages: 0 }, "scoringImages: got 0, must be a whole number of at least 1"],
  [
    "0 recalibration batches",
    { recalibrationBatches: 0 },
    "recalibrationBatches: got 0, must be a whole number from 1 to 1000000000",
  ],
  [
    "images scored at height 0",
    { scoringSize: { height: 0, width: 16 } },
    "scoringSize.height: got 0, must be a whole number from 1 to 8192",
  ],
  [
    "images a million pixels wide",
    { augmentation: { flip: true, resize: { height: 16, width: 1e6 } } },
    "augmentation.resize.width: got 1000000, must be a whole number from 1 to 8192",
  ],
  [
    "a time limit of 0",
    { limits: { timeLimitMillis: 0 } },
    "limits.timeLimitMillis: got 0, must be a finite number above 0",
  ],
  [
    "a memory limit of NaN",
    { limits: { memoryBytes: NaN } },
    "limits.memoryBytes: got NaN, must be a finite number above 0",
  ],
  [
    "a limit that JSON would lose",
    { limits: { memoryBytes: Infinity } },
    "limits.memoryBytes: got Infinity, must be a finite number above 0",
  ],
  ["an unknown GPU option", { gpu: { float16: true } }, "gpu.float16: is unknown; leave it out, or correct its name"],
  ["a GPU option as text", { gpu: { xla: "yes" } }, 'gpu.xla: got "yes", must be true or false'],
  [
    "0 channels",
    { network: { ...network, channels: 0 } },
    "network.channels: got 0, must be a whole number from 1 to 1048576",
  ],
  [
    "a stem that is not a function",
    { network: { ...network, stem: [] } },
    "network.stem: got [], must be a function that returns the layers for a number of channels",
  ],
  [
    "a stem with a layer of another kind",
    layer({ kind: "attention" }),
    'network.stem: 0.kind: got "attention", must be a kind of layer, for example convolution',
  ],
  [
    "a stem with a kernel larger than images",
    layer({ kind: "maxPool", kernel: 99 }),
    "network.stem: 0.kernel: got 99, must be a whole number from 1 to 64",
  ],
  [
    "a crop larger than the image",
    { augmentation: { flip: true, crop: { height: 99, width: 8 } } },
    "augmentation: got a crop of 99×8, must fit into the image of 8×8",
  ],
];

describe("checkProtocol", () => {
  it("accepts the project's own protocols", () => {
    for (const protocol of [paperProtocol, laptopProtocol, smokeProtocol]) checkProtocol(protocol);
  });

  for (const [what, change, message] of refusals) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => checkProtocol({ ...smokeProtocol, ...change }),
        new InputError(`protocol smoke: ${message}`),
      ));
  }

  it("refuses anything but a protocol, and unprintable names", () => {
    const refuses = (protocol: unknown, message: string) =>
      assert.throws(() => checkProtocol(protocol as Protocol), new InputError(message));
    refuses(undefined, "protocol: is missing");
    refuses(null, "protocol: got null, must be an object");
    refuses("laptop", 'protocol: got "laptop", must be an object');
    refuses({}, "protocol: name: is missing");
    const rule = "must be a string of 1 to 100 characters without control characters";
    refuses({ ...smokeProtocol, name: "a\u001b[2J" }, `protocol a\\x1b[2J: name: got "a\\u001b[2J", ${rule}`);
  });
});

describe("paperProtocol", () => {
  it("has the published settings", () => {
    const { network, trainingCount, batchSize, trainingSteps, schedule, momentum, weightDecay } = paperProtocol;
    assert.deepEqual([network.channels, network.cellsPerGroup, trainingCount], [16, 1, 4]);
    assert.deepEqual([batchSize, trainingSteps, momentum, weightDecay], [256, 5_000, 0.9, 3e-4]);
    assert.deepEqual(schedule, { kind: "steps", rate: 0.1, dropAt: [4_000, 4_500], factor: 0.1 });
    assert.deepEqual(paperProtocol.augmentation, { crop: { height: 24, width: 24 }, flip: true });
    assert.deepEqual(paperProtocol.scoringSize, { height: 32, width: 32 });
  });
});

describe("protocolByName", () => {
  it("returns protocols by name, and lists them for any other name", () => {
    for (const protocol of [laptopProtocol, paperProtocol, smokeProtocol]) {
      assert.equal(protocolByName(protocol.name), protocol);
    }
    assert.throws(() => protocolByName("slow"), {
      name: "InputError",
      message: 'protocol: got "slow", must be laptop, study, paper or smoke',
    });
  });
});
