import assert from "node:assert/strict";
import { createRandom, type Random } from "../../lib/random.js";
import { holm, permutationTests } from "../../lib/statistics/permutation-tests.js";

/** `count` units of as many features as there are `shifts`; binary ones where `isBinary`. */
function units(
  random: Random,
  count: number,
  shifts: readonly number[],
  isBinary = false,
): readonly (readonly number[])[] {
  return Array.from({ length: count }, () => {
    // Features of one unit depend on each other.
    const common = random.normal();
    return shifts.map((shift) => {
      const value = shift + 0.6 * common + 0.8 * random.normal();
      return isBinary ? (value > 0.5 ? 1 : 0) : value;
    });
  });
}

const zeros = (count: number): readonly number[] => new Array<number>(count).fill(0);

describe("permutationTests", function () {
  this.timeout(120_000);

  it("accept a false feature in at most 5 % of cases, after correction for 14 dependent features", () => {
    const random = createRandom("false discoveries");
    for (const [size, isBinary] of [
      [6, false],
      [6, true],
    ] as const) {
      let [corrected, plain] = [0, 0];
      for (let draw = 0; draw < 300; draw++) {
        const [one, other] = [size, 60].map((count) => units(random, count, zeros(14), isBinary));
        const tests = permutationTests(one, other, random, 800);
        if (tests.some(({ adjusted }) => adjusted < 0.05)) corrected++;
        if (tests.some(({ probability }) => probability < 0.05)) plain++;
      }
      assert.ok(corrected / 300 <= 0.08, `${corrected} of 300 cases of ${size} units hold a false feature`);
      // Without the correction most findings would be false.
      assert.ok(plain / 300 > 0.2, `${plain} of 300`);
    }
  });

  it("find the features that differ, and no others", () => {
    const random = createRandom("true discoveries");
    const shifts = [1.5, ...zeros(9)];
    let [found, wrong] = [0, 0];
    for (let draw = 0; draw < 100; draw++) {
      const tests = permutationTests(units(random, 12, shifts), units(random, 80, zeros(10)), random, 800);
      if (tests[0].adjusted < 0.05) found++;
      if (tests.slice(1).some(({ adjusted }) => adjusted < 0.05)) wrong++;
    }
    assert.ok(found > 90, `${found} of 100`);
    assert.ok(wrong <= 12, `${wrong} of 100`);
  });

  it("have intervals that contain the true difference in 95 % of draws, wide if a few units happen to be alike", () => {
    const random = createRandom("coverage of permutation");
    let held = 0;
    for (let draw = 0; draw < 1_000; draw++) {
      const [{ lower, upper }] = permutationTests(units(random, 8, [0.7]), units(random, 60, [0]), random, 400);
      if (lower <= 0.7 && 0.7 <= upper) held++;
    }
    assert.ok(held >= 925 && held <= 975, `${held} of 1,000`);
    const [alike] = permutationTests(
      [[1], [1], [1], [1]],
      Array.from({ length: 50 }, (_, index) => [index % 2]),
      random,
    );
    assert.deepEqual(alike.means, [1, 0.5]);
    assert.ok(alike.lower < 0.1 && alike.probability > 0.05, JSON.stringify(alike));
  });

  it("are reproducible from their seed", () => {
    const one = units(createRandom(1), 5, [0, 1]);
    const other = units(createRandom(2), 9, [0, 0]);
    assert.deepEqual(
      permutationTests(one, other, createRandom(3), 200),
      permutationTests(one, other, createRandom(3), 200),
    );
  });
});

describe("holm", () => {
  it("is Holm's correction", () => {
    // R's p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm").
    assert.deepEqual(
      holm([0.01, 0.04, 0.03, 0.005]).map((each) => Number(each.toFixed(10))),
      [0.03, 0.06, 0.06, 0.02],
    );
    assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
    assert.deepEqual(holm([]), []);
  });
});
