import assert from "node:assert/strict";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { trainedNetworks } from "../../lib/rows/trained-networks.js";
import { evolutionRows } from "../../lib/search/evolution-rows.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import { confirmationSeed } from "../../lib/study/confirm-finalists.js";
import { figureRows } from "../../lib/study/figure-rows.js";
import { replayStudy } from "../../lib/study/replay-study.js";
import { runStudy } from "../../lib/study/run-study.js";
import type { RunStudyConfig } from "../../lib/study/run-study-config.js";
import type { StudyProgress } from "../../lib/study/study-progress.js";
import { bestOf, readStudy } from "../../lib/study/study.js";
import { storyOf, toyStudy, useStudyFile } from "./toy-study.js";

const { evaluate } = toyFitness(hierarchicalSpace, { noise: 0.2 });

describe("a study that confirms its finalists", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const run = (config: Partial<RunStudyConfig> = {}) =>
    runStudy({ ...toyStudy, path: place.path, steps: 10, evaluate, ...config });
  const confirmationsOf = (path = place.path) =>
    readStudy(path, async (study) =>
      (await study.confirmations()).map(({ step, hash, training, evaluation }) => ({
        ...{ step, hash, training },
        fitness: evaluation.status === "scored" ? evaluation.fitness : null,
      })),
    );

  it("trains the best three of the search again as often as requested, with distinct seeds", async () => {
    const { rows: before } = await run();
    const finalists = trainedNetworks(before).slice(0, 3);
    const seeds: string[] = [];
    const { rows, best, summary } = await run({
      confirm: 2,
      evaluate: (genotype, told) => {
        assert.equal(told.trainingCount, 1);
        seeds.push(told.seed);
        return evaluate(genotype, told);
      },
    });
    const made = await confirmationsOf();
    assert.deepEqual(
      [...new Set(made.map(({ hash }) => hash))],
      finalists.map(({ hash }) => hash),
    );
    assert.equal(made.length, 6);
    assert.deepEqual([...seeds].sort(), made.map((each) => confirmationSeed(1, each)).sort());
    assert.deepEqual(summary.confirmations, { finalists: 3, trainings: 6, failed: 0 });
    const counts = new Map(trainedNetworks(rows).map(({ hash, trainingCount }) => [hash, trainingCount]));
    for (const { hash, trainingCount } of finalists) assert.equal(counts.get(hash), trainingCount + 2);
    assert.deepEqual(best?.network.hash, trainedNetworks(rows)[0].hash);
  });

  it("does not change the search: its rows, its replay and the finalists", async () => {
    await run();
    const before = await storyOf(place.path);
    await run({ confirm: 1 });
    assert.equal(await storyOf(place.path), before);
    assert.deepEqual((await readStudy(place.path, (study) => replayStudy(study))).differences, []);
    const one = await confirmationsOf();
    await run({ confirm: 2 });
    const two = await confirmationsOf();
    assert.deepEqual(two.slice(0, 3), one);
    assert.deepEqual(new Set(two.map(({ hash }) => hash)), new Set(one.map(({ hash }) => hash)));
    assert.equal(two.length, 6);
    await run({ confirm: 1 });
    assert.deepEqual(await confirmationsOf(), two);
  });

  it("equals a study that was never stopped when stopped anywhere and resumed, with any number of workers", async () => {
    const whole = `${place.path} whole`;
    await run({ path: whole, confirm: 2 });
    for (const [last, workers] of [
      [1, 2],
      [4, 1],
    ]) {
      const path = `${place.path} ${last}`;
      const controller = new AbortController();
      let seen = 0;
      const stopped = run({
        ...{ path, workers: 1, confirm: 2, signal: controller.signal },
        onProgress: ({ confirming }) => {
          seen = confirming?.done ?? 0;
          if (seen === last) controller.abort();
        },
      });
      await assert.rejects(stopped, { name: "AbortError" });
      assert.equal((await confirmationsOf(path)).length, last);
      await run({ path, workers, confirm: 2 });
      const byTraining = (one: { hash: string; training: number }, other: { hash: string; training: number }): number =>
        one.hash.localeCompare(other.hash) || one.training - other.training;
      assert.deepEqual((await confirmationsOf(path)).sort(byTraining), (await confirmationsOf(whole)).sort(byTraining));
    }
  });

  it("reports its progress and the best so far", async () => {
    const told: StudyProgress[] = [];
    await run({ confirm: 2, onProgress: (progress) => void told.push(progress) });
    const confirming = told.flatMap((each) => (each.confirming === null ? [] : [each]));
    assert.deepEqual(
      confirming.map((each) => each.confirming),
      [0, 1, 2, 3, 4, 5, 6].map((done) => ({ done, count: 6 })),
    );
    const best = await readStudy(place.path, bestOf);
    assert.deepEqual(confirming.at(-1)?.best, best?.network);
  });

  it("records failures, and does not count them", async () => {
    await run();
    const { summary, rows } = await run({
      confirm: 1,
      evaluate: () => Promise.resolve({ status: "failed", reason: "timeLimit" }),
    });
    assert.deepEqual(summary.confirmations, { finalists: 3, trainings: 3, failed: 3 });
    assert.ok(rows.every(({ confirmed }) => confirmed === undefined));
    await run({ confirm: 1 });
    assert.equal((await confirmationsOf()).length, 3);
  });

  it("shows the same best in figures and drawings", async () => {
    await run({ confirm: 2 });
    const [figures, individuals, confirmations, best] = await readStudy(place.path, async (study) => [
      await figureRows(study),
      await study.individuals(),
      await study.confirmations(),
      await bestOf(study),
    ]);
    const networks = trainedNetworks(figures.rows);
    assert.equal(networks[0].hash, best?.hash);
    assert.deepEqual(trainedNetworks(evolutionRows(individuals, confirmations)), networks);
  });

  it("refuses an invalid number of trainings", async () => {
    await assert.rejects(run({ confirm: -1 }), /^InputError: study: confirm: got -1, must be a whole number from 0/);
    await assert.rejects(run({ confirm: 0.5 }), /study: confirm: got 0.5/);
  });
});
