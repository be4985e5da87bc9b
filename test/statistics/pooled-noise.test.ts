import assert from "node:assert/strict";
import { poolNoise } from "../../lib/statistics/pooled-noise.js";

describe("poolNoise", () => {
  it("weighs variances by their degrees of freedom", () => {
    assert.deepEqual(
      poolNoise([
        { spread: 3, freedom: 1 },
        { spread: 1, freedom: 3 },
        { spread: null, freedom: 0 },
      ]),
      { spread: Math.sqrt(12 / 4), freedom: 4 },
    );
  });

  it("is unknown while nothing was measured twice", () => {
    assert.deepEqual(poolNoise([]), { spread: null, freedom: 0 });
    assert.deepEqual(poolNoise([{ spread: null, freedom: 0 }]), { spread: null, freedom: 0 });
  });
});
