import assert from "node:assert/strict";
import fc from "fast-check";
import type { Evaluation } from "../../../lib/evaluation/evaluation.js";
import { countEngines, ENGINE_HEAD } from "../../../lib/study/store/engine-count.js";
import { evaluationToJson, parseEvaluation } from "../../../lib/study/store/evaluation-json.js";

describe("evaluationToJson", () => {
  it("is undone by parseEvaluation, numbers that are not finite included", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.string(), (losses, message) => {
        const evaluation: Evaluation = {
          ...{ status: "failed", reason: "lossNotFinite", message, parameterCount: 1, multiplyAdds: 2 },
          evaluationMillis: 3,
          trainings: losses.map((loss) => ({
            ...{ seed: "1", accuracy: 0, scoringLoss: loss, finalLoss: -loss, trainMillis: 1, scoreMillis: 1 },
            curve: [{ trainingStep: 1, loss }],
          })),
        };
        const parsed = parseEvaluation(evaluationToJson(evaluation));
        // JSON has no minus zero, and a loss needs none.
        const plus = (value: unknown) =>
          JSON.stringify(value, (_key, each: unknown) =>
            Number.isNaN(each) ? "NaN" : each === Infinity ? "∞" : each === -Infinity ? "-∞" : each,
          );
        assert.equal(plus(parsed), plus(evaluation));
        assert.ok(Object.isFrozen(parsed) && Object.isFrozen(parsed.trainings));
      }),
    );
  });

  it("stores a curve small, and reads those of the first studies, which were lists of points", () => {
    const curve = Array.from({ length: 100 }, (_, index) => ({ trainingStep: index + 1, loss: 2.3028 }));
    const first = JSON.stringify({ status: "scored", trainings: [{ curve }] });
    const evaluation = parseEvaluation(first);
    assert.deepEqual(evaluation.trainings[0].curve, curve);
    const text = evaluationToJson(evaluation);
    assert.ok(text.length < 1_100 && first.length > 3_000, `${text.length} of ${first.length}`);
    assert.deepEqual(parseEvaluation(text), evaluation);
  });

  it("has the engine at its beginning, where it can be read without the rest", () => {
    const evaluation: Evaluation = {
      ...{ status: "scored", fitness: 0.5, spread: 0, trainings: [], parameterCount: 1, multiplyAdds: 2 },
      evaluationMillis: 3,
    };
    const engine = "fused portable, CPU";
    // The last is as it was written before there was such a field.
    const texts = [
      evaluationToJson({ ...evaluation, engine }),
      evaluationToJson(evaluation),
      JSON.stringify(evaluation),
    ];
    assert.deepEqual(countEngines(texts.map((text) => text.slice(0, ENGINE_HEAD))), [
      { engine: null, evaluated: 2 },
      { engine, evaluated: 1 },
    ]);
    assert.deepEqual(parseEvaluation(evaluationToJson(evaluation)), evaluation);
  });
});
