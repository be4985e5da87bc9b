import assert from "node:assert/strict";
import fc from "fast-check";
import { checkInSpace, type Genotype } from "../../lib/genotype/genotype.js";
import { genotypeToJson } from "../../lib/genotype/genotype-file.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { applyMutation, sampleMutation, mutate, type Mutation } from "../../lib/genotype/mutate.js";
import { createSpace, flatSpace, hierarchicalSpace, type Space } from "../../lib/genotype/space.js";
import { createRandom, type Random } from "../../lib/random.js";
import { chiSquareP, countBy } from "./chi-square.js";

type Sampler = (genotype: Genotype, random: Random) => Mutation;
type Expected = ReadonlyMap<string, number>;

const DRAWS = 3000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const SIGNIFICANT = 0.001;

/** Node pairs of a motif of `nodeCount` nodes with their probability under the deck's two draws. */
function pairs(nodeCount: number): readonly (readonly [pair: string, share: number])[] {
  const all: [string, number][] = [];
  for (let successor = 2; successor <= nodeCount; successor++) {
    for (let predecessor = 1; predecessor < successor; predecessor++) {
      all.push([`${predecessor}→${successor}`, 1 / (nodeCount - 1) / (successor - 1)]);
    }
  }
  return all;
}

/** The deck's four draws as cells with their shares, and the cell of a mutation. */
function fourDraws({ levels, primitives }: Space): Readonly<Record<string, [Expected, (m: Mutation) => string]>> {
  const cells = (of: (level: number) => readonly (readonly [string, number])[]): Expected =>
    new Map(
      levels.flatMap((_, index) =>
        of(index).map(([cell, share]) => [`level ${index + 2} ${cell}`, share / levels.length] as const),
      ),
    );
  const uniform = (count: number, from: number) =>
    Array.from({ length: count }, (_, index) => [String(index + from), 1 / count] as const);
  const operations = (index: number) => (index === 0 ? primitives.length : levels[index - 1].motifCount);
  return {
    level: [cells(() => [["", 1]]), ({ level }) => `level ${level} `],
    motif: [cells((index) => uniform(levels[index].motifCount, 1)), ({ level, motif }) => `level ${level} ${motif}`],
    nodes: [
      cells((index) => pairs(levels[index].nodeCount)),
      ({ level, predecessor, successor }) => `level ${level} ${predecessor}→${successor}`,
    ],
    operation: [cells((index) => uniform(operations(index) + 1, 0)), ({ level, after }) => `level ${level} ${after}`],
  };
}

/** The p-values of the four draws of one seed. */
function pValues(space: Space, sampler: Sampler, seed: number): Readonly<Record<string, number>> {
  const random = createRandom(seed).split("chi-square");
  const { genotype } = initialize(space, createRandom(seed), 200);
  const mutations = Array.from({ length: DRAWS }, () => sampler(genotype, random));
  return Object.fromEntries(
    Object.entries(fourDraws(space)).map(([name, [expected, cellOf]]) => {
      const observed = countBy(mutations.map(cellOf), [...expected.keys()]);
      return [name, chiSquareP(observed, [...expected.values()])];
    }),
  );
}

