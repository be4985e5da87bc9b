import assert from "node:assert/strict";
import { isSpent } from "../../lib/evaluation/recycle.js";

describe("isSpent", () => {
  const rule = { evaluations: 10, spareBytes: 100 };
  const state = { evaluations: 1, memoryBytes: 600, predictedBytes: 500 };

  it("is true of a child after its share of evaluations", () => {
    assert.ok(!isSpent({ ...state, evaluations: 9 }, rule));
    assert.ok(isSpent({ ...state, evaluations: 10 }, rule));
  });

  it("is true of a child that holds more than its largest network's predicted memory plus the allowance", () => {
    assert.ok(!isSpent(state, rule));
    assert.ok(isSpent({ ...state, memoryBytes: 601 }, rule));
    assert.ok(!isSpent({ ...state, memoryBytes: 601, predictedBytes: 501 }, rule));
  });
});
