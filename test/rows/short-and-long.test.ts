import assert from "node:assert/strict";
import { createRandom } from "../../lib/random.js";
import { type ShortAndLong, shortAndLongRanks } from "../../lib/rows/short-and-long.js";
import { protocolsSentence, shortAndLongSentence } from "../../lib/study/answers/protocols-sentence.js";

/** Genotypes whose long and short accuracies depend on size alone. */
function genotypes(space: string, count: number): readonly ShortAndLong[] {
  const random = createRandom(`short and long ${space}`);
  return Array.from({ length: count }, (_, index) => {
    const size = random.normal();
    const [short, long] = [0.25, 0.5].map((middle) => middle + 0.02 * size + 0.01 * random.normal());
    const parameterCount = Math.round(1e5 * 2 ** size);
    return { name: `${space} ${index}`, space, protocol: "short", short, long, parameterCount };
  });
}

describe("shortAndLongRanks", () => {
  it("measures the information of a short training beyond size", () => {
    const [rank] = shortAndLongRanks(genotypes("hierarchical", 300));
    assert.equal(rank.genotypes, 300);
    assert.ok(rank.correlation.lower > 0.6);
    assert.ok(Math.abs(rank.givenParameters.estimate) < 0.2);
  });

  it("leaves out spaces with fewer than five genotypes, and has a sentence with its numbers", () => {
    const rows = [...genotypes("hierarchical", 20), ...genotypes("flat", 4)];
    assert.deepEqual(
      shortAndLongRanks(rows).map(({ space }) => space),
      ["hierarchical"],
    );
    assert.match(
      shortAndLongSentence(rows),
      /^Rank correlation of short fitness with long accuracy: hierarchical, short \(20 genotypes\): 0\.\d\d \(95 % interval .*\), given parameters −?0\.\d\d \(.*\)\.$/,
    );
    assert.match(shortAndLongSentence([]), /^Too few genotypes/);
  });
});

describe("protocolsSentence", () => {
  it("names the best protocol and the best for a third of its cost", () => {
    const rows = [0.5, 0.6, 0.8].map((correlation, index) => ({
      ...{ protocol: `p${index}`, processorSeconds: 10 * 3 ** index, space: "flat", comparedTo: "long trainings" },
      ...{ rankedBy: "loss", correlation, lower: correlation - 0.2, upper: correlation + 0.1, genotypes: 24 },
    }));
    assert.equal(
      protocolsSentence(rows),
      "Rank correlations: flat (24 genotypes), compared to long trainings: best of 3: p2 by loss, 0.80 (95 % interval 0.60 to 0.90) at 90.0 core-seconds; for a third of the cost or less p1 by loss, 0.60 (95 % interval 0.40 to 0.70) at 30.0 core-seconds.",
    );
    assert.equal(protocolsSentence([]), "No protocol is measured.");
    assert.match(
      protocolsSentence(rows, { chosen: "p0" }),
      /; chosen: p0 by loss, 0\.50 \(.*\) at 10\.0 core-seconds\.$/,
    );
    assert.match(protocolsSentence(rows, { aim: 0.75 }), /at 90\.0 core-seconds, the target of 0\.75 is reached; for/);
    assert.match(
      protocolsSentence(rows, { aim: { flat: 0.9 } }),
      /at 90\.0 core-seconds, below the target of 0\.9; for/,
    );
    const unsure = rows.map((row) => ({ ...row, lower: -0.1 }));
    assert.match(protocolsSentence(unsure, { aim: 0.75 }), /above the target of 0\.75, but its interval has 0 in it/);
  });
});
