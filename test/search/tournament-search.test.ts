import assert from "node:assert/strict";
import fc from "fast-check";
import { trivialGenotype } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { competitorsOf } from "../../lib/search/competitors.js";
import { createRandom, type Random } from "../../lib/random.js";
import { fitnessOf, type Individual } from "../../lib/search/individual.js";
import { sampleTournament, tournamentSearch, tournamentSize } from "../../lib/search/tournament-search.js";
import { chiSquareP } from "../genotype/chi-square.js";

const genotype = trivialGenotype(hierarchicalSpace);

/** A population by fitness; null stands for a failed evaluation. */
function populationOf(fitnesses: readonly (number | null)[]): readonly Individual[] {
  return fitnesses.map((fitness, index) => ({
    ...{ step: index + 1, arrival: index + 1, phase: "initialization", genotype, hash: "", redraws: 0 },
    evaluation: fitness === null ? { status: "failed" } : { status: "scored", fitness },
  }));
}

function choose(from: number, count: number): number {
  if (count > from) return 0;
  return Array.from({ length: count }, (_, index) => (from - index) / (index + 1)).reduce(
    (one, other) => one * other,
    1,
  );
}

describe("tournamentSize", () => {
  it("is 5 % of the population, rounded up, and at least two", () => {
    const sizes = [
      [2, 2],
      [20, 2],
      [40, 2],
      [41, 3],
      [60, 3],
      [61, 4],
      [140, 7],
      [200, 10],
      [7000, 350],
    ];
    for (const [population, size] of sizes) assert.equal(tournamentSize(population), size, `population ${population}`);
  });

  it("is never more than the population", () => {
    assert.equal(tournamentSize(1), 1);
    assert.equal(tournamentSize(3, { share: 1, floor: 5 }), 3);
  });
});

describe("the winners of tournaments", () => {
  type Sampler = (population: readonly Individual[], random: Random) => Individual | undefined;
  const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  /**
   * The p-value of the winners' ranks: rank r of n wins a tournament of k with probability C(n − r, k − 1) / C(n, k).
   */
  const pValue = (size: number, share: number, sampler: Sampler, seed: number): number => {
    const random = createRandom(seed);
    const population = random.shuffle([...populationOf(Array.from({ length: size }, (_, index) => index / size))]);
    const competitors = tournamentSize(size, { share });
    const ranks = new Array<number>(size).fill(0);
    for (let draw = 0; draw < 3000; draw++) {
      const winner = sampler(population, random);
      assert.ok(winner !== undefined);
      ranks[size - winner.step]++;
    }
    const shares = ranks.map((_, rank) => choose(size - 1 - rank, competitors - 1) / choose(size, competitors));
    return chiSquareP(ranks, shares);
  };
  const cases: readonly (readonly [size: number, share: number])[] = [
    [5, 0.05],
    [20, 0.05],
    [60, 0.05],
    [30, 0.3],
  ];

  it("have the ranks expected from drawing without replacement, on ten seeds", () => {
    for (const [size, share] of cases) {
      for (const seed of SEEDS) {
        const p = pValue(
          size,
          share,
          (population, random) => sampleTournament(population, random, { share }).winner,
          seed,
        );
        assert.ok(p > 0.001, `${size} individuals, share ${share}, seed ${seed}: p = ${p}`);
      }
    }
  });

  it("fail the same check when competitors are drawn with replacement", () => {
    const withReplacement: Sampler = (population, random) =>
      [random.pick(population), random.pick(population)].reduce((one, other) =>
        (fitnessOf(other) ?? -1) > (fitnessOf(one) ?? -1) ? other : one,
      );
    assert.deepEqual(
      SEEDS.filter((seed) => pValue(5, 0.05, withReplacement, seed) > 0.001),
      [],
    );
  });

  it("fail the same check when one competitor too many is drawn", () => {
    const larger: Sampler = (population, random) => sampleTournament(population, random, { floor: 3 }).winner;
    assert.deepEqual(
      SEEDS.filter((seed) => pValue(20, 0.05, larger, seed) > 0.001),
      [],
    );
  });
});

describe("sampleTournament", () => {
  it("draws each competitor once, and the fittest wins", () => {
    const fitnesses = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(fitnesses, fc.nat(), (values, seed) => {
        const population = populationOf(values);
        const { competitors, winner } = sampleTournament(population, createRandom(seed), { share: 0.2 });
        assert.equal(competitors.length, tournamentSize(population.length, { share: 0.2 }));
        assert.equal(new Set(competitors).size, competitors.length);
        const scored = competitors.flatMap((each) => fitnessOf(each) ?? []);
        assert.equal(winner && fitnessOf(winner), scored.length === 0 ? undefined : Math.max(...scored));
      }),
    );
  });

  it("lets each of equally fit competitors win equally often", () => {
    const population = populationOf([0.5, 0.5, 0.5, 0.5]);
    const random = createRandom(1);
    const wins = [0, 0, 0, 0];
    for (let draw = 0; draw < 2000; draw++) wins[(sampleTournament(population, random).winner?.step ?? 0) - 1]++;
    assert.ok(chiSquareP(wins, [0.25, 0.25, 0.25, 0.25]) > 0.001, wins.join());
  });
});

describe("tournamentSearch", () => {
  const context = { space: hierarchicalSpace, initialCount: 2, mutationCount: 50 };
  const propose = (population: readonly Individual[], step: number) =>
    tournamentSearch().propose(population, { ...context, step, random: createRandom(5).split("step", step) });

  it("draws at random during initialization, then mutates the winner of a tournament", async () => {
    assert.equal((await propose([], 2)).phase, "initialization");
    const child = await propose(populationOf([0.2, 0.9]), 3);
    assert.equal(child.phase, "evolution");
    assert.equal(child.parent, 2);
    assert.deepEqual([...competitorsOf(populationOf([0.2, 0.9]), child)].sort(), [1, 2]);
    assert.ok(child.mutation !== undefined);
  });

  it("counts failed individuals but never lets one win", async () => {
    for (let step = 3; step < 60; step++) {
      const population = populationOf([null, 0.1, null, null, null]);
      const child = await propose(population, step);
      assert.equal(child.parent, 2);
      // Also after tournaments of failed ones only.
      const competitors = competitorsOf(population, child);
      assert.equal(competitors.length, 2);
      assert.ok(competitors.includes(2), `step ${step}: ${competitors.join()}`);
    }
  });

  it("draws at random while nothing is scored", async () => {
    const proposal = await propose(populationOf([null, null]), 3);
    assert.equal(proposal.phase, "initialization");
    assert.equal(proposal.parent, undefined);
  });

  it("refuses a share or a floor that selects none", () => {
    assert.throws(() => tournamentSearch({ share: 0 }), /share: got 0, must be above 0 and at most 1/);
    assert.throws(() => tournamentSearch({ share: Number.NaN }), /share: got NaN/);
    assert.throws(() => tournamentSearch({ floor: 0 }), /floor: got 0, must be a whole number of at least 1/);
  });
});
