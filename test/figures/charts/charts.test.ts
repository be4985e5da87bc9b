import assert from "node:assert/strict";
import { accuracyBySeed } from "../../../lib/figures/charts/accuracy-by-seed.js";
import { bestSoFar } from "../../../lib/figures/charts/best-so-far.js";
import type { StepRow } from "../../../lib/figures/charts/chart-parts.js";
import { networkTrainings } from "../../../lib/figures/charts/network-trainings.js";
import { bestByStep } from "../../../lib/rows/trained-networks.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { fitnessByStep } from "../../../lib/figures/charts/fitness-by-step.js";
import { learningCurves } from "../../../lib/figures/charts/learning-curves.js";
import { parametersByStep } from "../../../lib/figures/charts/parameters-by-step.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { failedRows, rows } from "../sample-figures.js";

type Values = readonly { readonly [key: string]: unknown }[];

const valuesOf = (figure: Figure): Values => (figure.spec.data as unknown as { values: Values }).values;
const subtitleOf = (figure: Figure): unknown => (figure.spec.title as { readonly subtitle?: string }).subtitle;
/** The values of the first data set in a layer whose rows have `key`. */
function setWith(figure: Figure, key: string): Values {
  const sets: Values[] = [];
  JSON.stringify(figure.spec, (name, value: unknown) => {
    if (name === "values" && Array.isArray(value)) sets.push(value as Values);
    return value;
  });
  return sets.find((values) => values.some((row) => typeof row === "object" && key in row && !("search" in row))) ?? [];
}

/** A network that is lucky once and then disappoints, one that is good twice, and one that is bad. */
const twins = (["a", "b", "b", "b", "c", "c", "b"] as const).map((hash, index): StepRow => ({
  ...{ step: index + 1, phase: "evolution", status: "scored", hash },
  fitness: [0.25, 0.4, 0.3, 0.3, 0.35, 0.37, 0.3][index],
}));

const pick = (values: Values, ...keys: readonly string[]): unknown[] =>
  values.map((row) => keys.map((key) => row[key]));

/** The number of times that each shape is drawn in the SVG: `symbol` marks are paths with a role. */
const pointCount = (figure: Figure): number => toSvg(figure).match(/aria-roledescription="point"/g)?.length ?? 0;

describe("fitnessByStep", () => {
  it("has a row for each evaluation, failures in their lane, and the best so far where it changes", () => {
    const shuffled = [...rows].reverse();
    assert.deepEqual(pick(valuesOf(fitnessByStep(shuffled)), "step", "phase", "fitness", "lane"), [
      [1, "initialization", 0.2, undefined],
      [2, "initialization", 0.25, undefined],
      [3, "initialization", null, "failed"],
      [4, "initialization", 0.22, undefined],
      [5, "evolution", 0.31, undefined],
      [6, "evolution", 0.28, undefined],
    ]);
    assert.deepEqual(pick(setWith(fitnessByStep(shuffled), "best"), "step", "best"), [
      [1, 0.2],
      [2, 0.25],
      [5, 0.31],
      [6, 0.31],
    ]);
  });

  it("marks the highest evaluation, and gives the mean of its network's trainings", () => {
    const [record] = setWith(fitnessByStep(twins), "said");
    assert.deepEqual([record.step, record.fitness], [2, 0.4]);
    assert.match(record.said as string, /^40\.0 %: its network has 32\.5 % ± [\d.]+, 4 trainings$/);
    const [once] = setWith(fitnessByStep(rows), "said");
    assert.equal(once.said, "31.0 %: its network was evaluated once");
  });

  it("has median and quartiles of the neighbours of each phase", () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...{ step: index + 1, phase: index < 20 ? "initialization" : "evolution", status: "scored", hash: `${index}` },
      fitness: index < 20 ? 200 : 300 + index,
    })) as readonly StepRow[];
    const values = setWith(fitnessByStep(many), "median");
    const at = (step: number) =>
      pick(
        values.filter((row) => row.step === step),
        "phase",
        "median",
        "lower",
        "upper",
        "count",
      );
    // 15 neighbours: seven to either side, fewer at the ends.
    assert.deepEqual(at(20), [["initialization", 200, 200, 200, 8]]);
    assert.deepEqual(at(60), [["evolution", 359, 355.5, 362.5, 15]]);
    assert.deepEqual(at(21), [["evolution", 323.5, 321.75, 325.25, 8]]);
    assert.deepEqual(setWith(fitnessByStep(rows.slice(0, 2)), "median"), []);
  });

  it("draws a point for every evaluation, failed ones too", () => {
    // And one for the highest evaluation.
    assert.equal(pointCount(fitnessByStep(rows)), rows.length + 1);
    assert.equal(pointCount(fitnessByStep(failedRows)), failedRows.length);
  });

  it("describes the result in words", () => {
    assert.match(
      fitnessByStep(rows).description,
      /6 evaluations, 1 failed\..* expected fitness .*, at last 31\.0 % \(first at step 5: 31\.0 %, 1 training\)/,
    );
    assert.match(fitnessByStep(rows.slice(0, 1)).description, /1 evaluation\..*first at step 1: 20\.0 %, 1 training/);
    assert.equal(subtitleOf(fitnessByStep(failedRows)), "1 evaluation, 1 failed");
  });

  it("says so when there are no evaluations, or only failed ones", () => {
    assert.ok(toSvg(fitnessByStep([])).includes("No evaluations yet"));
    assert.ok(toSvg(fitnessByStep(failedRows)).includes("No scored evaluation, 1 failed"));
  });

  it("keeps its scales while results arrive, if they are given", () => {
    const labels = (count: number): readonly string[] =>
      toSvg(fitnessByStep(rows.slice(0, count), { steps: 60, fitnessDomain: [0.1, 0.5] })).match(
        />[\d.]+(?: %)?<\/text>/g,
      ) ?? [];
    assert.ok(labels(1).length > 8);
    // The lane of failures is written before or after the other axis.
    assert.deepEqual([...labels(1)].sort(), [...labels(6)].sort());
  });

  it("accepts rows of a search on a toy fitness, without parameters or hashes", () => {
    const toy = [{ step: 1, phase: "evolution", status: "scored", fitness: 3 }] as const;
    const figure = fitnessByStep(toy, { fitnessTitle: "similarity" });
    assert.deepEqual(valuesOf(figure), toy);
    assert.ok(toSvg(figure).includes(">similarity</text>"));
    assert.ok(toSvg(bestSoFar(toy, { fitnessTitle: "similarity" })).includes(">expected similarity</text>"));
  });
});

