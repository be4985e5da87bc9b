import assert from "node:assert/strict";
import { trivialGenotype } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";
import { competitorsOf } from "../../lib/search/competitors.js";
import type { Individual } from "../../lib/search/individual.js";
import { sampleTournament, tournamentSearch } from "../../lib/search/tournament-search.js";

const space = hierarchicalSpace;
const genotype = trivialGenotype(space);

/** Individuals that arrived in another order than they were proposed. */
const populationOf = (size: number): readonly Individual[] =>
  Array.from({ length: size }, (_, index) => ({
    ...{ step: size - index, arrival: index + 1, phase: "initialization", genotype, hash: "", redraws: 0 },
    evaluation: { status: "scored", fitness: index / size },
  }));

describe("competitorsOf", () => {
  for (const size of [30, 9_000]) {
    it(`draws the competitors again, in a population of ${size}`, async () => {
      const population = populationOf(size);
      const random = () => createRandom(3).split("step", size + 1);
      const context = { space, step: size + 1, initialCount: 1, random: random() };
      const child = await tournamentSearch().propose(population, context);
      const { competitors, winner } = sampleTournament(population, random());
      assert.equal(child.parent, winner?.step);
      const steps = competitors.map(({ step }) => step);
      assert.deepEqual(competitorsOf(population, child), steps);
      // Individuals that came later change nothing.
      const later = { ...population[0], step: size + 1, arrival: size + 1 };
      assert.deepEqual(competitorsOf([later, ...population], child), steps);
      assert.ok(JSON.stringify(child.competitors).length < 100);
    });
  }

  it("is the same whatever was drawn from the step's stream before", async () => {
    const [fresh, used] = [createRandom(3), createRandom(3)];
    used.uniform();
    const population = populationOf(30);
    const context = { space, step: 31, initialCount: 1 };
    const one = await tournamentSearch().propose(population, { ...context, random: fresh });
    const other = await tournamentSearch().propose(population, { ...context, random: used });
    assert.deepEqual(one, other);
  });

  it("takes steps as they are, and has none without a tournament", () => {
    assert.deepEqual(competitorsOf([], { step: 3, competitors: [2, 1] }), [2, 1]);
    assert.deepEqual(competitorsOf([], { step: 3, competitors: null }), []);
    assert.deepEqual(competitorsOf([], { step: 3 }), []);
  });
});
