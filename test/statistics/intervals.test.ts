import assert from "node:assert/strict";
import { createRandom, type Random } from "../../lib/random.js";
import {
  type Clusters,
  excludesZero,
  fewestClusters,
  type Interval,
  meanDifference,
  meanInterval,
  noiseInterval,
  partialRankCorrelation,
  rankCorrelation,
  shareInterval,
  spreadInterval,
} from "../../lib/statistics/intervals.js";

const alone = (values: readonly number[]): Clusters => values.map((value) => [value]);

function assertNear(interval: Interval | undefined, expected: readonly number[]): void {
  assert.ok(interval !== undefined);
  const { estimate, lower, upper } = interval;
  for (const [index, value] of [estimate, lower, upper].entries()) {
    assert.ok(Math.abs(value - expected[index]) < 1e-6, `got ${value}, must be ${expected[index]}`);
  }
}

/** The share of `draws` intervals that contain `truth`. */
function coverage(draws: number, truth: number, draw: () => Interval | undefined): number {
  let held = 0;
  for (let count = 0; count < draws; count++) {
    const interval = draw();
    if (interval !== undefined && interval.lower <= truth && truth <= interval.upper) held++;
  }
  return held / draws;
}

function assertCovers(share: number): void {
  assert.ok(share >= 0.93 && share <= 0.97, `95 % intervals hold the truth in ${(100 * share).toFixed(1)} %`);
}

