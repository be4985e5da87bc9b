import assert from "node:assert/strict";
import { channelCounts, compareOperation, givenSizes, takeTurns, TOLERANCE } from "./compare-operation.js";
import { operationCases } from "./operation-cases.js";

/** Every case on so many channel counts, each on so many sizes: all combinations of the lists are not needed, each of their members is. */
const [COUNTS, SIZES] = [2, 3];

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
