import assert from "node:assert/strict";
import fc from "fast-check";
import { createRandom } from "../../lib/random.js";
import { bestBelow, bestOfDraws } from "../../lib/statistics/best-of-draws.js";

/** All subsets of `size` of the indices 0 to `count` − 1. */
function subsets(count: number, size: number, first = 0): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return Array.from({ length: count - first }, (_, index) => first + index).flatMap((place) =>
    subsets(count, size - 1, place + 1).map((rest) => [place, ...rest]),
  );
}

const near = (one: number | undefined, other: number): void =>
  assert.ok(one !== undefined && Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

describe("bestOfDraws", () => {
  it("equals the mean over all sets of that many draws, failures included", () => {
    const value = fc.option(fc.integer({ min: -5, max: 5 }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 7 }), fc.integer({ min: 1, max: 7 }), (values, wanted) => {
        const count = Math.min(wanted, values.length);
        const sets = subsets(values.length, count).map((places) => places.map((place) => values[place]));
        const bests = sets
          .map((set) => Math.max(...set.map((each) => each ?? -Infinity)))
          .filter(Number.isFinite)
          .sort((one, other) => one - other);
        const found = bestOfDraws(values, count, [0.05, 0.5, 0.95]);
        if (bests.length === 0) {
          assert.equal(found, undefined);
          return;
        }
        near(found?.expected, bests.reduce((sum, each) => sum + each, 0) / bests.length);
        for (const [index, share] of [0.05, 0.5, 0.95].entries()) {
          assert.equal(found?.quantiles[index], bests[Math.ceil(share * bests.length - 1e-9) - 1]);
        }
        const below = sets.filter((set) => set.every((each) => each === null || each < 2)).length / sets.length;
        near(bestBelow(values, count, 2), below);
      }),
    );
  });

  it("is the mean for one draw and the best for all", () => {
    const values = [0.3, 0.1, 0.2, 0.4];
    near(bestOfDraws(values, 1)?.expected, 0.25);
    near(bestOfDraws(values, 4)?.expected, 0.4);
    assert.equal(bestOfDraws(values, 5), undefined);
    assert.equal(bestOfDraws([], 1), undefined);
  });

  it("agrees with simulated draws from thousands of values", () => {
    const random = createRandom("draws");
    const values = Array.from({ length: 3_000 }, () => random.normal());
    const best = bestOfDraws(values, 50, [0.5]);
    const drawn = Array.from({ length: 2_000 }, () => Math.max(...random.sample(values, 50)));
    const mean = drawn.reduce((sum, each) => sum + each, 0) / drawn.length;
    assert.ok(best !== undefined && Math.abs(best.expected - mean) < 0.04, `${best?.expected} is not about ${mean}`);
  });
});