describe("meanDifference", () => {
  it("is Welch's interval", () => {
    // Variances of 1 and three values each: √(2/3) times the quantile of t with 4 degrees of freedom, 2.7764451.
    assertNear(meanDifference(alone([1, 2, 3]), alone([4, 5, 6])), [-3, -5.266958, -0.733042]);
    // R's t.test(extra ~ group, data = sleep).
    const [one, other] = [
      [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
      [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    ];
    assertNear(meanDifference(alone(one), alone(other)), [-1.58, -3.3654832, 0.2054832]);
  });

  it("counts a cluster once, by its mean", () => {
    const clustered = meanDifference([[1, 1, 1, 1], [2], [], [2.5, 3.5]], alone([4, 5, 6]));
    assert.deepEqual(clustered, meanDifference(alone([1, 2, 3]), alone([4, 5, 6])));
    assert.deepEqual(clustered?.means, [2, 5]);
  });

  it("is null for too few clusters, and just the difference if nothing varies", () => {
    assert.equal(fewestClusters, 3);
    assert.equal(meanDifference(alone([1, 2]), alone([4, 5, 6])), undefined);
    assert.equal(meanDifference(alone([4, 5, 6]), [[1, 2, 3], [4], []]), undefined);
    assertNear(meanDifference(alone([2, 2, 2]), alone([1, 1, 1])), [1, 1, 1]);
  });

  it("contains the true difference in 95 % of draws, with unequal spreads and counts", () => {
    const random = createRandom("coverage of Welch's interval");
    const draw = (count: number, mean: number, spread: number): Clusters =>
      alone(Array.from({ length: count }, () => mean + spread * random.normal()));
    for (const [one, other] of [
      [3, 3],
      [5, 5],
      [6, 100],
    ]) {
      assertCovers(coverage(2_000, 0.02, () => meanDifference(draw(one, 0.27, 0.02), draw(other, 0.25, 0.03))));
    }
  });

  describe("meanDifference among siblings", () => {
    /** Families of very different sizes: members share half of their variance, as siblings share most edges. */
    const families = (random: Random, mean: number): Clusters =>
      [30, 20, 15, 12, 10, 5, 3, 1].map((size) => {
        const family = mean + 0.02 * random.normal();
        return Array.from({ length: size }, () => family + 0.02 * random.normal());
      });
    const strangers = (random: Random, mean: number): Clusters =>
      Array.from({ length: 100 }, () => [mean + Math.SQRT2 * 0.02 * random.normal()]);

    it("contains the true difference in 95 % of draws if families are its clusters", () => {
      const random = createRandom("siblings");
      assertCovers(coverage(2_000, 0.02, () => meanDifference(families(random, 0.27), strangers(random, 0.25))));
    });

    it("misses it far too often if every individual counts as independent", () => {
      const random = createRandom("siblings");
      const naive = coverage(2_000, 0.02, () =>
        meanDifference(alone(families(random, 0.27).flat()), strangers(random, 0.25)),
      );
      assert.throws(() => assertCovers(naive));
      assert.ok(naive < 0.7, `got ${naive}`);
    });
  });
});

describe("rankCorrelation", () => {
  /** Normal pairs with Pearson's correlation `rho`: Spearman's is 6/π · asin(ρ/2). */
  const pairs = (random: Random, count: number, rho: number): readonly (readonly [number, number])[] =>
    Array.from({ length: count }, () => {
      const one = random.normal();
      return [one, rho * one + Math.sqrt(1 - rho ** 2) * random.normal()] as const;
    });

  it("contains the true correlation in 95 % of draws of 24 pairs", function () {
    this.timeout(120_000);
    const random = createRandom("coverage of the bootstrap");
    const truth = (6 / Math.PI) * Math.asin(0.7 / 2);
    assertCovers(coverage(1_000, truth, () => rankCorrelation(pairs(random, 24, 0.7), random, 300)));
  });

  it("is reproducible from its seed, and has no interval if nothing varies", () => {
    const drawn = pairs(createRandom(1), 24, 0.7);
    const one = rankCorrelation(drawn, createRandom(2), 200);
    assert.deepEqual(rankCorrelation(drawn, createRandom(2), 200), one);
    assert.ok(one.lower < one.estimate && one.estimate < one.upper);
    const { estimate, lower, upper } = rankCorrelation(
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      createRandom(2),
      10,
    );
    assert.deepEqual([estimate, lower, upper], [NaN, NaN, NaN]);
  });

  it("is NaN for fewer than two pairs", () => {
    const nothing = { estimate: NaN, lower: NaN, upper: NaN };
    assert.deepEqual(rankCorrelation([], createRandom(1), 10), nothing);
    assert.deepEqual(rankCorrelation([[1, 2]], createRandom(1), 10), nothing);
  });
});

describe("excludesZero", () => {
  it("says whether the interval lies on one side of 0", () => {
    const interval = (lower: number, upper: number): Interval => ({ estimate: (lower + upper) / 2, lower, upper });
    assert.deepEqual([interval(0.1, 1), interval(-1, -0.1), interval(-1, 1), interval(0, 1)].map(excludesZero), [
      ...[true, true, false, false],
    ]);
  });
});

describe("meanInterval", () => {
  it("is Student's interval, or undefined for fewer than three values", () => {
    // The mean of 1, 2, 3 has the error 1/√3; the quantile of t with 2 degrees of freedom is 4.3026527.
    assertNear(meanInterval([1, 2, 3]), [2, 2 - 4.3026527 / Math.sqrt(3), 2 + 4.3026527 / Math.sqrt(3)]);
    assert.equal(meanInterval([1, 2]), undefined);
  });
});

describe("shareInterval", () => {
  it("is Wilson's interval", () => {
    // Its ends are the shares from which the measured one is 1.96 standard errors away.
    for (const [successes, count] of [
      [15, 148],
      [3, 4],
      [150, 400],
    ]) {
      const { estimate, lower, upper } = shareInterval(successes, count);
      for (const end of [lower, upper]) {
        const errors = Math.abs(estimate - end) / Math.sqrt((end * (1 - end)) / count);
        assert.ok(Math.abs(errors - 1.959964) < 1e-5, `got ${errors}`);
      }
      assert.ok(lower < estimate && estimate < upper);
    }
    const none = shareInterval(0, 20);
    assert.deepEqual([none.estimate, none.lower < 1e-12, Number(none.upper.toFixed(4))], [0, true, 0.1611]);
  });

  it("contains the true share in 95 % of draws, even if it changes from trial to trial", () => {
    const random = createRandom("coverage of Wilson's interval");
    const chances = Array.from({ length: 200 }, (_, step) => (0.6 * step) / 200);
    const truth = chances.reduce((sum, each) => sum + each, 0) / 200;
    const held = coverage(2_000, truth, () =>
      shareInterval(chances.filter((chance) => random.uniform() < chance).length, 200),
    );
    // A little more, since trials with different probabilities vary less than equal ones.
    assert.ok(held >= 0.94 && held <= 0.99, `got ${held}`);
  });
});

describe("partialRankCorrelation", () => {
  it("removes the effect of a third value", () => {
    const random = createRandom("partial");
    const triples = Array.from({ length: 4_000 }, () => {
      const size = random.normal();
      return [size + random.normal(), size + random.normal(), size] as const;
    });
    assert.ok(Math.abs(partialRankCorrelation(triples)) < 0.05);
    const other = triples.map(([one, , size]) => [one, one + random.normal(), size] as const);
    assert.ok(partialRankCorrelation(other) > 0.4);
  });
});

describe("noiseInterval", () => {
  it("is Student's with the degrees of freedom of the noise, and a point without noise", () => {
    // The quantile of t with 4 degrees of freedom is 2.7764451.
    assertNear(noiseInterval(1, 0.1, 4), [1, 0.72235549, 1.27764451]);
    assert.deepEqual(noiseInterval(1, 0, 4), { estimate: 1, lower: 1, upper: 1 });
  });
});

describe("spreadInterval", () => {
  it("holds the true standard deviation in 95 % of cases", () => {
    const random = createRandom("spread");
    const freedom = 5;
    assertCovers(
      coverage(4_000, 2, () => {
        const squares = Array.from({ length: freedom }, () => (2 * random.normal()) ** 2);
        return spreadInterval(Math.sqrt(squares.reduce((sum, each) => sum + each, 0) / freedom), freedom);
      }),
    );
  });
});
