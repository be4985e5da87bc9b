import assert from "node:assert/strict";
import { classErrorRows, confusionRows, mostWrong, type TestPredictions } from "../../lib/rows/prediction-rows.js";
import { runLines } from "../../lib/rows/run-curve.js";

const test: TestPredictions = {
  classNames: ["cat", "dog", "never"],
  labels: [0, 0, 1, 1, 1],
  predicted: [0, 1, 1, 0, 2],
  probabilities: [0.9, 0.8, 0.7, 0.6, 0.9],
  labelProbabilities: [0.9, 0.1, 0.7, 0.05, 0.05],
};
const other: TestPredictions = { ...test, predicted: [0, 0, 1, 1, 1] };

describe("rows of predictions", () => {
  it("count each pair of classes over all trainings, and its share of the images' class", () => {
    const rows = confusionRows([test, other]);
    assert.equal(rows.length, 9);
    const of = (label: string, predicted: string) =>
      rows.flatMap((row) => (row.label === label && row.predicted === predicted ? [[row.count, row.share]] : []))[0];
    assert.deepEqual(of("cat", "cat"), [3, 3 / 4]);
    assert.deepEqual(of("cat", "dog"), [1, 1 / 4]);
    assert.deepEqual(of("dog", "never"), [1, 1 / 6]);
    assert.deepEqual(of("never", "cat"), [0, 0]);
    assert.deepEqual(confusionRows([]), []);
  });

  it("give each class's error in each training, and none for a class without images", () => {
    assert.deepEqual(
      classErrorRows([test, other]).map(({ className, training, images, error }) => [
        className,
        training,
        images,
        error,
      ]),
      [
        ["cat", 1, 2, 1 / 2],
        ["cat", 2, 2, 0],
        ["dog", 1, 3, 2 / 3],
        ["dog", 2, 3, 0],
      ],
    );
  });

  it("name the wrong images whose own class got the least probability, the surest mistake first", () => {
    assert.deepEqual(
      mostWrong(test, 2).map(({ image, label, predicted }) => [image, label, predicted]),
      [
        [4, "dog", "never"],
        [3, "dog", "cat"],
      ],
    );
    assert.equal(mostWrong(test, 9).length, 3);
    assert.deepEqual(mostWrong(other, 9), []);
  });
});

describe("runLines", () => {
  it("are each training's losses and validation accuracies, merged into means where they are long", () => {
    const points = [1, 2].flatMap((training) =>
      Array.from({ length: 400 }, (_, index) => ({ training, trainingStep: index + 1, loss: index % 2 })),
    );
    const lines = runLines([...points, { training: 2, trainingStep: 400, validationLoss: 3, validationAccuracy: 0.5 }]);
    assert.deepEqual(
      lines.map(({ training, images, measure, curve }) => [training, images, measure, curve.length]),
      [
        [1, "training", "loss", 200],
        [2, "training", "loss", 200],
        [2, "validation", "loss", 1],
        [2, "validation", "accuracy", 1],
      ],
    );
    assert.deepEqual(lines[0].curve[0], { trainingStep: 2, value: 0.5 });
    assert.equal(lines[1].curve.at(-1)?.trainingStep, 400);
    assert.equal(lines[3].curve[0].value, 0.5);
  });

  it("end at the first loss that is not finite", () => {
    const losses = [2, null, 1].map((loss, index) => ({ training: 1, trainingStep: index + 1, loss }));
    assert.deepEqual(
      runLines(losses).map(({ curve }) => curve),
      [[{ trainingStep: 1, value: 2 }]],
    );
    assert.deepEqual(runLines(losses.slice(1, 2)), []);
  });
});
