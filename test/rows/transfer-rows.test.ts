import assert from "node:assert/strict";
import { type LargeRun, transferRows, transferSentence } from "../../lib/rows/transfer-rows.js";

/** A run of the cell `name`; its test error in percent. */
export function largeRun(name: string, error: number | null, more: Partial<LargeRun> = {}): LargeRun {
  return {
    ...{ name, hash: `hash of ${name}`, channels: 16, budget: "time", seed: 1, trainingSteps: 1000, batchSize: 64 },
    ...{ accuracy: error === null ? null : 1 - error / 100, parameterCount: 500, multiplyAdds: 9000 },
    ...{ trainMillis: 600_000, processorMillis: 1_200_000, curve: [] },
    ...more,
  };
}

const fitnesses = ["a", "a", "b", "c"].map((name, seed) => ({ name, seed, fitness: [0.3, 0.34, 0.28, 0.25][seed] }));

describe("transferRows", () => {
  it("has mean and spread of each cell by both budgets; the shortest run counts for both", () => {
    const rows = transferRows(
      [
        largeRun("a", 20, { trainingSteps: 4000 }),
        largeRun("b", 30),
        largeRun("a", 22, { trainingSteps: 4000, seed: 2, trainMillis: 1_200_000 }),
        largeRun("b", null, { seed: 2 }),
        largeRun("a", 40, { budget: "steps" }),
        largeRun("wide", 10, { hash: "hash of a", channels: 36 }),
      ],
      fitnesses,
      1000,
    );
    assert.deepEqual(
      rows.map(({ name }) => name),
      ["a", "b", "wide"],
    );
    const [a, b, wide] = rows;
    const { mean, spread, runs, trainingSteps, trainMinutes, processorMinutes } = a.sameTime ?? assert.fail();
    assert.deepEqual([runs, trainingSteps, trainMinutes, processorMinutes], [2, 4000, 15, 20]);
    assert.ok(Math.abs(mean - 0.21) < 1e-12 && Math.abs((spread ?? 0) - 0.01 * Math.SQRT2) < 1e-12);
    assert.ok(Math.abs((a.sameSteps?.mean ?? 0) - 0.4) < 1e-12);
    assert.deepEqual([a.sameSteps?.runs, a.sameSteps?.spread], [1, null]);
    assert.deepEqual(b.sameTime, b.sameSteps);
    assert.equal(b.sameTime?.runs, 1, "a failed run has no error");
    assert.equal(a.fitness?.trainings, 2);
    assert.ok(Math.abs((a.fitness?.mean ?? 0) - 0.32) < 1e-12);
    assert.equal(wide.fitness, null, "the short training was not that wide");
  });
});

describe("transferSentence", () => {
  it("counts the pairs that differ by more than luck, and those in the short training's order", () => {
    const runs = [
      ...[20, 21].map((error, seed) => largeRun("a", error, { seed })),
      ...[20.2, 20.8].map((error, seed) => largeRun("b", error, { seed })),
      ...[15, 15.5].map((error, seed) => largeRun("c", error, { seed })),
    ];
    assert.equal(
      transferSentence(transferRows(runs, fitnesses, 5)),
      "By the short training's fitness, best first: a; b; c. After the same time, best first: c; a; b. Of 3 pairs of cells 2 differ by more than the largest spread of one cell's runs; the short training's fitness has 0 of these in the same order.",
    );
    const reversed = fitnesses.map((each) => ({ ...each, fitness: 1 - each.fitness }));
    assert.match(transferSentence(transferRows(runs, reversed, 5)), /has 2 of these in the same order\.$/);
    assert.match(transferSentence(transferRows(runs, reversed, 1000)), /After the same training steps, best first: c/);
  });

  it("says when too little is recorded", () => {
    assert.match(transferSentence([]), /^Too few cells are recorded/);
    assert.match(transferSentence(transferRows([largeRun("a", 5)], fitnesses, 9)), /^Too few cells are recorded/);
  });
});
