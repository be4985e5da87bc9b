import assert from "node:assert/strict";
import { accuracyBySeed } from "../../../lib/figures/charts/accuracy-by-seed.js";
import { bestSoFar } from "../../../lib/figures/charts/best-so-far.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { fitnessByStep } from "../../../lib/figures/charts/fitness-by-step.js";
import { learningCurves } from "../../../lib/figures/charts/learning-curves.js";
import { parametersByStep } from "../../../lib/figures/charts/parameters-by-step.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { failedRows, rows } from "../sample-figures.js";

type Values = readonly { readonly [key: string]: unknown }[];

const valuesOf = (figure: Figure): Values => (figure.spec.data as unknown as { values: Values }).values;
const subtitleOf = (figure: Figure): unknown => (figure.spec.title as { readonly subtitle?: string }).subtitle;
const pick = (values: Values, ...keys: readonly string[]): unknown[] =>
  values.map((row) => keys.map((key) => row[key]));

/** How often each shape is drawn in the SVG: `symbol` marks are paths with a role. */
const pointCount = (figure: Figure): number => toSvg(figure).match(/aria-roledescription="point"/g)?.length ?? 0;

describe("fitnessByStep", () => {
  it("has a row for each evaluation with the best so far, failures in their lane", () => {
    const shuffled = [...rows].reverse();
    assert.deepEqual(pick(valuesOf(fitnessByStep(shuffled)), "step", "phase", "fitness", "best", "lane"), [
      [1, "initialization", 0.2, 0.2, undefined],
      [2, "initialization", 0.25, 0.25, undefined],
      [3, "initialization", null, 0.25, "failed"],
      [4, "initialization", 0.22, 0.25, undefined],
      [5, "evolution", 0.31, 0.31, undefined],
      [6, "evolution", 0.28, 0.31, undefined],
    ]);
  });

  it("draws a point for every evaluation, failed ones too", () => {
    assert.equal(pointCount(fitnessByStep(rows)), rows.length);
    assert.equal(pointCount(fitnessByStep(failedRows)), failedRows.length);
  });

  it("says in words what was found", () => {
    assert.equal(
      subtitleOf(fitnessByStep(rows)),
      "6 evaluations, 1 failed; best 0.310 at step 5; the line is the best so far",
    );
    assert.equal(
      subtitleOf(fitnessByStep(rows.slice(0, 1))),
      "1 evaluation, 0 failed; best 0.200 at step 1; the line is the best so far",
    );
    assert.equal(subtitleOf(fitnessByStep(failedRows)), "1 evaluation, 1 failed");
  });

  it("says that there is nothing when there is nothing, or only failures", () => {
    assert.ok(toSvg(fitnessByStep([])).includes("No evaluations yet"));
    assert.ok(toSvg(fitnessByStep(failedRows)).includes("No scored evaluation, 1 failed"));
  });

  it("keeps its scales while results come, when they are given", () => {
    const labels = (count: number): readonly string[] =>
      toSvg(fitnessByStep(rows.slice(0, count), { steps: 60, fitnessDomain: [0.1, 0.5] })).match(/>[\d.]+<\/text>/g) ??
      [];
    assert.ok(labels(1).length > 8);
    assert.deepEqual(labels(1), labels(6));
  });

  it("takes rows of a search on a toy fitness, without parameters or hashes", () => {
    const toy = [{ step: 1, phase: "evolution", status: "scored", fitness: 3 }] as const;
    const figure = fitnessByStep(toy, { fitnessTitle: "similarity" });
    assert.deepEqual(valuesOf(figure), [{ ...toy[0], best: 3 }]);
    assert.ok(toSvg(figure).includes(">similarity</text>"));
    assert.ok(toSvg(bestSoFar(toy, { fitnessTitle: "similarity" })).includes(">best similarity so far</text>"));
  });
});

