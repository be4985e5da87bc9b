import assert from "node:assert/strict";
import { CURVE_POINTS, recordCurve } from "../../lib/evaluation/curve.js";

describe("recordCurve", () => {
  it("keeps every step of a short training", () => {
    const curve = recordCurve(3);
    for (const loss of [3, 2, 1]) curve.add(loss);
    assert.deepEqual(curve.points(), [
      { trainingStep: 1, loss: 3 },
      { trainingStep: 2, loss: 2 },
      { trainingStep: 3, loss: 1 },
    ]);
  });

  it("thins a long training to evenly spaced mean losses, with the last step included", () => {
    const curve = recordCurve(10, 4);
    for (let step = 1; step <= 10; step++) curve.add(step);
    assert.deepEqual(curve.points(), [
      { trainingStep: 3, loss: 2 },
      { trainingStep: 5, loss: 4.5 },
      { trainingStep: 8, loss: 7 },
      { trainingStep: 10, loss: 9.5 },
    ]);
  });

  it("never exceeds its bound on points, and always ends with the last step", () => {
    for (const steps of [1, 99, 100, 101, 150, 199, 5_000]) {
      const curve = recordCurve(steps);
      for (let step = 1; step <= steps; step++) curve.add(1);
      const points = curve.points();
      assert.equal(points.length, Math.min(steps, CURVE_POINTS));
      assert.equal(points[points.length - 1].trainingStep, steps);
    }
  });
});
