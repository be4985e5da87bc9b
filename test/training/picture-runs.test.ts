// Runs on folders of pictures, decoded while they train: whole, stopped and resumed, with every kind of network.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publishedCell } from "../../lib/genotype/published.js";
import { InputError } from "../../lib/input/errors.js";
import { trainingProtocolByName, withImageSide, withTrainingSteps } from "../../lib/training/large-protocol.js";
import { readRun, readRunTest } from "../../lib/training/read-run.js";
import { runTraining } from "../../lib/training/run-training.js";
import type { RunTrainingConfig } from "../../lib/training/run-training-config.js";
import { wrongPictureRows } from "../../lib/training/wrong-pictures.js";
import { makePictureFolder, put } from "../dataset/pictures/made-pictures.js";
import { runFiles, tinyProtocol } from "./tiny-run.js";

describe("a run on a folder of pictures", function () {
  this.timeout(120_000);
  let place: string;
  let pictures: string;
  const { HIERNAS_CACHE: cacheBefore } = process.env;

  const imagenet = withTrainingSteps(withImageSide(trainingProtocolByName("imagenet"), 24), 12);
  const protocol = {
    ...imagenet,
    ...{ batchSize: 8, scoringBatchSize: 8, recalibrationBatches: 2 },
    network: { ...imagenet.network, channels: 2, cellsPerGroup: 1 },
  };
  const config = (name: string): RunTrainingConfig => ({
    ...{ path: join(place, name), genotype: publishedCell, protocol, data: pictures },
    ...{ threads: 1, decoders: 2, checkpointEvery: 3, validateEvery: 6 },
  });

  before(async () => {
    place = mkdtempSync(join(tmpdir(), "hiernas-picture-runs-"));
    process.env.HIERNAS_CACHE = join(place, "cache");
    pictures = await makePictureFolder(join(place, "pictures"), { classes: 11, train: 5, val: 2, side: 26 });
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env.HIERNAS_CACHE;
    else process.env.HIERNAS_CACHE = cacheBefore;
    rmSync(place, { recursive: true, force: true });
  });

  it("says all about itself, with top-1 and top-5", async () => {
    await runTraining(config("whole"));
    const { images, settings, result, curve } = readRun(join(place, "whole"));
    const { classNames, normalization } = images;
    assert.deepEqual(images, { training: 44, validation: 11, test: 22, classNames, normalization });
    assert.deepEqual(classNames.slice(0, 2), ["class 0", "class 1"]);
    assert.equal(settings.protocol.network.classCount, 11, "the classes are the data's, not ImageNet's");
    assert.match(settings.data, /^pictures [0-9a-f]{12}$/);
    assert.equal(settings.validationCount, 11);
    const [{ accuracy, topFiveAccuracy }] = result.trainings;
    assert.ok(
      accuracy !== null && topFiveAccuracy !== undefined && topFiveAccuracy >= accuracy && topFiveAccuracy <= 1,
    );
    const run = readRun(join(place, "whole"));
    const { labels, predicted } = readRunTest(run);
    assert.equal(labels.filter((label, index) => label === predicted[index]).length / labels.length, accuracy);
    assert.equal(curve.filter(({ validationAccuracy }) => validationAccuracy !== undefined).length, 2);
    const wrong = wrongPictureRows(run, { count: 3 });
    assert.deepEqual([wrong[0].height, wrong[0].width, wrong[0].pixels.length], [24, 24, 24 * 24 * 3]);
  });

  it("stopped and resumed, with other decoders, is to the byte what it is uninterrupted", async () => {
    const whole = runFiles(join(place, "whole"));
    for (const stopAt of [5, 7]) {
      const controller = new AbortController();
      const onProgress: RunTrainingConfig["onProgress"] = ({ trainingStep }) =>
        trainingStep >= stopAt && controller.abort();
      await assert.rejects(
        runTraining({ ...config("resumed"), decoders: stopAt === 5 ? 1 : 3, signal: controller.signal, onProgress }),
        { name: "AbortError" },
      );
    }
    await runTraining({ path: join(place, "resumed"), threads: 1 });
    assert.deepEqual(runFiles(join(place, "resumed")), whole);
    assert.equal(Object.keys(whole).length, 4);
  });

  it("takes both splits of train where nothing is watched, and a part where it is limited", async () => {
    const few = withTrainingSteps(protocol, 2);
    await runTraining({ ...config("together"), protocol: few, validateEvery: undefined });
    assert.deepEqual(readRun(join(place, "together")).images.training, 55);
    await runTraining({
      ...config("limited"),
      protocol: { ...few, trainingImages: 14, scoringImages: 7 },
      validateEvery: 1,
    });
    const { images } = readRun(join(place, "limited"));
    assert.deepEqual([images.training, images.validation], [14, 7]);
  });

  it("of another network has all pictures in memory at its size", async () => {
    const small = withTrainingSteps({ ...tinyProtocol, trainingImages: undefined }, 3);
    await runTraining({ ...config("small"), protocol: small, validateEvery: undefined });
    const { images, settings } = readRun(join(place, "small"));
    assert.deepEqual([images.training, images.test, settings.protocol.network.classCount], [55, 22, 11]);
  });

  it("names and skips bad pictures, or refuses them, before anything is made", async () => {
    const folder = await makePictureFolder(join(place, "bad pictures"), { classes: 2, train: 5, val: 2, side: 26 });
    put(folder, "train/class 0/bad.jpg", "text");
    const strict = { ...config("strict"), data: folder, strict: true };
    await assert.rejects(runTraining(strict), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(
        error.message,
        /bad pictures: 1 of 15 pictures cannot be used: train\/class 0\/bad\.jpg \(is no JPEG/,
      );
      return true;
    });
    assert.ok(!existsSync(join(place, "strict")));
    const warnings: string[] = [];
    const few = {
      ...config("skipping"),
      data: folder,
      protocol: withTrainingSteps(protocol, 1),
      validateEvery: undefined,
    };
    await runTraining({ ...few, onWarning: (message) => warnings.push(message) });
    assert.deepEqual(
      warnings.map((line) => /skipped$/.test(line)),
      [true],
    );
    const { images, result } = readRun(join(place, "skipping"));
    assert.equal(images.training, 10);
    assert.ok(!("topFiveAccuracy" in result.trainings[0]), "of two classes all are among five");
  });

  it("refuses images in memory for a network of pictures of any size", async () => {
    await assert.rejects(runTraining({ ...config("sample"), data: "sample" }), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(
        error.message,
        /^sample: is no folder of pictures \(train\/CLASS\/PICTURE\), which a random resized crop/,
      );
      return true;
    });
    assert.ok(!existsSync(join(place, "sample")));
  });

  it("refuses to go on with other pictures", async () => {
    const path = join(place, "whole");
    put(pictures, "train/class 0/more.png", readFileSync(join(pictures, "val/class 0/000.png")));
    try {
      await assert.rejects(runTraining({ path, threads: 1 }), /data: the run has "pictures .*", got "pictures .*"/);
    } finally {
      rmSync(join(pictures, "train/class 0/more.png"));
    }
    await runTraining({ path, threads: 1 });
  });
});
