import assert from "node:assert/strict";
import { channelCounts, compareOperation, givenSizes, takeTurns, TOLERANCE } from "./compare-operation.js";
import { operationCases } from "./operation-cases.js";
import { randomCase } from "./random-network.js";

/**
 * Every case on so many channel counts, each on so many sizes: all combinations of the lists are not needed, each of
 * their members is.
 */
const [COUNTS, SIZES] = [2, 3];
const RANDOM_NETWORKS = 16;
/**
 * Chains of normalizations magnify what is rounded: TensorFlow's own rewritten graph is up to 4e-5 from its plain one
 * on these.
 */
const RANDOM_TOLERANCE = 1e-4;

describe("the fused graph does each operation as the plain one does, to 1e-5:", function () {
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

describe("the fused graph computes random small networks as the plain one does, to 1e-4:", function () {
  this.timeout(60_000);

  // Batches of a few pixels make normalizations magnify what is rounded, one after the other.
  const sizesOfMany = givenSizes.filter(([batch, height, width]) => batch < 64 && batch * height * width > 50);

  for (let seed = 0; seed < RANDOM_NETWORKS; seed++) {
    it(`seed ${seed}`, async () => {
      const sizes = takeTurns(sizesOfMany, seed, 2);
      for (const { what, error } of await compareOperation(randomCase(`${seed}`), 1 + ((5 * seed) % 11), 3, sizes))
        assert.ok(error <= RANDOM_TOLERANCE, `${what} differs by ${error}`);
    });
  }
});
