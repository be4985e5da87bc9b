import assert from "node:assert/strict";
import { callBadly } from "../../input/bad-calls.js";
import { learningRateAt, type Schedule } from "../../../lib/graph/session/learning-rate.js";
import { InputError } from "../../../lib/input/errors.js";

describe("learningRateAt", () => {
  const over = (schedule: Schedule, steps: readonly number[], count: number) =>
    steps.map((step) => Number(learningRateAt(schedule, step, count).toPrecision(12)));

  it("stays constant", () => {
    assert.deepEqual(over({ kind: "constant", rate: 0.03 }, [0, 5, 9], 10), [0.03, 0.03, 0.03]);
  });

  it("drops from the paper's training steps on", () => {
    const paper: Schedule = { kind: "steps", rate: 0.1, dropAt: [4000, 4500], factor: 0.1 };
    assert.deepEqual(over(paper, [0, 3999, 4000, 4499, 4500, 4999], 5000), [0.1, 0.1, 0.01, 0.01, 0.001, 0.001]);
  });

  it("follows half a cosine from the rate towards 0", () => {
    const cosine: Schedule = { kind: "cosine", rate: 0.2 };
    assert.deepEqual(over(cosine, [0, 5], 10), [0.2, 0.1]);
    assert.ok(learningRateAt(cosine, 9, 10) > 0 && learningRateAt(cosine, 9, 10) < 0.01);
  });

  it("refuses numbers out of range in one line", () => {
    const refused = (schedule: Schedule, step: number, message: RegExp) =>
      assert.throws(
        () => learningRateAt(schedule, step, 10),
        (error) => error instanceof InputError && message.test(error.message),
      );
    refused({ kind: "constant", rate: Number.NaN }, 0, /got NaN, must be a finite number above 0/);
    refused({ kind: "cosine", rate: 0 }, 0, /got 0/);
    refused({ kind: "steps", rate: 0.1, dropAt: [1.5], factor: 0.1 }, 0, /drop at 1.5/);
    refused({ kind: "steps", rate: 0.1, dropAt: [1], factor: -1 }, 0, /factor of -1/);
    refused({ kind: "linear", rate: 0.1 } as never, 0, /kind: got "linear", must be "constant", "steps" or "cosine"/);
    refused({ kind: "constant", rate: 0.1 }, 10, /training step 10, must be a whole number from 0 to 9/);
  });

  it("refuses invalid arguments in one line", () => {
    const schedule = { kind: "steps", rate: 0.1, dropAt: [5], factor: 0.1 };
    for (const [what, problem] of callBadly(learningRateAt, [schedule, 3, 10])) assert.fail(`${what}: ${problem}`);
  });
});