describe("bestSoFar", () => {
  it("has the best fitness at each step, from the first that is scored", () => {
    const withFailedStart = rows.slice(2);
    assert.deepEqual(pick(valuesOf(bestSoFar(withFailedStart)), "step", "best"), [
      [4, 0.22],
      [5, 0.31],
      [6, 0.31],
    ]);
  });

  it("takes median and quartiles of several runs, step by step", () => {
    const runs = [0.1, 0.2, 0.3, 0.4, 0.5].map((fitness) => [{ ...rows[0], fitness }]);
    const values = valuesOf(bestSoFar({ tournament: runs, random: [{ ...rows[0], fitness: 0.7 }] }));
    assert.deepEqual(pick(values, "search", "step", "best", "lower", "upper", "runs"), [
      ["tournament", 1, 0.3, 0.2, 0.4, 5],
      ["random", 1, 0.7, 0.7, 0.7, 1],
    ]);
  });

  it("names each search in its legend, and nothing when there is one", () => {
    const svg = toSvg(bestSoFar({ tournament: rows, "random search": rows }));
    for (const name of ["tournament", "random search"]) assert.ok(svg.includes(`>${name}</text>`), name);
    assert.ok(!toSvg(bestSoFar(rows)).includes("role-legend-symbol"));
  });
});

describe("parametersByStep", () => {
  it("has a row for each genotype with a parameter count", () => {
    const { parameterCount: _, ...bare } = rows[5];
    const values = valuesOf(parametersByStep([...rows.slice(0, 5), bare]));
    assert.deepEqual(pick(values, "step", "parameterCount", "status"), [
      [1, 1000, "scored"],
      [2, 2000, "scored"],
      [3, 3000, "failed"],
      [4, 4000, "scored"],
      [5, 5000, "scored"],
    ]);
    assert.equal(pointCount(parametersByStep(rows)), rows.length);
  });
});

describe("learningCurves", () => {
  it("has a row for each finite loss, numbered by training", () => {
    const curve = [
      { trainingStep: 1, loss: 2.3 },
      { trainingStep: 2, loss: Number.NaN },
    ];
    assert.deepEqual(
      valuesOf(
        learningCurves([
          { name: "a", curve },
          { name: "a", curve },
        ]),
      ),
      [
        { training: 1, name: "a", trainingStep: 1, loss: 2.3 },
        { training: 2, name: "a", trainingStep: 1, loss: 2.3 },
      ],
    );
  });
});

describe("accuracyBySeed", () => {
  it("has each training, and mean and standard deviation of each genotype", () => {
    const figure = accuracyBySeed(
      [
        { name: "best", seed: "a", accuracy: 0.3 },
        { name: "best", seed: "b", accuracy: 0.4 },
        { name: "best", seed: "c", accuracy: null },
        { name: "trivial", seed: "a", accuracy: 0.2 },
      ],
      { chance: 0.1 },
    );
    const sets = (figure.spec.layer as unknown as { data: { values: Values } }[]).map(({ data }) => data.values);
    assert.deepEqual(sets[0], [{ accuracy: 0.1, label: "chance" }]);
    assert.deepEqual(
      sets[1].map(({ name, mean, spread, count }) => [name, rounded(mean), rounded(spread), count]),
      [
        ["best", 0.35, 0.0707, 2],
        ["trivial", 0.2, 0, 1],
      ],
    );
    assert.deepEqual(pick(sets[2], "name", "seed", "accuracy"), [
      ["best", "a", 0.3],
      ["best", "b", 0.4],
      ["trivial", "a", 0.2],
    ]);
    assert.match(String(subtitleOf(figure)), /1 of 4 trainings failed$/);
    assert.equal(pointCount(figure), 3);
  });

  it("says that all failed", () => {
    assert.ok(
      toSvg(accuracyBySeed([{ name: "a", seed: "1", accuracy: null }])).includes("No accuracy: 1 training failed"),
    );
  });
});

const rounded = (value: unknown): number => Math.round((value as number) * 1e4) / 1e4;
