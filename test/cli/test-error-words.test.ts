import assert from "node:assert/strict";
import { testErrorWords } from "../../lib/cli/test-error-words.js";
import { toResult } from "../../lib/training/run-result.js";

const training = (number: number, accuracy: number | null, topFiveAccuracy?: number) => ({
  ...{ training: number, seed: "s", accuracy, testLoss: 1, reason: accuracy === null ? "the loss is NaN" : null },
  ...(topFiveAccuracy === undefined ? {} : { topFiveAccuracy }),
});

describe("testErrorWords", () => {
  it("is a mean with its spread over several trainings, and the top-5 error where there is one", () => {
    assert.equal(testErrorWords(toResult([training(1, 0.9)], 2)), "test error 10.00 % (accuracy 90.00 %)");
    assert.equal(
      testErrorWords(toResult([training(1, 0.9, 0.99), training(2, null), training(3, 0.92, 0.97)], 3)),
      "test error 9.00 % ± 1.41 % over 2 trainings (accuracy 91.00 %), top-5 error 2.00 %",
    );
    assert.equal(testErrorWords(toResult([training(1, null)], 1)), undefined);
  });
});
