import assert from "node:assert/strict";
import { createRandom } from "../../lib/random.js";
import { compareAtEqualSize, drawnSizes, type SizedNetwork } from "../../lib/rows/equal-size.js";
import { equalSizeSentence } from "../../lib/study/answers/equal-size-sentence.js";

const network = (hash: string, parameterCount: number, fitness = 0.5): SizedNetwork => ({
  hash,
  parameterCount,
  fitness,
});

/** Networks whose fitness follows from size, and from `bonus`. */
function networks(name: string, count: number, size: number, bonus: number): readonly SizedNetwork[] {
  const random = createRandom(`equal size ${name}`);
  return Array.from({ length: count }, (_, index) => {
    const parameterCount = Math.round(size * 2 ** random.normal());
    const fitness = 0.02 * Math.log2(parameterCount) + bonus + 0.005 * random.normal();
    return network(`${name} ${index}`, parameterCount, fitness);
  });
}

describe("compareAtEqualSize", () => {
  it("pairs the most equal first, each genotype once, however many widths it has", () => {
    const one = [network("a", 100), network("b", 104), network("c", 1_000)];
    const other = [network("x", 103), network("x", 990), network("y", 115)];
    const { pairs } = compareAtEqualSize({ name: "one", networks: one }, { name: "other", networks: other });
    assert.deepEqual(
      pairs.map(([first, second]) => [first.hash, second.hash]),
      [["b", "x"]],
      "c would need the other width of x; a and y differ by more than 10 %",
    );
  });

  it("tells the difference that size alone makes from what is left at equal size", () => {
    const compared = (bonus: number) =>
      compareAtEqualSize(
        { name: "hierarchical ones", networks: networks("h", 120, 80_000, bonus) },
        { name: "flat ones", networks: networks("f", 120, 200_000, 0) },
      );
    const bySize = compared(0);
    assert.ok(bySize.difference !== null && bySize.regardless !== null);
    assert.ok(bySize.difference.lower < 0 && bySize.difference.upper > 0);
    assert.ok(bySize.regardless.upper < -0.01);
    assert.match(
      equalSizeSentence(bySize),
      /^Hierarchical ones \(120\) against flat ones \(120\), at equal size \(\d+ pairs, parameters within 10 %, [\d,]+ to [\d,]+ parameters\): [+−]0\.\d points, 95 % interval −0\.\d to \+0\.\d: chance alone could give it; without regard to size −.* more than chance\.$/,
    );
    assert.match(
      equalSizeSentence(compared(0.01)),
      /: \+[01]\.\d points, 95 % interval \+.*: more than chance; without/,
    );
  });

  it("says how many pairs are missing", () => {
    const none = compareAtEqualSize({ name: "one", networks: [network("a", 9)] }, { name: "other", networks: [] });
    assert.equal(
      equalSizeSentence(none),
      "One (1) against other (0): no pair of equal size (parameters within 10 %), too few to tell; at least 3 are needed.",
    );
    const two = { name: "two", networks: [network("a", 9), network("b", 99)] };
    assert.match(equalSizeSentence(compareAtEqualSize(two, two)), /: only 2 pairs of equal size/);
  });
});

describe("drawnSizes", () => {
  it("has what was drawn at random, with the mean of its trainings over all searches", () => {
    const row = { step: 1, phase: "initialization" as const, hash: "a", fitness: 0.2, parameterCount: 5 };
    const rows = [
      ...[row, { ...row, fitness: 0.4 }, { ...row, step: 2, hash: "b", fitness: null }],
      { ...row, step: 3, hash: "c", phase: "evolution" as const },
    ];
    assert.deepEqual(
      drawnSizes(rows).map(({ hash, fitness, parameterCount }) => [hash, Math.round(100 * fitness), parameterCount]),
      [["a", 30, 5]],
    );
  });
});
