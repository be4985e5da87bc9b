import assert from "node:assert/strict";
import fc from "fast-check";
import { recordedFile } from "../../lib/literature/recorded-searches.js";
import { createRandom, type Random } from "../../lib/random.js";
import type { TrainedNetwork, TrainedRow } from "../../lib/rows/network-mean.js";
import { fitnessWords, meanWords } from "../../lib/rows/network-words.js";
import {
  bestByStep,
  bestNetwork,
  highestEvaluation,
  networkFinder,
  pooledSpread,
  seedNoise,
  trainedNetworks,
} from "../../lib/rows/trained-networks.js";
import { evolutionRows } from "../../lib/search/evolution-rows.js";
import { readStudy } from "../../lib/study/study.js";

/**
 * Rows of networks by name with the fitnesses of their evaluations, null for a failure; steps cycle through the
 * networks.
 */
function rowsOf(networks: { readonly [hash: string]: readonly (number | null)[] }): readonly TrainedRow[] {
  let step = 0;
  return Object.entries(networks).flatMap(([hash, fitnesses]) =>
    fitnesses.map((fitness) => ({ step: ++step, hash, fitness, spread: 0, trainingCount: 1 })),
  );
}

const near = (one: number | null | undefined, other: number): void =>
  assert.ok(one != null && Math.abs(one - other) < 1e-12, `${one} is not ${other}`);

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

/** Networks vary by 0.016 and their trainings by 0.018, as in the recorded evolution. */
const seven = {
  ...{ a: [0.25], b: [0.24], c: [0.29], d: [0.285, 0.255], e: [0.26, 0.29], f: [0.27], g: [0.28], lucky: [0.317] },
  steady: [0.279, 0.28, 0.291, 0.294, 0.304, 0.312, 0.325],
};

