import { trainedNetworks } from "../../lib/rows/trained-networks.js";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CurvePoint } from "../../lib/evaluation/curve.js";
import { InputError } from "../../lib/input/errors.js";
import { trivialGenotype } from "../../lib/genotype/initialize.js";
import { applyMutation } from "../../lib/genotype/mutate.js";
import { flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { curveRows } from "../../lib/rows/curve-rows.js";
import { diversityRows } from "../../lib/rows/diversity-rows.js";
import { figureRows } from "../../lib/study/figure-rows.js";
import { ourNetworks, readKnownNetworks } from "../../lib/literature/known-networks.js";
import { mutationRows } from "../../lib/rows/mutation-rows.js";
import { publishedCifar, publishedImagenet, publishedMethods } from "../../lib/literature/published-results.js";
import { readFinalTest } from "../../lib/study/final-test/read-final-test.js";
import { resultsTables } from "../../lib/literature/results-tables.js";
import { runStudy } from "../../lib/study/run-study.js";
import { readStudy } from "../../lib/study/study.js";
import { workRows } from "../../lib/rows/work-rows.js";
import { recordOf } from "./record.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

const edge = { level: 2, motif: 1, predecessor: 1, successor: 2 };

describe("mutationRows", () => {
  it("has each mutation's change to its edge, and whether the child is fitter than its parent", () => {
    const evolved = { phase: "evolution", parent: 1 } as const;
    const rows = mutationRows(
      [
        recordOf(1, { fitness: 0.3 }),
        recordOf(3, { ...evolved, fitness: 0.2, mutation: { ...edge, before: 1, after: 0 } }),
        recordOf(2, { ...evolved, fitness: 0.4, mutation: { ...edge, before: 0, after: 2 } }),
        recordOf(4, { ...evolved, fitness: null, mutation: { ...edge, level: 3, before: 1, after: 2 } }),
        recordOf(5, { ...evolved, parent: 4, fitness: 0.5, mutation: { ...edge, before: 1, after: 1 } }),
      ],
      { primitives: ["conv1", "dw"] },
    );
    assert.deepEqual(
      rows.map(({ step, kind, operation, gain, paid, isNewBest }) => [
        ...[step, kind, operation, gain === null ? null : Math.round(10 * gain), paid, isNewBest],
      ]),
      [
        [2, "adds", "dw", 1, true, true],
        [3, "removes", "no edge", -1, false, false],
        [4, "alters", "a motif", null, false, false],
        [5, "changes nothing", "conv1", null, false, true],
      ],
    );
  });
});

describe("diversityRows", () => {
  it("has the mean share of differing edges over all pairs of the last individuals", () => {
    const alike = trivialGenotype(flatSpace);
    const other = applyMutation(alike, { level: 2, motif: 1, predecessor: 1, successor: 3, before: 0, after: 1 });
    const individuals = [alike, other, alike].map((genotype, index) => ({
      ...{ step: index + 1, genotype, hash: genotype === alike ? "a" : "b" },
    }));
    const [first, second] = diversityRows([...individuals].reverse());
    assert.deepEqual([first.step, first.count, first.distinctShare], [2, 2, 1]);
    assert.ok(Math.abs(first.edgeDifference - 1 / 55) < 1e-12);
    // Two of three pairs differ on one of 55 edges.
    assert.ok(Math.abs(second.edgeDifference - 2 / 3 / 55) < 1e-12);
    assert.ok(Math.abs(second.distinctShare - 2 / 3) < 1e-12);
    assert.equal(diversityRows(individuals, { window: 2 })[1].count, 2);
    assert.deepEqual(diversityRows(individuals.slice(0, 1)), []);
  });

  it("has a bounded number of rows, including the last", () => {
    const genotype = trivialGenotype(hierarchicalSpace);
    const many = Array.from({ length: 100 }, (_, index) => ({ step: index + 1, genotype, hash: "a" }));
    const rows = diversityRows(many, { rowCount: 10 });
    assert.ok(rows.length <= 10);
    assert.equal(rows[rows.length - 1].step, 100);
    assert.equal(rows[0].edgeDifference, 0);
  });
});

describe("workRows", () => {
  it("leaves out the time while a study was stopped, and reused evaluations", () => {
    const at = (step: number, worker: number, start: number, end: number) =>
      recordOf(step, { worker, startedMillis: 1000 * start, finishedMillis: 1000 * end });
    const { rows, pauses } = workRows([at(1, 1, 10, 20), at(2, 2, 12, 25), at(3, 1, 125, 130), at(4, 0, 20, 20)]);
    assert.deepEqual(
      rows.map(({ step, startSeconds, endSeconds }) => [step, startSeconds, endSeconds]),
      [
        [1, 0, 10],
        [2, 2, 15],
        [3, 15, 20],
      ],
    );
    assert.deepEqual(pauses, [{ atSeconds: 15, seconds: 100 }]);
    assert.deepEqual(workRows([]), { rows: [], pauses: [] });
  });
});

describe("curveRows", () => {
  const individual = (step: number, fitness: number, curve: readonly CurvePoint[]) => {
    const training = { seed: "", accuracy: fitness, scoringLoss: 1, finalLoss: 1, trainMillis: 1, scoreMillis: 1 };
    const costs = { parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1, spread: 0 };
    const trainings = [{ ...training, curve }];
    return { step, evaluation: { ...costs, status: "scored" as const, fitness, trainings } };
  };

  it("has the quantiles of all finite losses, and the curves of the fittest", () => {
    const at = (loss: number) => [{ trainingStep: 5, loss }];
    const individuals = [1, 2, 3].map((step) => individual(step, step / 10, at(step)));
    const all = [...individuals, individual(4, 0.05, at(Number.NaN))];
    const networks = trainedNetworks(all.map(({ step, evaluation }) => ({ step, fitness: evaluation.fitness })));
    const { quantiles, fittest } = curveRows(all, networks);
    assert.deepEqual(
      quantiles.map(({ trainingStep, median, count }) => [trainingStep, median, count]),
      [[5, 2, 3]],
    );
    assert.deepEqual(
      fittest.map(({ name }) => name),
      ["step 3, 30.0 %, 1 training", "step 2, 20.0 %, 1 training"],
    );
  });

  it("merges neighbouring points, weighted by training steps", () => {
    const curve = Array.from({ length: 100 }, (_, index) => ({
      trainingStep: Math.round((index + 1) * 1.5),
      loss: index,
    }));
    const { quantiles } = curveRows([individual(1, 0.5, curve)], []);
    assert.deepEqual([quantiles.length, quantiles[0].trainingStep, quantiles[24].trainingStep], [25, 6, 150]);
    // Points of 2, 1, 2 and 1 training steps with losses 0 to 3.
    assert.equal(quantiles[0].median, (0 * 2 + 1 + 2 * 2 + 3) / 6);
  });
});

describe("known networks", () => {
  it("are the file's 78, each with its family", () => {
    const networks = readKnownNetworks();
    assert.equal(networks.length, 78);
    const resnet = networks.find(({ name }) => name === "resnet50");
    assert.deepEqual(resnet, {
      ...{ name: "resnet50", group: "by hand", year: 2015, parameterCount: 25_557_032, multiplyAdds: 4.089e9 },
      ...{ top1: 0.7613, source: "torchvision 0.29.2" },
    });
    const years = new Map(networks.map(({ name, year }) => [name, year]));
    assert.deepEqual([years.get("efficientnet_b0"), years.get("efficientnet_v2_s")], [2019, 2021]);
  });

  it("name a missing file", () => {
    assert.throws(
      () => readKnownNetworks("/no/such folder"),
      (error) => error instanceof InputError,
    );
  });

  it("include the published cell with the deck's accuracy, and found cells without one", () => {
    const [cell, found] = ourNetworks([{ name: "mine", genotype: trivialGenotype(hierarchicalSpace) }]);
    assert.equal(cell.parameterCount, 63_215_976);
    assert.ok(Math.abs((cell.top1 as number) - 0.797) < 1e-12);
    assert.deepEqual([found.name, found.top1, found.source], ["mine", null, "not measured"]);
  });
});

describe("results tables", () => {
  it("have the deck's numbers", () => {
    assert.deepEqual([publishedMethods.length, publishedCifar.length, publishedImagenet.length], [8, 14, 5]);
    const best = publishedMethods.find(({ isPapers }) => isPapers);
    assert.deepEqual(
      [best?.cifarError, best?.top1Error.value, best?.top5Error.value],
      [{ value: 3.75, spread: 0.12 }, 20.3, 5.2],
    );
  });

  it("have measured rows that are marked as such, in percent, and none on ImageNet", () => {
    const row = { name: "best found", hash: "a", reason: null, parameterCount: 1 };
    const tables = resultsTables([
      { ...row, seed: "1", accuracy: 0.3 },
      { ...row, seed: "2", accuracy: 0.32 },
      { ...row, seed: "1", name: "failed", accuracy: null },
    ]);
    const measured = tables.map(({ rows }) => rows.filter(({ source }) => source === "measured"));
    assert.deepEqual(
      measured.map((rows) => rows.length),
      [1, 0, 0],
    );
    const [{ error, spread, trainings }] = measured[0];
    assert.ok(Math.abs(error - 69) < 1e-9 && Math.abs((spread as number) - Math.SQRT2) < 1e-9);
    assert.equal(trainings, 2);
    assert.deepEqual(
      tables.map(({ measuredBy }) => measuredBy),
      ["laptop protocol", null, null],
    );
    assert.deepEqual(
      resultsTables().map(({ rows }) => rows.length),
      [24, 14, 10],
    );
  });

  it("refuse a file that is not a final test", () => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas final test "));
    try {
      const path = join(folder, "a.json");
      writeFileSync(path, "{}");
      assert.throws(() => readFinalTest(path), /not the rows of a final test/);
      assert.throws(() => readFinalTest(join(folder, "none.json")), /no such file/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("figureRows", () => {
  const place = useStudyFile();

  it("has the rows of every figure, from one reading of a study", async () => {
    await runStudy({ ...toyStudy, path: place.path });
    const rows = await readStudy(place.path, figureRows);
    assert.equal(rows.rows.length, 12);
    assert.equal(rows.mutations.length, 8);
    assert.equal(rows.diversity[rows.diversity.length - 1].step, 12);
    assert.equal(rows.work.rows.length, 12);
    assert.deepEqual([rows.name, rows.chance], ["hierarchical, evolution", null]);
    assert.equal(rows.origin, "hierarchical, evolution; fitness toy; seed 1");
    assert.deepEqual(
      rows.fittest.map(({ name }) => name),
      ["best found"],
    );
  });
});
