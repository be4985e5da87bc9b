import assert from "node:assert/strict";
import { jStat } from "jstat";
import { isConnected } from "../../lib/genotype/liveness.js";
import { mutate } from "../../lib/genotype/mutate.js";
import { flatSpace, hierarchicalSpace, type Space } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";
import { fitnessOf } from "../../lib/search/individual.js";
import type { SearchMethod } from "../../lib/search/method.js";
import { randomSearch } from "../../lib/search/random-search.js";
import { runSearch } from "../../lib/search/run-search.js";
import { toyFitness } from "../../lib/search/toy-fitness.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";

describe("toyFitness", () => {
  for (const space of [hierarchicalSpace, flatSpace]) {
    it(`gives the hidden genotype of the ${space.name} space 1, and a mutant of it a little less`, () => {
      const { target, score } = toyFitness(space);
      assert.ok(isConnected(target));
      assert.equal(score(target), 1);
      const random = createRandom(1);
      for (let count = 0; count < 20; count++) {
        const { child, mutation } = mutate(target, random);
        const edges = space.name === "flat" ? 55 : mutation.level === 2 ? 36 : 10;
        const lost = mutation.before === mutation.after ? 0 : 1 / edges / space.levels.length;
        assert.ok(Math.abs(1 - lost - score(child)) < 1e-12);
      }
    });
  }

  it("hides another genotype for another seed", () => {
    const space = hierarchicalSpace;
    assert.notDeepEqual(toyFitness(space).target, toyFitness(space, { targetSeed: 2 }).target);
    assert.deepEqual(toyFitness(space).target, toyFitness(space, { targetSeed: 1 }).target);
  });

  it("adds noise that depends on the evaluation's seed", async () => {
    const { target, evaluate } = toyFitness(hierarchicalSpace, { noise: 0.1 });
    const [one, again, other] = await Promise.all(["1", "1", "2"].map((seed) => evaluate(target, { seed })));
    assert.deepEqual(one, again);
    assert.notEqual(one.fitness, other.fitness);
    assert.notEqual(one.fitness, 1);
  });

  it("refuses a genotype of another space and an invalid noise", () => {
    const { score } = toyFitness(hierarchicalSpace);
    assert.throws(() => score(toyFitness(flatSpace).target), /got 2 levels, the hierarchical space has 3/);
    assert.throws(() => toyFitness(flatSpace, { noise: -1 }), /noise: got -1/);
  });

  // A tournament wins in about 85 % of seeds, so 30 of them show it with a probability of 97 %.
  it("is climbed better by a tournament than at random, over 30 seeds (sign test, p < 0.01)", async function () {
    this.timeout(60_000);
    const space = hierarchicalSpace;
    const pairs: (readonly [number, number])[] = [];
    for (let seed = 1; seed <= 30; seed++) {
      pairs.push([await best(space, tournamentSearch(), seed), await best(space, randomSearch(), seed)]);
    }
    const wins = pairs.filter(([tournament, random]) => tournament > random).length;
    const losses = pairs.filter(([tournament, random]) => tournament < random).length;
    const p = 1 - jStat.binomial.cdf(wins - 1, wins + losses, 0.5);
    assert.ok(p < 0.01, `${wins} won, ${losses} lost: p = ${p}`);
  });
});

async function best(space: Space, method: SearchMethod, seed: number): Promise<number> {
  const { evaluate } = toyFitness(space);
  const population = await runSearch({
    ...{ space, method, steps: 140, initialCount: 20, workers: 1, seed, mutationCount: 50, evaluate },
  });
  return Math.max(0, ...population.flatMap((each) => fitnessOf(each) ?? []));
}