describe("trainedNetworks", () => {
  it("does not let one lucky training beat a mean of seven", () => {
    const [best, second] = trainedNetworks(rowsOf(seven));
    assert.deepEqual([best.hash, best.trainingCount, best.step], ["steady", 7, 11]);
    assert.equal(second.hash, "lucky");
    assert.ok(second.mean > best.mean && second.expected < best.expected);
  });

  it("shrinks each mean by its noise: pooled within networks, maximum likelihood between them", () => {
    const rows = rowsOf({ a: [0.2, 0.24], b: [0.3, 0.32, 0.34], c: [0.5], d: [0.36] });
    // By hand: squared deviations 0.0008 of one and 0.0008 of two degrees of freedom.
    const noise = 0.0016 / 3;
    const [means, counts] = [
      [0.22, 0.32, 0.5, 0.36],
      [2, 3, 1, 1],
    ];
    const middleOf = (between: number): number => {
      const weights = counts.map((count) => 1 / (between + noise / count));
      const total = weights.reduce((sum, each) => sum + each, 0);
      return weights.reduce((sum, each, index) => sum + each * means[index], 0) / total;
    };
    const unlikely = (between: number): number =>
      means.reduce((sum, own, index) => {
        const variance = between + noise / counts[index];
        return sum + Math.log(variance) + (own - middleOf(between)) ** 2 / variance;
      }, 0);
    const grid = Array.from({ length: 100_000 }, (_, index) => index * 1e-6);
    const between = grid.reduce((best, each) => (unlikely(each) < unlikely(best) ? each : best));
    const networks = new Map(trainedNetworks(rows).map((network) => [network.hash, network]));
    ["a", "b", "c", "d"].forEach((hash, index) => {
      const middle = middleOf(between);
      const expected = middle + ((means[index] - middle) * between) / (between + noise / counts[index]);
      // As exact as the grid.
      assert.ok(Math.abs((networks.get(hash)?.expected ?? NaN) - expected) < 1e-5, hash);
      near(networks.get(hash)?.mean, means[index]);
    });
    assert.ok(between > 0.001 && between < 0.09);
    near(networks.get("b")?.error, Math.sqrt(noise / 3));
    near(networks.get("b")?.spread, 0.02);
    assert.deepEqual(networks.get("b")?.evaluations, [
      { step: 3, fitness: 0.3 },
      { step: 4, fitness: 0.32 },
      { step: 5, fitness: 0.34 },
    ]);
  });

  it("keeps the order of single fitnesses if every network was trained once, the first of equals first", () => {
    const fitnesses = fc.array(fc.option(fc.integer({ min: 0, max: 20 })), { maxLength: 40 });
    fc.assert(
      fc.property(fitnesses, (values) => {
        const rows = values.map((value, index) => ({
          ...{ step: index + 1, hash: `${index}` },
          fitness: value === null ? null : value / 20,
        }));
        const scored = rows.flatMap((row) => (row.fitness === null ? [] : [{ ...row, fitness: row.fitness }]));
        const sorted = scored.sort((one, other) => other.fitness - one.fitness || one.step - other.step);
        assert.deepEqual(
          trainedNetworks(rows).map(({ step, mean: own, error, trainingCount }) => [step, own, error, trainingCount]),
          sorted.map(({ step, fitness }) => [step, fitness, null, 1]),
        );
      }),
    );
  });

  it("still ranks networks that differ by nothing but noise", () => {
    const [best, second] = trainedNetworks(rowsOf({ a: [0.2, 0.4, 0.3], b: [0.1, 0.5, 0.32] }));
    assert.deepEqual([best.hash, second.hash], ["b", "a"]);
    near(best.expected, second.expected);
  });

  it("weighs an evaluation by its trainings, whose spread is noise too", () => {
    const apart = rowsOf({ a: [0.1, 0.2, 0.3, 0.5], b: [0.4, 0.6] });
    const together: readonly TrainedRow[] = [
      { step: 1, hash: "a", fitness: 0.2, spread: 0.1, trainingCount: 3 },
      { step: 4, hash: "a", fitness: 0.5, spread: 0, trainingCount: 1 },
      { step: 5, hash: "b", fitness: 0.5, spread: Math.sqrt(0.02), trainingCount: 2 },
    ];
    const [one, other] = [apart, together].map((rows) => trainedNetworks(rows));
    one.forEach((network, index) => {
      for (const key of ["mean", "expected", "error", "spread", "trainingCount"] as const) {
        near(other[index][key], network[key] as number);
      }
    });
    near(seedNoise(together).spread, seedNoise(apart).spread as number);
  });

  it("does not count failures or reused evaluations", () => {
    const rows = rowsOf({ a: [null, 0.3, null], b: [0.2], c: [null] });
    const reused = { step: 9, hash: "b", fitness: 0.2, reusedFrom: 4 };
    const networks = trainedNetworks([...rows, reused]);
    assert.deepEqual(
      networks.map(({ hash, step, trainingCount }) => [hash, step, trainingCount]),
      [
        ["a", 2, 1],
        ["b", 4, 1],
      ],
    );
    assert.equal(networkFinder([...rows, reused])(reused)?.hash, "b");
    assert.equal(networkFinder(rows)({ step: 5, hash: "c" }), undefined);
    assert.equal(bestNetwork(rowsOf({ a: [null] })), undefined);
  });

  it("counts confirming trainings, but not as evaluations of the search", () => {
    const rows = rowsOf({ a: [0.3, 0.32], b: [0.4] });
    const confirmed = rows.map((row) => (row.step === 3 ? { ...row, confirmed: [0.3, 0.28, 0.2] } : row));
    const counted = rowsOf({ a: [0.3, 0.32], b: [0.4, 0.3, 0.28, 0.2] });
    const strip = ({ evaluations: _, confirmed: _confirmed, ...rest }: TrainedNetwork) => rest;
    assert.deepEqual(trainedNetworks(confirmed).map(strip), trainedNetworks(counted).map(strip));
    const [, b] = trainedNetworks(confirmed);
    assert.deepEqual([b.evaluations, b.confirmed], [[{ step: 3, fitness: 0.4 }], [0.3, 0.28, 0.2]]);
    assert.equal(highestEvaluation(trainedNetworks(confirmed))?.fitness, 0.4);
    // At the end of the search, b was ahead.
    assert.equal(bestByStep(confirmed).at(-1)?.hash, "b");
    assert.equal(bestNetwork(confirmed)?.hash, "a");
  });

  it("chooses better networks than the highest training does, and predicts their fitness", () => {
    const chosen = Array.from({ length: 200 }, (_, seed) => choose(createRandom(`networks ${seed}`)));
    const byRule = mean(chosen.map(({ rule }) => rule));
    const byRecord = mean(chosen.map(({ record }) => record));
    // Noise and networks vary by 0.02 each.
    assert.ok(byRule - byRecord > 0.004, `${byRule} against ${byRecord}`);
    const surprise = mean(chosen.map(({ expected, rule }) => expected - rule));
    assert.ok(Math.abs(surprise) < 0.004, `expected ${surprise} too much`);
    assert.ok(mean(chosen.map(({ measured, record }) => measured - record)) > 0.02);
  });
});

/**
 * The true fitnesses of 100 networks, the luckiest fifth of which is trained six times more, and the choices of two
 * rules.
 */
