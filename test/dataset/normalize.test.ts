import assert from "node:assert/strict";
import { makeImages } from "../../lib/dataset/images.js";
import { computeNormalization, normalizationTable } from "../../lib/dataset/normalize.js";
import { loadSample } from "../../lib/dataset/sample.js";
import { scoringBatches } from "../../lib/dataset/batches.js";
import { InputError } from "../../lib/input/errors.js";

describe("computeNormalization", () => {
  it("is the mean and deviation of each channel, by hand", () => {
    const images = makeImages({
      height: 1,
      width: 2,
      channels: 2,
      pixels: Uint8Array.from([0, 7, 10, 7]),
      labels: new Uint8Array(1),
    });
    assert.deepEqual(computeNormalization(images), { mean: [5, 7], standardDeviation: [5, 1] });
  });

  it("makes the training images mean 0 and variance 1 in each channel", () => {
    const { training } = loadSample();
    const sums = [0, 0, 0];
    const squares = [0, 0, 0];
    for (const batch of scoringBatches(training, { batchSize: 500, normalization: computeNormalization(training) })) {
      batch.images.forEach((value, index) => {
        sums[index % 3] += value;
        squares[index % 3] += value * value;
      });
    }
    const pixels = training.pixels.length / 3;
    for (const channel of [0, 1, 2]) {
      assert.ok(Math.abs(sums[channel] / pixels) < 1e-6);
      assert.ok(Math.abs(squares[channel] / pixels - 1) < 1e-6);
    }
  });
});

describe("normalizationTable", () => {
  it("refuses another number of channels, and deviations that are not above 0", () => {
    assert.throws(() => normalizationTable({ mean: [1], standardDeviation: [1] }, 3), InputError);
    for (const deviation of [0, -1, NaN, Infinity]) {
      assert.throws(() => normalizationTable({ mean: [1], standardDeviation: [deviation] }, 1), InputError);
    }
  });
});
