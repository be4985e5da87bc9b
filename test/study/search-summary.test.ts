import assert from "node:assert/strict";
import { toRows } from "../../lib/rows/study-row.js";
import {
  differenceSentence,
  initialFitnesses,
  lastEvolved,
  seedNoise,
  summarizeSearch,
} from "../../lib/study/search-summary.js";
import { recordOf } from "./record.js";

const fitnesses = [0.2, 0.3, null, 0.3, 0.5, 0.4];
const rows = toRows(
  fitnesses.map((fitness, index) =>
    recordOf(index + 1, {
      fitness,
      phase: index < 2 ? "initialization" : "evolution",
      parameterCount: 10 * (index + 1),
    }),
  ),
);

describe("summarizeSearch", () => {
  it("has the means before and after, the best, and the best of the first steps", () => {
    assert.deepEqual(summarizeSearch(rows, { lastCount: 2, firstCount: 4 }), {
      ...{ evaluated: 6, failed: 1, initialMean: 0.25, evolvedMean: 0.45, best: 0.5, bestStep: 5, bestOfFirst: 0.3 },
      medianParameterCount: 35,
    });
  });

  it("is null where there is nothing", () => {
    const { initialMean, evolvedMean, best, medianParameterCount } = summarizeSearch([]);
    assert.deepEqual([initialMean, evolvedMean, best, medianParameterCount], [null, null, null, null]);
    assert.equal(summarizeSearch(rows.slice(0, 2)).evolvedMean, null);
    assert.deepEqual(
      [initialFitnesses(rows), lastEvolved(rows, 2)],
      [
        [0.2, 0.3],
        [0.5, 0.4],
      ],
    );
  });
});

describe("seedNoise", () => {
  it("pools the spreads of networks that were trained more than once", () => {
    const row = (hash: string, fitness: number | null, reusedFrom: number | null = null) => ({
      hash,
      fitness,
      reusedFrom,
    });
    // Squared deviations 0.02 and 0.08 over 1 + 2 degrees of freedom.
    const noise = seedNoise([
      ...[row("a", 0.4), row("a", 0.6), row("b", 0.1), row("b", 0.3), row("b", 0.5), row("c", 0.9)],
      ...[row("a", null), row("c", 0.9, 6)],
    ]);
    assert.ok(Math.abs((noise.spread as number) - Math.sqrt(0.1 / 3)) < 1e-12);
    assert.deepEqual([noise.networks, noise.evaluations], [2, 5]);
    assert.equal(seedNoise([row("a", 0.4)]).spread, null);
  });
});

describe("differenceSentence", () => {
  it("says whether a difference exceeds twice its standard error", () => {
    const low = { name: "low", fitnesses: [0.2, 0.21, 0.19] };
    const high = { name: "high", fitnesses: [0.3, 0.31, 0.29] };
    assert.equal(
      differenceSentence(high, low),
      "Mean fitness: high 30.0 % (3 evaluations), low 20.0 % (3 evaluations). The difference of +10.0 points is more than twice its standard error (1.6 points).",
    );
    assert.match(differenceSentence(low, { name: "low too", fitnesses: [0.19, 0.22] }), /is not more than twice/);
    assert.match(differenceSentence(low, { name: "one", fitnesses: [0.3] }), /too few evaluations to tell/);
  });
});
