// What a run refuses, in one line and before it makes or changes anything.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFolder } from "../../lib/files/project-folder.js";
import { InputError } from "../../lib/input/errors.js";
import { trainingProtocolByName, withImageSide, withTrainingSteps } from "../../lib/training/large-protocol.js";
import { readRun, readRunTest, readTrainedWeights } from "../../lib/training/read-run.js";
import { runTraining } from "../../lib/training/run-training.js";
import { type RunTrainingConfig, runTrainingDefaults } from "../../lib/training/run-training-config.js";
import { tinyProtocol, tinyRun } from "./tiny-run.js";

const launcher = join(projectFolder, "kernel-setup", "hiernas.js");

describe("runTraining", function () {
  this.timeout(60_000);
  let folder: string;
  let done: string;
  const at = (name: string): string => join(folder, name);

  /** Six files of CIFAR-10's layout, `count` images each; the label by file and image. */
  function cifar(name: string, count: number, label: (file: number, image: number) => number): string {
    mkdirSync(at(name));
    for (const file of [1, 2, 3, 4, 5, 6]) {
      const records = Array.from({ length: count }, (_, image) => {
        const bytes = Buffer.alloc(3073, (37 * file * (image + 1)) % 251);
        bytes[0] = label(file, image);
        return bytes;
      });
      writeFileSync(at(join(name, file === 6 ? "test_batch.bin" : `data_batch_${file}.bin`)), Buffer.concat(records));
    }
    return at(name);
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-bad-runs-"));
    done = at("done");
    await runTraining({ ...tinyRun(done), protocol: { ...tinyProtocol, trainingSteps: 3 }, validateEvery: undefined });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const refuses = async (config: Partial<RunTrainingConfig>, message: RegExp): Promise<void> => {
    const path = config.path ?? at("none");
    await assert.rejects(runTraining({ ...tinyRun(path), ...config }), (error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      return !error.message.includes("\n");
    });
    if (config.path === undefined) assert.equal(existsSync(at("none")), false);
  };

  it("refuses settings out of bounds", async () => {
    for (const [config, message] of [
      [{ accumulate: 9 }, /^training: accumulate: got 9, must be at most the batch size, 8$/],
      [{ accumulate: 0 }, /^training: accumulate: got 0, must be a whole number from 1/],
      [{ validateEvery: 1.5 }, /^training: validateEvery: got 1.5, must be a whole number from 1/],
      [{ keep: 0 }, /^training: keep: got 0/],
      [{ checkpointEvery: 0 }, /^training: checkpointEvery: got 0/],
      [{ threads: 0 }, /^training: threads: got 0/],
      [{ seed: Number.NaN }, /^training: seed: got NaN/],
      [{ data: "" }, /^training: data: got "", must be sample or a folder/],
      [{ path: "" }, /^training: path: got "", must be a folder/],
      [{ onProgress: 3 as never }, /^training: onProgress: got 3, must be a function/],
      [{ protocol: { ...tinyProtocol, batchSize: 0 } }, /^protocol large: batchSize: got 0/],
      [{ protocol: { ...tinyProtocol, network: { ...tinyProtocol.network, channels: 0 } } }, /channels: got 0/],
      [{ genotype: undefined }, /none: holds no run to resume; give a genotype to begin one$/],
      [{ device: "0" }, /^device: TensorFlow finds no GPU; leave devices/],
    ] as const) {
      if ("device" in config && (readRun(done).begun.engine.endsWith("GPU") || existsSync("/dev/nvidia0"))) continue;
      // That there is no GPU is known only once TensorFlow is loaded, in the folder's own process.
      await refuses("device" in config ? { ...config, path: at("no gpu") } : config, message);
    }
    await assert.rejects(runTraining(3 as never), /training: got 3, must be an object/);
  });

  it("refuses another run's folder, naming the difference, and leaves it as it is", async () => {
    const own = { path: done, protocol: { ...tinyProtocol, trainingSteps: 3 }, validateEvery: undefined };
    const before = readdirSync(done).map((name) => [
      name,
      existsSync(join(done, name)) && name !== "checkpoints" ? readFileSync(join(done, name), "latin1") : "",
    ]);
    for (const [config, difference] of [
      [{ protocol: { ...own.protocol, batchSize: 16 } }, /protocol\.batchSize: the run has 8, got 16/],
      [{ protocol: withTrainingSteps(tinyProtocol, 7) }, /protocol\.trainingSteps: the run has 3, got 7/],
      [
        { protocol: { ...own.protocol, augmentation: { ...tinyProtocol.augmentation, cutout: undefined } } },
        /augmentation\.cutout: the run has 3, got none/,
      ],
      [{ seed: 2 }, /seed: the run has 1, got 2/],
      [{ accumulate: 4 }, /accumulate: the run has 2, got 4/],
      [{ validateEvery: 5 }, /validateEvery: the run has null, got 5/],
      [
        { data: cifar("few", 20, (_, image) => image % 10), validationCount: 10 },
        /data: the run has "sample", got "CIFAR-10 [0-9a-f]{12}"/,
      ],
    ] as const) {
      await refuses(
        { ...own, ...config },
        new RegExp(`done: holds another run \\(.*${difference.source}.*\\); give another folder, or those settings$`),
      );
    }
    const after = readdirSync(done).map((name) => [
      name,
      existsSync(join(done, name)) && name !== "checkpoints" ? readFileSync(join(done, name), "latin1") : "",
    ]);
    assert.deepEqual(after, before);
  });

  it("refuses a folder of other files, a file, and a run that it cannot read", async () => {
    mkdirSync(at("photos"));
    writeFileSync(at("photos/one.jpg"), "");
    await refuses(
      { path: at("photos") },
      /photos: is no run and holds other files \(one\.jpg\); give a new or empty folder$/,
    );
    assert.deepEqual(readdirSync(at("photos")), ["one.jpg"]);
    await refuses({ path: at("photos/one.jpg") }, /one\.jpg: is a file, must be a run's folder/);
    for (const [text, message] of [
      ["{", /run\.json: not JSON, or cut short/],
      ['{"format":"hiernas study","version":1}', /run\.json: not a run: format: got "hiernas study"/],
      [
        '{"format":"hiernas run","version":2}',
        /run\.json: is of version 2, this hiernas reads up to 1: use a newer hiernas$/,
      ],
      ['{"format":"hiernas run","version":1}', /run\.json: settings: is missing$/],
    ] as const) {
      mkdirSync(at("foreign"), { recursive: true });
      writeFileSync(at("foreign/run.json"), text);
      await refuses({ path: at("foreign") }, message);
      assert.throws(() => readRun(at("foreign")), InputError);
    }
    assert.throws(() => readRun(at("none")), /none: is no run: it has no run\.json$/);
  });

  it("refuses images that do not fit", async () => {
    await refuses({ data: at("nowhere") }, /nowhere: no such folder/);
    const one = cifar("one class", 20, () => 3);
    await refuses({ data: one, validationCount: 10 }, /the training images have one class only/);
    const few = at("few");
    if (!existsSync(few)) cifar("few", 20, (_, image) => image % 10);
    await refuses(
      { data: few, validationCount: 100 },
      /validation count of 100, must be below its 100 training images/,
    );
    const grey = { ...tinyProtocol.network, imageSize: { ...tinyProtocol.network.imageSize, channels: 1 } };
    await refuses({ protocol: { ...tinyProtocol, network: grey } }, /got 1 image channels, the images have 3/);
    writeFileSync(join(few, "test_batch.bin"), Buffer.alloc(3000));
    await refuses({ data: few, validationCount: 10 }, /got 3000 bytes, must be a multiple of 3073/);
  });

  it("refuses a network that does not fit into memory before it makes anything", async () => {
    await refuses(
      { memoryBytes: 2 ** 20 },
      /^predicted memory: [\d,]+ MiB, more than this machine's 1 MiB; no batch size fits: take fewer channels/,
    );
  });

  it("records a training whose loss is not finite as failed, and ends", async () => {
    const schedule = { kind: "constant", rate: 1e30 } as const;
    const result = await runTraining({ ...tinyRun(at("hot")), protocol: { ...tinyProtocol, schedule } });
    assert.deepEqual([result.mean, result.spread, result.trainings[0].accuracy], [null, null, null]);
    assert.match(result.trainings[0].reason ?? "", /^training step \d+ of 40: the loss is (NaN|Infinity)$/);
    const run = readRun(at("hot"));
    assert.throws(() => readRunTest(run), /training 1 failed: training step/);
    assert.throws(() => readTrainedWeights(run, 2), /training 2 is not finished/);
  });

  it("stops when the disk is full in mid-checkpoint: the checkpoint before stays, and resuming goes on from it", async () => {
    const path = at("full");
    const network = { ...tinyProtocol.network, channels: 8 };
    const controller = new AbortController();
    const config = { ...tinyRun(path), protocol: { ...tinyProtocol, network } };
    const onProgress = ({ trainingStep }: { trainingStep: number }) => trainingStep >= 2 && controller.abort();
    await assert.rejects(
      runTraining({ ...config, signal: controller.signal, onProgress: (state) => void onProgress(state) }),
      /stopped after training step/,
    );
    const checkpoints = readdirSync(join(path, "checkpoints"));
    assert.ok(checkpoints.length > 0);
    // A limit on the size of files stops a write in its middle as a full disk does; only checkpoints reach it.
    const { status, stderr } = spawnSync(
      "bash",
      [
        "-c",
        `ulimit -f 1000; trap "" XFSZ; exec "$0" "$@"`,
        process.execPath,
        launcher,
        "train",
        "--out",
        path,
        "--threads",
        "1",
      ],
      {
        encoding: "utf8",
      },
    );
    assert.equal(status, 2, stderr);
    const last = stderr.trim().split("\n").at(-1) ?? "";
    assert.match(
      last,
      /\.safetensors: cannot be written: a limit on the size of files; what was written before stays: mend that and start again, it resumes$/,
    );
    assert.deepEqual(readdirSync(join(path, "checkpoints")), checkpoints);
    const warnings: string[] = [];
    const result = await runTraining({ path, threads: 1, onWarning: (message) => warnings.push(message) });
    assert.deepEqual([warnings, result.trainings.length], [[], 1]);
  });
});

describe("the protocols of a training in earnest", () => {
  it("are the paper's, as far as they are known", () => {
    const large = trainingProtocolByName("large");
    assert.deepEqual([large.network.channels, large.network.cellsPerGroup, large.trainingSteps], [64, 2, 80_000]);
    assert.deepEqual(large.schedule, { kind: "steps", rate: 0.1, dropAt: [40_000, 60_000, 70_000], factor: 0.1 });
    assert.deepEqual(large.augmentation, { shift: 4, padding: "zero", flip: true });
    const small = trainingProtocolByName("small");
    assert.deepEqual([small.network.channels, small.network.cellsPerGroup, small.trainingSteps], [16, 1, 5_000]);
    assert.equal(runTrainingDefaults.protocol, large);
    assert.throws(() => trainingProtocolByName("huge"), /network: got "huge", must be small, large or imagenet/);
    const imagenet = trainingProtocolByName("imagenet");
    const { network, batchSize, trainingSteps, labelSmoothing, augmentation, scoringSize } = imagenet;
    assert.deepEqual(
      [network.channels, network.cellsPerGroup, network.groupCount, network.classCount],
      [64, 2, 4, 1000],
    );
    assert.deepEqual([batchSize, trainingSteps, labelSmoothing, scoringSize.height], [1024, 200_000, 0.1, 299]);
    assert.deepEqual(imagenet.schedule, {
      ...{ kind: "steps", rate: 0.1, factor: 0.1 },
      dropAt: [100_000, 150_000, 175_000],
    });
    assert.deepEqual(augmentation, { resizedCrop: { height: 299, width: 299 }, flip: true });
  });

  it("of ImageNet take another image size everywhere, the others none", () => {
    const small = withImageSide(trainingProtocolByName("imagenet"), 64);
    const side = { height: 64, width: 64 };
    assert.deepEqual([small.augmentation.resizedCrop, small.scoringSize], [side, side]);
    assert.deepEqual(small.network.imageSize, { ...side, channels: 3 });
    assert.throws(() => withImageSide(small, 0), InputError);
    assert.throws(
      () => withImageSide(trainingProtocolByName("large"), 64),
      /image size: got 64, but the images of protocol large have their own; leave it out/,
    );
  });

  it("scale the drops of the learning rate with the training steps", () => {
    const short = withTrainingSteps(trainingProtocolByName("large"), 8_000);
    assert.deepEqual(short.schedule, { kind: "steps", rate: 0.1, dropAt: [4_000, 6_000, 7_000], factor: 0.1 });
    assert.throws(() => withTrainingSteps(short, 0), InputError);
  });
});
