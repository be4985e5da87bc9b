import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { jStat } from "jstat";
import { type Augmentation, laptopAugmentation, noAugmentation, paperAugmentation } from "../../lib/dataset/augment.js";
import { scoringBatches, trainingBatches } from "../../lib/dataset/batches.js";
import type { Batch } from "../../lib/graph/session/batch.js";
import { type Images, makeImages } from "../../lib/dataset/images.js";
import { computeNormalization } from "../../lib/dataset/normalize.js";
import { makeSyntheticData } from "../../lib/dataset/synthetic.js";
import { InputError } from "../../lib/input/errors.js";
import { createRandom } from "../../lib/random.js";

/** Leaves pixel values as they are. */
const asIs = { mean: [0], standardDeviation: [1] };

/** One image, 3×3, of the values 1 to 9, row by row. */
const nine = makeImages({
  height: 3,
  width: 3,
  channels: 1,
  pixels: Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  labels: Uint8Array.of(6),
});

/** The number of times that each variation of the image came up in `draws` draws, by its values. */
function variations(image: Images, augmentation: Augmentation, draws: number, seed: number): Map<string, number> {
  const [batch] = take(image, augmentation, draws, 1, seed);
  const length = batch.images.length / draws;
  const counts = new Map<string, number>();
  for (let draw = 0; draw < draws; draw++) {
    const key = batch.images.subarray(draw * length, (draw + 1) * length).join(" ");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function take(images: Images, augmentation: Augmentation, batchSize: number, batches: number, seed: number): Batch[] {
  const normalization = images.channels === 1 ? asIs : computeNormalization(images);
  const source = trainingBatches(images, { batchSize, augmentation, normalization, random: createRandom(seed) });
  return Array.from({ length: batches }, () => source.next().value);
}

/** The probability of counts at least this uneven under a uniform draw. */
function uniformP(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return 1 - jStat.chisquare.cdf(statistic, counts.length - 1);
}

function checksum(batches: readonly Batch[]): string {
  const hash = createHash("sha256");
  for (const { images, labels } of batches) hash.update(images).update(labels);
  return hash.digest("hex").slice(0, 16);
}

/** Ten images of 10×9 in which neighbouring values all differ. */
function variedImages(channels: number): Images {
  const pixels = Uint8Array.from({ length: 10 * 10 * 9 * channels }, (_, index) => (index * 7_919) >> 3);
  return makeImages({ height: 10, width: 9, channels, pixels, labels: Uint8Array.from({ length: 10 }, (_, i) => i) });
}

describe("trainingBatches", () => {
  it("flips images left to right half of the time", () => {
    for (let seed = 0; seed < 10; seed++) {
      const counts = variations(nine, { flip: true }, 1000, seed);
      assert.deepEqual([...counts.keys()].sort(), ["1 2 3 4 5 6 7 8 9", "3 2 1 6 5 4 9 8 7"]);
      assert.ok(uniformP([...counts.values()]) > 0.001, `seed ${seed}: ${[...counts.values()].join(" ")}`);
    }
  });

  it("cuts each window inside the image equally often", () => {
    const windows = ["1 2 4 5", "2 3 5 6", "4 5 7 8", "5 6 8 9"];
    for (let seed = 0; seed < 10; seed++) {
      const counts = variations(nine, { crop: { height: 2, width: 2 }, flip: false }, 1000, seed);
      assert.deepEqual([...counts.keys()].sort(), windows);
      assert.ok(uniformP([...counts.values()]) > 0.001, `seed ${seed}: ${[...counts.values()].join(" ")}`);
    }
  });

  it("draws window and flip independently", () => {
    const counts = variations(nine, { crop: { height: 2, width: 2 }, flip: true }, 4000, 1);
    assert.equal(counts.size, 8);
    assert.ok(uniformP([...counts.values()]) > 0.001);
  });

  it("shifts over the border, filling with zeros", () => {
    const counts = variations(nine, { shift: 1, padding: "zero", flip: false }, 4500, 1);
    assert.deepEqual([...counts.keys()].sort(), [
      "0 0 0 0 1 2 0 4 5",
      "0 0 0 1 2 3 4 5 6",
      "0 0 0 2 3 0 5 6 0",
      "0 1 2 0 4 5 0 7 8",
      "0 4 5 0 7 8 0 0 0",
      "1 2 3 4 5 6 7 8 9",
      "2 3 0 5 6 0 8 9 0",
      "4 5 6 7 8 9 0 0 0",
      "5 6 0 8 9 0 0 0 0",
    ]);
    assert.ok(uniformP([...counts.values()]) > 0.001);
  });

  it("shifts over the border, filling with the image mirrored at its outermost pixels", () => {
    const row = makeImages({
      height: 1,
      width: 3,
      channels: 1,
      pixels: Uint8Array.from([1, 2, 3]),
      labels: new Uint8Array(1),
    });
    const tall = makeImages({
      height: 3,
      width: 3,
      channels: 1,
      pixels: Uint8Array.from([1, 2, 3, 1, 2, 3, 1, 2, 3]),
      labels: new Uint8Array(1),
    });
    const seen = [...variations(tall, { crop: { height: 1, width: 3 }, shift: 2, flip: false }, 500, 1).keys()].sort();
    assert.deepEqual(seen, ["1 2 3", "2 1 2", "2 3 2", "3 2 1"]);
    assert.throws(() => variations(row, { shift: 1, flip: false }, 1, 1), InputError);
  });

  it("shows every image once per epoch, in a new order each time, with batches across the end of an epoch", () => {
    const ten = makeImages({
      height: 1,
      width: 1,
      channels: 1,
      pixels: Uint8Array.from({ length: 10 }, (_, i) => i),
      labels: Uint8Array.from({ length: 10 }, (_, i) => i),
    });
    const labels = take(ten, noAugmentation, 4, 10, 5).flatMap((batch) => [...batch.labels]);
    const epochs = [0, 1, 2, 3].map((epoch) => labels.slice(10 * epoch, 10 * epoch + 10));
    for (const epoch of epochs) assert.deepEqual([...epoch].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(new Set(epochs.map(String)).size, 4);
  });

  it("keeps pixels with their labels, and supports batches larger than the data", () => {
    const two = makeImages({
      height: 1,
      width: 1,
      channels: 1,
      pixels: Uint8Array.of(50, 70),
      labels: Uint8Array.of(5, 7),
    });
    const [batch] = take(two, noAugmentation, 9, 1, 1);
    assert.deepEqual(
      [...batch.images],
      [...batch.labels].map((label) => 10 * label),
    );
    assert.deepEqual(batch.shape, [9, 1, 1, 1]);
  });

  it("reproduces the first batches of a seed bit for bit, and gives others for another seed", () => {
    const { training } = makeSyntheticData({
      seed: 1,
      height: 32,
      width: 32,
      counts: { training: 40, validation: 1, test: 1 },
    });
    for (const [augmentation, pinned] of [
      [paperAugmentation, "431b48cd2d7aab62"],
      [laptopAugmentation, "c40a4bf17b7193ef"],
    ] as const) {
      const batches = take(training, augmentation, 16, 4, 1);
      assert.equal(checksum(batches), pinned);
      assert.notEqual(checksum(take(training, augmentation, 16, 4, 2)), pinned);
    }
  });

  it("reproduces batches with shifts, other channels and other shapes bit for bit", () => {
    for (const [channels, augmentation, pinned] of [
      [1, { shift: 3, padding: "zero", flip: true }, "915b16d013eef23f"],
      [2, { crop: { height: 7, width: 4 }, shift: 2, flip: true }, "2d50514a3c4b6881"],
      [3, { crop: { height: 5, width: 9 }, shift: 4, padding: "zero", flip: true }, "cc65c494eb42abb3"],
      [4, { resize: { height: 6, width: 5 }, shift: 1, padding: "reflect", flip: false }, "43fb5b1d4093bb4e"],
    ] as const) {
      const images = variedImages(channels);
      const normalization = computeNormalization(images);
      const config = { batchSize: 7, augmentation, normalization };
      const ofSeed = (reuse?: boolean) => trainingBatches(images, { ...config, reuse, random: createRandom(1) });
      const [fresh, reused] = [ofSeed(), ofSeed(true)];
      const [kept, seen] = [createHash("sha256"), createHash("sha256")];
      for (let count = 0; count < 5; count++) {
        kept.update(fresh.next().value.images);
        seen.update(reused.next().value.images);
      }
      const digest = kept.digest("hex");
      assert.equal(digest.slice(0, 16), pinned);
      assert.equal(seen.digest("hex"), digest);
    }
  });

  it("gives each batch a new array, or the same one again if allowed", () => {
    const config = { batchSize: 2, augmentation: noAugmentation, normalization: asIs };
    for (const reuse of [false, true]) {
      const training = trainingBatches(nine, { ...config, reuse, random: createRandom(1) });
      const [one, other] = [training.next().value, training.next().value];
      assert.equal(one.images === other.images, reuse);
      assert.equal(one.labels === other.labels, reuse);
    }
  });

  it("does not advance the given stream, and iterates twice alike", () => {
    const random = createRandom(3);
    const config = { batchSize: 4, augmentation: { flip: true }, normalization: asIs, random };
    const first = trainingBatches(nine, config).next().value;
    assert.deepEqual(trainingBatches(nine, config).next().value, first);
    assert.equal(random.uniform(), createRandom(3).uniform());
  });

  it("begins at any batch with the same stream as one that made all batches before it", () => {
    const images = variedImages(3);
    const normalization = computeNormalization(images);
    for (const augmentation of [
      noAugmentation,
      { crop: { height: 7, width: 4 }, shift: 2, flip: true },
      { shift: 4, padding: "zero", flip: true, cutout: 5 },
      { resize: { height: 6, width: 5 }, flip: false, cutout: 3 },
    ] as const) {
      // 7 does not divide the 10 images, 5 and 10 do, 23 holds more than two epochs.
      for (const batchSize of [7, 5, 10, 23]) {
        const config = { batchSize, augmentation, normalization, random: createRandom("skip") };
        const whole = trainingBatches(images, config);
        for (let number = 0; number < 25; number++) {
          const expected = whole.next().value;
          const source = trainingBatches(images, { ...config, firstBatch: number });
          assert.deepEqual(source.next().value, expected, `batch ${number} of ${batchSize}`);
        }
        const [late, expected] = [trainingBatches(images, { ...config, firstBatch: 23 }), whole];
        late.next();
        late.next();
        assert.deepEqual(late.next().value, expected.next().value);
      }
    }
  });

  it("cuts out a square around every pixel equally often, smaller at the border, and leaves the rest as it is", () => {
    const counts = variations(nine, { flip: false, cutout: 3 }, 4500, 1);
    assert.deepEqual([...counts.keys()].sort(), [
      "0 0 0 0 0 0 0 0 0",
      "0 0 0 0 0 0 7 8 9",
      "0 0 3 0 0 6 0 0 9",
      "0 0 3 0 0 6 7 8 9",
      "1 0 0 4 0 0 7 0 0",
      "1 0 0 4 0 0 7 8 9",
      "1 2 3 0 0 0 0 0 0",
      "1 2 3 0 0 6 0 0 9",
      "1 2 3 4 0 0 7 0 0",
    ]);
    assert.ok(uniformP([...counts.values()]) > 0.001);
    // An even side reaches one pixel further up and to the left.
    const even = variations(nine, { flip: false, cutout: 2 }, 500, 1);
    assert.ok(even.has("0 2 3 4 5 6 7 8 9") && even.has("1 2 3 4 0 0 7 0 0") && !even.has("1 2 3 4 5 6 7 8 0"));
  });

  it("draws the same windows and flips with and without cutout", () => {
    const images = variedImages(3);
    const augmentation = { shift: 2, padding: "reflect", flip: true } as const;
    const [plain] = take(images, augmentation, 16, 1, 4);
    const [cut] = take(images, { ...augmentation, cutout: 4 }, 16, 1, 4);
    const differing = cut.images.filter((value, index) => value !== plain.images[index]);
    assert.ok(differing.length > 0 && differing.every((value) => value === 0));
    assert.throws(
      () => take(images, { flip: false, cutout: 10 }, 1, 1, 1),
      /got a cutout of 10, must fit into the image of 10×9/,
    );
    assert.throws(() => take(images, { flip: false, cutout: 0 }, 1, 1, 1), InputError);
  });

  it("refuses at once a batch size other than a whole number of at least 1, and a normalization for other channels", () => {
    const config = { augmentation: noAugmentation, normalization: asIs, random: createRandom(1) };
    for (const batchSize of [0, -1, 1.5, NaN, Infinity]) {
      assert.throws(() => trainingBatches(nine, { ...config, batchSize }), InputError);
      assert.throws(() => scoringBatches(nine, { normalization: asIs, batchSize }), InputError);
    }
    for (const firstBatch of [-1, 1.5, NaN, Infinity]) {
      assert.throws(() => trainingBatches(nine, { ...config, batchSize: 1, firstBatch }), InputError);
    }
    const normalization = { mean: [0, 0], standardDeviation: [1, 1] };
    assert.throws(() => trainingBatches(nine, { ...config, batchSize: 1, normalization }), InputError);
    assert.throws(() => scoringBatches(nine, { batchSize: 1, normalization }), InputError);
  });
});

describe("scoringBatches", () => {
  it("gives all images once, in order, the last batch smaller", () => {
    const five = makeImages({
      height: 1,
      width: 2,
      channels: 1,
      pixels: Uint8Array.from({ length: 10 }, (_, i) => i),
      labels: Uint8Array.from([4, 3, 2, 1, 0]),
    });
    const batches = [...scoringBatches(five, { batchSize: 2, normalization: { mean: [1], standardDeviation: [2] } })];
    assert.deepEqual(
      batches.map((batch) => batch.shape),
      [
        [2, 1, 2, 1],
        [2, 1, 2, 1],
        [1, 1, 2, 1],
      ],
    );
    assert.deepEqual(
      batches.flatMap((batch) => [...batch.labels]),
      [4, 3, 2, 1, 0],
    );
    assert.deepEqual(
      batches.flatMap((batch) => [...batch.images]),
      [-0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4],
    );
  });

  it("reproduces all batches bit for bit, in new arrays or in one", () => {
    for (const [channels, pinned] of [
      [1, "95691a6d28b38875"],
      [3, "911fa960ed324c6c"],
    ] as const) {
      const images = variedImages(channels);
      const config = { batchSize: 4, normalization: computeNormalization(images) };
      const lengths = [4, 4, 2].map((count) => count * 10 * 9 * channels);
      for (const reuse of [false, true]) {
        const hash = createHash("sha256");
        const seen: number[] = [];
        for (const { images: values, labels, shape } of scoringBatches(images, { ...config, reuse })) {
          hash.update(values).update(labels);
          seen.push(values.length);
          assert.equal(labels.length, shape[0]);
        }
        assert.deepEqual(seen, lengths);
        assert.equal(hash.digest("hex").slice(0, 16), pinned);
      }
    }
  });

  it("resizes the whole image if the protocol says so", () => {
    const [batch] = scoringBatches(nine, { batchSize: 1, normalization: asIs, resize: { height: 1, width: 1 } });
    assert.deepEqual([...batch.images], [5]);
  });
});