describe("bestSoFar", () => {
  it("has the expected fitness of the best network at each step, from the first scored one", () => {
    const withFailedStart = rows.slice(2);
    assert.deepEqual(pick(valuesOf(bestSoFar(withFailedStart)), "step", "best"), [
      [4, 0.22],
      [5, 0.31],
      [6, 0.31],
    ]);
  });

  it("falls below the highest evaluation when that turns out to be luck", () => {
    const figure = bestSoFar(twins);
    const values = valuesOf(figure);
    assert.equal(values.length, twins.length);
    values.forEach((row, index) => {
      const expected = bestByStep(twins)[index]?.expected ?? NaN;
      assert.ok(Math.abs((row.best as number) - expected) < 1e-4);
    });
    assert.ok((values[3].best as number) < (values[1].best as number));
    const highest = setWith(figure, "best").filter(({ search }) => search === undefined);
    assert.deepEqual(pick(highest, "step", "best"), [
      [1, 0.25],
      [2, 0.4],
      [7, 0.4],
    ]);
    assert.match(figure.description, /32\.4 % \(36\.0 % ± [\d.]+, 2 trainings\) after 7 steps/);
  });

  it("takes median and quartiles of several runs, step by step", () => {
    const runs = [0.1, 0.2, 0.3, 0.4, 0.5].map((fitness) => [{ ...rows[0], fitness }]);
    const values = valuesOf(bestSoFar({ tournament: runs, random: [{ ...rows[0], fitness: 0.7 }] }));
    assert.deepEqual(pick(values, "search", "step", "best", "lower", "upper", "runs"), [
      ["tournament", 1, 0.3, 0.2, 0.4, 5],
      ["random", 1, 0.7, 0.7, 0.7, 1],
    ]);
  });

  it("names each search at the end of its line, and has no legend", () => {
    const svg = toSvg(bestSoFar({ tournament: rows, "random search": rows }));
    for (const name of ["tournament", "random search"]) assert.ok(svg.includes(`>${name} 31.0 %</text>`), name);
    assert.ok(!toSvg(bestSoFar(rows)).includes("role-legend-symbol"));
  });
});

describe("networkTrainings", () => {
  const noisy = Array.from({ length: 30 }, (_, index): StepRow => ({
    ...{ step: 8 + index, phase: "evolution", status: "scored", hash: `network ${index % 15}` },
    fitness: 0.2 + 0.005 * (index % 15) + (index < 15 ? 0 : 0.02),
  }));

  it("has a row for each most-evaluated network, the best and the record's included, by mean", () => {
    const figure = networkTrainings([...twins, ...noisy], { networkCount: 4 });
    const means = setWith(figure, "lower");
    assert.deepEqual(pick(means, "name", "said"), [
      ["first at step 5", "36.0 % ± 1.7, 2 trainings"],
      ["first at step 2", "32.5 % ± 1.2, 4 trainings"],
      ["first at step 9", "21.5 % ± 1.7, 2 trainings"],
      ["first at step 8", "21.0 % ± 1.7, 2 trainings"],
    ]);
    const bins = setWith(figure, "count");
    assert.equal(
      bins.reduce((sum, { count }) => sum + (count as number), 0),
      37,
    );
  });

  it("compares the record with its network's mean in the title", () => {
    assert.equal(networkTrainings(twins).title, "The record is luck: 40.0 % once, 32.5 % on average over 4 trainings");
    assert.equal(
      networkTrainings(twins.slice(0, 3)).title,
      "The record, 40.0 %, is of the best network: 35.0 % on average over 2 trainings",
    );
    const once = [...twins, { ...twins[0], step: 8, hash: "d", fitness: 0.5 }];
    assert.match(networkTrainings(once).title, /^The record, 50\.0 %, is of a network evaluated only once/);
    assert.match(networkTrainings(twins, { fitnessTitle: "similarity" }).title, /0\.4000 once/);
  });

  it("says so when no network was evaluated twice, or at all", () => {
    assert.match(networkTrainings(rows).description, /Each of 5 networks was evaluated once/);
    assert.match(networkTrainings([]).description, /No evaluations yet/);
    assert.match(networkTrainings(failedRows).description, /No scored evaluation, 1 failed/);
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
