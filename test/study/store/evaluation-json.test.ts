import assert from "node:assert/strict";
import fc from "fast-check";
import type { Evaluation } from "../../../lib/evaluation/evaluation.js";
import { evaluationToJson, parseEvaluation } from "../../../lib/study/store/evaluation-json.js";

const costs = { parameterCount: 1, multiplyAdds: 2, evaluationMillis: 3 };
const scored = { status: "scored", fitness: 0.5, spread: 0, trainings: [], ...costs };

describe("evaluationToJson", () => {
  it("is inverted by parseEvaluation, including numbers that are not finite", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.string(), (losses, message) => {
        const evaluation: Evaluation = {
          ...{ status: "failed", reason: "lossNotFinite", message },
          trainings: losses.map((loss) => ({
            ...{ seed: "1", accuracy: 0, scoringLoss: loss, finalLoss: -loss, curve: [{ trainingStep: 1, loss }] },
            ...{ trainMillis: 1, scoreMillis: 1 },
          })),
          ...{ parameterCount: 1, multiplyAdds: 2, evaluationMillis: 3 },
        };
        const parsed = parseEvaluation(evaluationToJson(evaluation));
        // JSON has no negative zero, and a loss needs none.
        const plus = (value: unknown) =>
          JSON.stringify(value, (_key, each: unknown) =>
            Number.isNaN(each) ? "NaN" : each === Infinity ? "∞" : each === -Infinity ? "-∞" : each,
          );
        assert.equal(plus(parsed), plus(evaluation));
        assert.ok(Object.isFrozen(parsed) && Object.isFrozen(parsed.trainings));
      }),
    );
  });

  it("stores curves compactly, and reads those of the first studies, which were lists of points", () => {
    const curve = Array.from({ length: 100 }, (_, index) => ({ trainingStep: index + 1, loss: 2.3028 }));
    const training = { seed: "1", accuracy: 0.5, scoringLoss: 1, finalLoss: 1, curve, trainMillis: 1, scoreMillis: 1 };
    const first = JSON.stringify({ ...scored, trainings: [training] });
    const evaluation = parseEvaluation(first);
    assert.deepEqual(evaluation.trainings[0].curve, curve);
    const text = evaluationToJson(evaluation);
    assert.ok(text.length < 1_300 && first.length > 3_000, `${text.length} of ${first.length}`);
    assert.deepEqual(parseEvaluation(text), evaluation);
  });

  it("refuses anything but an evaluation, naming the fault", () => {
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [null, /^evaluation: got null, must be /],
      [{}, /^evaluation: status: is missing/],
      [{ ...scored, status: "perfect" }, /status: got "perfect", must be "scored" or "failed"/],
      [{ ...scored, fitness: "high" }, /fitness: got "high", must be a finite number/],
      [{ ...scored, spread: -1 }, /spread: got -1/],
      [{ ...costs, status: "failed", trainings: [], message: "" }, /reason: is missing/],
      [{ ...costs, status: "failed", trainings: [], message: "", reason: "bored" }, /reason: got "bored"/],
      [{ ...scored, trainings: [{}] }, /trainings\.0\.seed: is missing/],
      [{ ...scored, trainings: "all" }, /trainings: got "all", must be a list/],
      [{ ...scored, parameterCount: null }, /parameterCount: got null/],
    ];
    for (const [value, message] of cases) {
      assert.throws(() => parseEvaluation(JSON.stringify(value)), { name: "InputError", message });
    }
    assert.throws(() => parseEvaluation("{"), { name: "InputError", message: /not JSON, or cut short/ });
    const curve = { trainingSteps: [1, 2], losses: [1] };
    const training = { seed: "1", accuracy: 0, scoringLoss: 1, finalLoss: 1, curve, trainMillis: 1, scoreMillis: 1 };
    assert.throws(
      () => parseEvaluation(JSON.stringify({ ...scored, trainings: [training] })),
      /must be a learning curve/,
    );
  });

  it("reads a negative duration, from a clock that was set back, as 0", () => {
    assert.equal(parseEvaluation(JSON.stringify({ ...scored, evaluationMillis: -86_400_000 })).evaluationMillis, 0);
  });
});
