import assert from "node:assert/strict";
import { channelCounts, compareOperation, givenSizes, takeTurns, TOLERANCE } from "./compare-operation.js";
import { operationCases } from "./operation-cases.js";
import { randomCase } from "./random-network.js";

/**
 * The number of channel counts per case, and of sizes per channel count: every member of the lists must occur, but not
 * every combination.
 */
const [COUNTS, SIZES] = [2, 3];
const RANDOM_NETWORKS = 16;
/**
 * Chains of normalizations magnify rounding: TensorFlow's rewritten graph differs from the plain one by up to 4e-5
 * here.
 */
const RANDOM_TOLERANCE = 1e-4;

describe("the fused graph computes each operation like the plain one, within 1e-5:", function () {
  this.timeout(60_000);

  operationCases.forEach((each, index) => {
    it(each.name, async () => {
      const counts = takeTurns(channelCounts, 2 * index, COUNTS);
      for (const [turn, channels] of counts.entries()) {
        const sizes = takeTurns(givenSizes, 4 * index + SIZES * turn, SIZES);
        for (const { what, error } of await compareOperation(each, channels, 1 + ((index + turn) % 9), sizes))
          assert.ok(error <= TOLERANCE, `${what} differs by ${error}`);
      }
    });
  });
});

describe("the fused graph computes random small networks like the plain one, within 1e-4:", function () {
  this.timeout(60_000);

  // With batches of a few pixels, each normalization magnifies rounding.
  const sizesOfMany = givenSizes.filter(([batch, height, width]) => batch < 64 && batch * height * width > 50);

  for (let seed = 0; seed < RANDOM_NETWORKS; seed++) {
    it(`seed ${seed}`, async () => {
      const sizes = takeTurns(sizesOfMany, seed, 2);
      for (const { what, error } of await compareOperation(randomCase(`${seed}`), 1 + ((5 * seed) % 11), 3, sizes))
        assert.ok(error <= RANDOM_TOLERANCE, `${what} differs by ${error}`);
    });
  }
});
