import assert from "node:assert/strict";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { competitorsOf } from "../../lib/search/competitors.js";
import { InputError } from "../../lib/input/errors.js";
import { evolutionRows } from "../../lib/search/evolution-rows.js";
import type { Scored } from "../../lib/search/individual.js";
import { runSearch } from "../../lib/search/run-search.js";
import { stepSearch } from "../../lib/search/step-search.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";

const space = hierarchicalSpace;
const { evaluate } = toyFitness(space);
const settings = { space, method: tournamentSearch(), initialCount: 4, seed: 1, mutationCount: 40 };

describe("stepSearch", () => {
  it("advances one or several steps per call, and finds what runSearch with one worker finds", async () => {
    const search = stepSearch({ ...settings, evaluate });
    assert.deepEqual(search.population(), []);
    assert.equal((await search.next(5)).step, 5);
    const individual = await search.next();
    assert.equal(individual.step, 6);
    assert.equal(competitorsOf(search.population(), individual).includes(individual.parent as number), true);
    // One after the other, although the calls are not awaited in between.
    assert.deepEqual(
      (await Promise.all([search.next(), search.next()])).map(({ step }) => step),
      [7, 8],
    );
    assert.deepEqual(search.population(), await runSearch({ ...settings, evaluate, steps: 8, workers: 1 }));
  });

  it("repeats a step whose evaluation threw", async () => {
    let isBroken = true;
    const search = stepSearch({
      ...settings,
      evaluate: (genotype, config) => (isBroken ? Promise.reject(new Error("broken")) : evaluate(genotype, config)),
    });
    await assert.rejects(search.next(), /broken/);
    isBroken = false;
    assert.equal((await search.next()).step, 1);
    assert.deepEqual(search.population(), await runSearch({ ...settings, evaluate, steps: 1, workers: 1 }));
  });

  it("refuses unknown settings at once, and a count below 1", async () => {
    assert.throws(() => stepSearch({ ...settings, evaluate, initialCount: 0 }), InputError);
    const search = stepSearch({ ...settings, evaluate });
    await search.next();
    await assert.rejects(search.next(0), InputError);
  });
});

describe("evolutionRows", () => {
  it("are flat and by step, null for a missing value", async () => {
    const population = await runSearch<Scored>({
      ...settings,
      steps: 6,
      workers: 1,
      evaluate: (genotype, config) =>
        config.step === 2 ? Promise.resolve({ status: "failed" as const }) : evaluate(genotype, config),
    });
    const rows = evolutionRows([...population].reverse());
    assert.deepEqual(
      rows.map(({ step, fitness }) => [step, fitness === null]),
      [1, 2, 3, 4, 5, 6].map((step) => [step, step === 2]),
    );
    assert.deepEqual([rows[0].parent, rows[0].mutation, rows[0].competitors], [null, null, null]);
    assert.deepEqual([rows[5].parent, rows[5].mutation], [population[5].parent, population[5].mutation]);
  });
});