function choose(random: Random) {
  const truth = Array.from({ length: 100 }, () => 0.3 + 0.02 * random.normal());
  const train = (own: number): number => own + 0.02 * random.normal();
  const first = truth.map(train);
  const bar = [...first].sort((one, other) => other - one)[20];
  const trainings = truth.map((own, index) => [
    first[index],
    ...Array.from({ length: first[index] > bar ? 6 : 0 }, () => train(own)),
  ]);
  const rows = rowsOf(Object.fromEntries(trainings.map((each, index) => [`network ${index}`, each])));
  const indexOf = (hash: string | null | undefined): number => Number(hash?.slice("network ".length));
  const networks = trainedNetworks(rows);
  const record = highestEvaluation(networks);
  return {
    rule: truth[indexOf(networks[0].hash)],
    expected: networks[0].expected,
    record: truth[indexOf(record?.network.hash)],
    measured: record?.fitness ?? NaN,
  };
}

describe("bestByStep", () => {
  it("is the best of the rows up to each step, with the noise of all", () => {
    const rows = rowsOf(seven);
    const best = bestByStep([...rows].reverse());
    assert.equal(best[9]?.hash, "lucky");
    assert.deepEqual([best[16]?.hash, best[16]?.trainingCount], ["steady", 7]);
    assert.ok(best[10]!.expected > best[11]!.expected || best[10]!.hash !== best[11]!.hash);
    near(best[16]?.expected, bestNetwork(rows)?.expected as number);
    assert.deepEqual(
      bestByStep(rowsOf({ a: [null], b: [0.2] })).map((each) => each?.hash ?? null),
      [null, "b"],
    );
  });

  it("ends with the best network, whatever the search found", () => {
    const search = fc.array(
      fc.record({ hash: fc.constantFrom("a", "b", "c", "d"), fitness: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        minLength: 1,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(search, (found) => {
        const rows = found.map((each, index) => ({ step: index + 1, ...each }));
        const [last, best] = [bestByStep(rows).at(-1), bestNetwork(rows)];
        assert.ok(Math.abs((last?.expected ?? NaN) - (best?.expected ?? NaN)) < 1e-9);
      }),
    );
  });
});

describe("seedNoise", () => {
  it("pools the spreads of networks that were trained more than once", () => {
    // Squared deviations 0.02 and 0.08 over 1 + 2 degrees of freedom.
    const rows = rowsOf({ a: [0.4, 0.6, null], b: [0.1, 0.3, 0.5], c: [0.9] });
    const noise = seedNoise([...rows, { step: 20, hash: "c", fitness: 0.9, reusedFrom: 7 }]);
    near(noise.spread, Math.sqrt(0.1 / 3));
    assert.deepEqual([noise.networks, noise.trainings, noise.freedom], [2, 5, 3]);
    assert.equal(seedNoise(rowsOf({ a: [0.4] })).spread, null);
    near(pooledSpread([rows, rowsOf({ a: [0.4] }), rowsOf({ a: [0.5, 0.7] })]), Math.sqrt(0.12 / 4));
    assert.equal(pooledSpread([rowsOf({ a: [0.4] })]), null);
  });
});

describe("the recorded evolution", () => {
  it("has a best network other than that of its highest training, the same for every reader", async () => {
    const [rows, individuals] = await readStudy(recordedFile("hierarchical-evolution"), async (study) => [
      await study.rows(),
      await study.individuals(),
    ]);
    const networks = trainedNetworks(rows);
    assert.deepEqual([networks[0].step, networks[0].trainingCount], [422, 7]);
    assert.equal(meanWords(networks[0]), "29.8 % ± 0.7, 7 trainings");
    const record = highestEvaluation(networks);
    assert.deepEqual([record?.step, record?.fitness], [183, 0.327]);
    assert.equal(meanWords(record!.network), "27.3 % ± 0.4, 16 trainings");
    assert.deepEqual(trainedNetworks(evolutionRows(individuals)), networks);
  });
});

describe("meanWords", () => {
  it("writes one training in the singular, and a fitness other than an accuracy without percent", () => {
    const network = { hash: "a", step: 1, trainingCount: 1, mean: 0.31234, error: null, expected: 0.3 };
    assert.equal(meanWords(network), "31.2 %, 1 training");
    assert.equal(meanWords({ ...network, error: 0.0123 }, { isAccuracy: false }), "0.3123 ± 0.0123, 1 evaluation");
    assert.equal(meanWords({ ...network, error: 0 }, { isAccuracy: false }), "0.3123");
    assert.equal(fitnessWords(0.5), "50.0 %");
  });
});
