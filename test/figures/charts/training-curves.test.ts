import assert from "node:assert/strict";
import { runFigures } from "../../../lib/figures/charts/run-figures.js";
import { trainingCurves } from "../../../lib/figures/charts/training-curves.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { runPoints } from "../sample-figures.js";

interface Panel {
  readonly layer: readonly {
    readonly data: { readonly values: readonly { readonly [key: string]: unknown }[] };
    readonly mark: { readonly type: string };
  }[];
}
const panelsOf = (figure: Figure): readonly Panel[] => figure.spec.vconcat as unknown as readonly Panel[];
const valuesOf = ({ layer }: Panel) =>
  layer.find(({ mark }) => mark.type === "line")?.data.values ?? assert.fail("no lines");
const rulesOf = ({ layer }: Panel) => layer.find(({ mark }) => mark.type === "rule")?.data.values.map(({ x }) => x);
const subtitleOf = (figure: Figure) => (figure.spec.title as { readonly subtitle?: unknown }).subtitle;
const countBy = (values: readonly { readonly [key: string]: unknown }[], key: string) =>
  Object.fromEntries(
    [...new Set(values.map((each) => each[key]))].map((name) => [
      String(name),
      values.filter((each) => each[key] === name).length,
    ]),
  );

describe("trainingCurves", () => {
  it("of one run draws training and validation loss above the validation accuracy, and where the rate drops", () => {
    const figure = trainingCurves([{ name: "run", points: runPoints(1) }]);
    const [loss, accuracy] = panelsOf(figure);
    assert.deepEqual(countBy(valuesOf(loss), "series"), { "training images": 100, "validation images": 10 });
    assert.deepEqual(countBy(valuesOf(accuracy), "series"), { "validation images": 10 });
    assert.deepEqual(
      [rulesOf(loss), rulesOf(accuracy)],
      [
        [51, 76],
        [51, 76],
      ],
    );
    assert.match(String(subtitleOf(figure)), /^validation accuracy at last 70\.\d %; dashed: the learning rate drops$/);
  });

  it("has no panel of accuracy without validation images, unless it is live", () => {
    const points = runPoints(1).filter(({ loss }) => loss !== undefined);
    assert.equal(panelsOf(trainingCurves([{ name: "run", points }])).length, 1);
    const live = trainingCurves([{ name: "run", points }], { accuracyDomain: [0, 1], trainingSteps: 500 });
    assert.equal(panelsOf(live).length, 2);
    assert.match(toSvg(live), />500</);
  });

  it("draws a line for each training, and one colour a name for several runs", () => {
    const three = panelsOf(trainingCurves([{ name: "run", points: runPoints(3) }]));
    assert.deepEqual(countBy(valuesOf(three[1]), "line"), { "1, 1": 10, "1, 2": 10, "1, 3": 10 });
    const several = panelsOf(
      trainingCurves(
        ["a", "a", "b"].map((name) => ({ name, points: runPoints(1), millisPerStep: 3_000 })),
        { by: "minutes" },
      ),
    );
    assert.deepEqual(countBy(valuesOf(several[0]), "series"), { a: 200, b: 100 });
    assert.deepEqual(countBy(valuesOf(several[1]), "series"), { a: 20, b: 10 });
    assert.equal(Math.max(...valuesOf(several[0]).map(({ x }) => Number(x))), 5, "100 training steps of 3 s");
    assert.equal(rulesOf(several[0]), undefined);
  });

  it("says when there is nothing yet", () => {
    assert.match(toSvg(trainingCurves([{ name: "run", points: [] }])), /No training steps yet/);
  });
});

describe("runFigures", () => {
  const run = { name: "run", trainingSteps: 100, curve: runPoints(1), tests: [], wrong: null };
  it("has the pictures only where there are some, and says what is not there yet", () => {
    const figures = runFigures(run);
    assert.deepEqual(
      figures.map(({ name }) => name),
      ["training-curves", "confusion-matrix", "error-by-class"],
    );
    assert.match(toSvg(figures[1].draw()), /No predictions yet/);
    assert.equal(runFigures({ ...run, wrong: [] }).at(-1)?.name, "wrong-pictures");
  });

  it("refuses predictions of classes that have no name", () => {
    const test = { classNames: ["a"], labels: [1], predicted: [0], probabilities: [1], labelProbabilities: [0] };
    assert.throws(() => runFigures({ ...run, tests: [test] }), /tests\.0: .* an index into classNames/);
  });
});
