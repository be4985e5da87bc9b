import assert from "node:assert/strict";
import { compareOperation, TOLERANCE } from "./compare-operation.js";
import { wideCases } from "./wide-cases.js";

describe("the fused graph computes wide networks like the plain one, within 1e-5:", function () {
  this.timeout(60_000);

  for (const { operation, channels, sizes } of wideCases) {
    it(`${operation.name}, ${channels} channels`, async () => {
      for (const { what, error } of await compareOperation(operation, channels, 3, sizes))
        assert.ok(error <= TOLERANCE, `${what} differs by ${error}`);
    });
  }
});
