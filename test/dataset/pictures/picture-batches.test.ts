import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { type Augmentation, augmentedSize, pictureAugmentation } from "../../../lib/dataset/augment.js";
import { scoringBatchesOf, trainingBatchesOf } from "../../../lib/dataset/image-batches.js";
import { computePictureNormalization, openPictureData } from "../../../lib/dataset/pictures/load-pictures.js";
import type { Pictures } from "../../../lib/dataset/pictures/pictures.js";
import type { Batch } from "../../../lib/graph/session/batch.js";
import { InputError } from "../../../lib/input/errors.js";
import { createRandom } from "../../../lib/random.js";
import { makePictureFolder, put } from "./made-pictures.js";

const SIDE = { height: 20, width: 20 };
const identity = { mean: [0, 0, 0], standardDeviation: [1, 1, 1] };
const crop: Augmentation = { resizedCrop: SIDE, flip: true, cutout: 5 };

describe("batches of pictures", function () {
  this.timeout(60_000);
  let place: string;
  let pictures: Pictures;
  let test: Pictures;
  const { HIERNAS_CACHE: cacheBefore } = process.env;

  before(async () => {
    place = mkdtempSync(join(tmpdir(), "hiernas-batches-"));
    process.env.HIERNAS_CACHE = join(place, "cache");
    const folder = await makePictureFolder(join(place, "made"));
    ({ all: pictures, test } = openPictureData(folder, SIDE, { seed: 1 }));
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env.HIERNAS_CACHE;
    else process.env.HIERNAS_CACHE = cacheBefore;
    rmSync(place, { recursive: true, force: true });
  });

  async function take(count: number, config: Partial<Parameters<typeof trainingBatchesOf>[1]> = {}): Promise<Batch[]> {
    const settings = { batchSize: 4, augmentation: crop, normalization: identity, random: createRandom(1), ...config };
    const batches = trainingBatchesOf(pictures, settings);
    const taken: Batch[] = [];
    for (let index = 0; index < count; index++) taken.push((await batches.next()).value);
    await batches.return(undefined as never);
    return taken;
  }

  it("are the same whenever they are drawn, and from wherever they begin", async () => {
    const whole = await take(12);
    assert.deepEqual(whole[0].shape, [4, 20, 20, 3]);
    assert.deepEqual(await take(12), whole);
    for (const firstBatch of [1, 4, 5, 9])
      assert.deepEqual(await take(12 - firstBatch, { firstBatch }), whole.slice(firstBatch));
    assert.notDeepEqual(await take(1, { random: createRandom(2) }), whole.slice(0, 1));
  });

  it("have every picture once an epoch, in another order each time", async () => {
    const labels = (await take(9)).flatMap((batch) => [...batch.labels]);
    const [one, two] = [labels.slice(0, 18), labels.slice(18)];
    for (const epoch of [one, two]) assert.deepEqual([...epoch].sort(), [...pictures.labels].sort());
    assert.notDeepEqual(one, two);
  });

  it("vary a picture: windows, mirrored halves, and a hole of the mean", async () => {
    const normalization = { mean: [500, 500, 500], standardDeviation: [1, 1, 1] };
    const [batch] = await take(1, { batchSize: 18, normalization });
    const length = 20 * 20 * 3;
    for (let image = 0; image < 18; image++) {
      const holes = batch.images.subarray(image * length, (image + 1) * length).filter((value) => value === 0).length;
      assert.ok(holes >= 3 * 3 * 3 && holes <= 5 * 5 * 3, String(holes));
    }
    // Half of them are mirrored: without the flip, as many differ.
    const plain = await take(3, { batchSize: 18, augmentation: { resizedCrop: SIDE, flip: true } });
    const straight = await take(3, { batchSize: 18, augmentation: { resizedCrop: SIDE, flip: false } });
    let mirrored = 0;
    plain.forEach(({ images }, index) => {
      for (let at = 0; at < images.length; at += length) {
        const [one, other] = [images, straight[index].images].map((each) => each.subarray(at, at + length));
        const isMirror = one.every((value, place) => {
          const [channel, x, y] = [place % 3, Math.floor(place / 3) % 20, Math.floor(place / 60)];
          return value === other[(y * 20 + (19 - x)) * 3 + channel];
        });
        if (isMirror && !one.every((value, place) => value === other[place])) mirrored++;
      }
    });
    assert.ok(mirrored > 13 && mirrored < 41, `${mirrored} of 54 are mirrored`);
  });

  it("score the middle of each picture, in order", async () => {
    const batches: Batch[] = [];
    for await (const batch of scoringBatchesOf(test, { batchSize: 4, normalization: identity })) batches.push(batch);
    assert.deepEqual(
      batches.map(({ labels }) => [...labels]),
      [
        [0, 0, 1, 1],
        [2, 2],
      ],
    );
    // The second picture is 28×30: its middle 28×28.
    const wanted = await sharp(test.paths[1])
      .extract({ left: 0, top: 1, width: 28, height: 28 })
      .resize(20, 20, { fit: "fill" })
      .raw()
      .toBuffer();
    assert.deepEqual(batches[0].images.subarray(1200, 2400), Float32Array.from(wanted));
  });

  it("are normalized by the pictures' own colours", async () => {
    const { mean, standardDeviation } = await computePictureNormalization(pictures);
    for (const value of mean) assert.ok(value > 90 && value < 180, String(value));
    for (const value of standardDeviation) assert.ok(value > 20 && value < 90, String(value));
    assert.deepEqual(await computePictureNormalization(pictures), { mean, standardDeviation });
  });

  it("say which picture has gone or broken since it was read", async () => {
    const folder = await makePictureFolder(join(place, "going"));
    const { all } = openPictureData(folder, SIDE, { seed: 1 });
    rmSync(all.paths[3]);
    put(folder, "train/class 1/002.jpg", "");
    const settings = { batchSize: 18, augmentation: crop, normalization: identity, random: createRandom(1) };
    await assert.rejects(
      trainingBatchesOf(all, settings).next() as Promise<unknown>,
      (error) =>
        error instanceof InputError &&
        /(003|002)\.jpg: cannot be decoded: .*; it could be before: mend it and start again$/.test(error.message),
    );
    writeFileSync(all.paths[3], "");
  });
});

describe("a resized crop", () => {
  it("has a size of its own and excludes the other ways", () => {
    assert.deepEqual(augmentedSize({ height: 5, width: 5 }, pictureAugmentation), { height: 299, width: 299 });
    assert.throws(
      () => augmentedSize({ height: 32, width: 32 }, { ...pictureAugmentation, shift: 2 }),
      /got a resizedCrop and shift, must be one or the other/,
    );
    assert.throws(
      () => augmentedSize({ height: 32, width: 32 }, { resizedCrop: SIDE, cutout: 21, flip: false }),
      /got a cutout of 21, must fit into the image of 20×20/,
    );
  });
});