describe("the four draws of a mutation", () => {
  for (const space of [
    hierarchicalSpace,
    createSpace(
      "deep",
      [2, 3, 1].map((motifCount) => ({ motifCount, nodeCount: 3 })),
    ),
  ]) {
    it(`follow the deck in the ${space.name} space, on ten seeds`, () => {
      for (const seed of SEEDS) {
        for (const [draw, p] of Object.entries(pValues(space, sampleMutation, seed))) {
          assert.ok(p > SIGNIFICANT, `seed ${seed}, ${draw}: p = ${p}`);
        }
      }
    });
  }

  it("follow the deck in the flat space, which has no level or motif to draw", () => {
    for (const seed of SEEDS) {
      const { nodes, operation } = pValues(flatSpace, sampleMutation, seed);
      assert.ok(nodes > SIGNIFICANT && operation > SIGNIFICANT, `seed ${seed}: p = ${nodes}, ${operation}`);
    }
  });

  const biased: Readonly<Record<string, Sampler>> = {
    level: (genotype, random) => {
      // Every motif equally likely, whatever its level.
      const drawn = sampleMutation(genotype, random);
      const level = random.integer(7) === 0 ? 3 : 2;
      return { ...drawn, level, motif: 1, predecessor: 1, successor: 2 };
    },
    motif: (genotype, random) => {
      const drawn = sampleMutation(genotype, random);
      return random.uniform() < 0.1 ? { ...drawn, motif: 1 } : drawn;
    },
    nodes: (genotype, random) => {
      // Every pair of nodes equally likely: the most natural mistake.
      const drawn = sampleMutation(genotype, random);
      const [pair] = random.pick(pairs(drawn.level === 2 ? 4 : 5));
      const [predecessor, successor] = pair.split("→").map(Number);
      return { ...drawn, predecessor, successor };
    },
    operation: (genotype, random) => {
      // Never none, so that edges are never removed.
      const drawn = sampleMutation(genotype, random);
      return { ...drawn, after: 1 + random.integer(6) };
    },
  };
  for (const [draw, sampler] of Object.entries(biased)) {
    it(`fail the same check if the draw of the ${draw} is biased`, () => {
      const failed = SEEDS.filter((seed) => pValues(hierarchicalSpace, sampler, seed)[draw] <= SIGNIFICANT);
      assert.deepEqual(failed, SEEDS);
    });
  }

  it("may give the operation that is already there", () => {
    const { genotype } = initialize(hierarchicalSpace, createRandom(1), 200);
    const random = createRandom(2);
    const mutations = Array.from({ length: 100 }, () => sampleMutation(genotype, random));
    assert.ok(mutations.some(({ before, after }) => before === after));
  });
});

describe("mutate", () => {
  const genotypes = fc
    .record({ seed: fc.nat(), flat: fc.boolean(), mutations: fc.integer({ min: 0, max: 30 }) })
    .map(({ seed, flat, mutations }) => {
      const space = flat ? flatSpace : hierarchicalSpace;
      const random = createRandom(seed);
      return { space, random, parent: initialize(space, random, mutations).genotype };
    });

  it("changes the named edge, and leaves the parent unchanged", () => {
    fc.assert(
      fc.property(genotypes, ({ space, random, parent }) => {
        const before = genotypeToJson(parent);
        const { child, mutation } = mutate(parent, random);
        assert.equal(genotypeToJson(parent), before);
        checkInSpace(child, space);
        const changed = child.levels.flatMap((motifs, level) =>
          motifs.flatMap(({ matrix }, motif) =>
            matrix.flatMap((row, from) =>
              row.flatMap((operation, to) =>
                operation === parent.levels[level][motif].matrix[from][to]
                  ? []
                  : [
                      {
                        level: level + 2,
                        motif: motif + 1,
                        predecessor: from + 1,
                        successor: to + 1,
                        after: operation,
                      },
                    ],
              ),
            ),
          ),
        );
        const { before: old, ...place } = mutation;
        assert.deepEqual(changed, old === mutation.after ? [] : [place]);
      }),
      { numRuns: 100 },
    );
  });

  it("is undone by restoring the old operation", () => {
    fc.assert(
      fc.property(genotypes, ({ random, parent }) => {
        const { child, mutation } = mutate(parent, random);
        assert.deepEqual(applyMutation(child, { ...mutation, after: mutation.before }), parent);
      }),
      { numRuns: 100 },
    );
  });

  it("is refused if it names a place that the genotype does not have", () => {
    const { genotype } = initialize(hierarchicalSpace, createRandom(1), 10);
    const good = mutate(genotype, createRandom(2)).mutation;
    for (const change of [{ level: 9 }, { motif: 0 }, { motif: 7 }, { after: 77 }, { after: -1 }, { successor: 1 }]) {
      assert.throws(() => applyMutation(genotype, { ...good, ...change }), { name: "InputError" });
    }
  });
});
