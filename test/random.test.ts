import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { jStat } from "jstat";
import { unsafeUniformIntDistribution, xoroshiro128plus } from "pure-rand";
import { InputError } from "../lib/input/errors.js";
import { createRandom } from "../lib/random.js";

describe("createRandom", () => {
  it("gives the same numbers for the same seed, and others for another", () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    assert.deepEqual(draw(1), draw(1));
    assert.notDeepEqual(draw(1), draw(2));
  });

  it("keeps the first numbers of seed 1, so that studies repeat in later versions", () => {
    const random = createRandom(1);
    assert.deepEqual([random.integer(1000), random.integer(1000), random.integer(1000)], [446, 124, 471]);
  });

  it("splits streams that depend only on their names, not on earlier draws", () => {
    const fresh = createRandom(7).split("step", 3);
    const used = createRandom(7);
    used.uniform();
    assert.equal(used.split("step", 3).uniform(), fresh.uniform());
  });

  it("gives different lists of labels different streams", () => {
    const labels = ["", "a", "b", "/", "//", "a/", "/a", "a/b", "a//b", "a/b/", "%", "%2F", "a%2Fb", "%2Fb"];
    const lists = labels.flatMap((one) => [[one], ...labels.map((other) => [one, other]), [one, "", "b"]]);
    const paths = new Set(lists.map((list) => createRandom(7).split(...list).path));
    assert.equal(paths.size, new Set(lists.map((list) => JSON.stringify(list))).size);
  });

  it("keeps the streams of names with slashes, which all initial weights come from", () => {
    const stream = createRandom(1).split("weights").split("group 1/cell 1/edge 1→2/conv1/convolution/kernel");
    assert.equal(stream.path, "1/weights/group 1//cell 1//edge 1→2//conv1//convolution//kernel");
    assert.deepEqual([stream.normal(), stream.normal()], [-0.44745378238395017, -0.3782982258550287]);
  });

  it("draws whole numbers uniformly (chi-square, ten seeds)", () => {
    for (let seed = 0; seed < 10; seed++) {
      const counts = new Array<number>(7).fill(0);
      const random = createRandom(seed);
      for (let draw = 0; draw < 7000; draw++) counts[random.integer(7)]++;
      const statistic = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
      assert.ok(1 - jStat.chisquare.cdf(statistic, 6) > 0.001, `seed ${seed}: ${counts.join(" ")}`);
    }
  });

  it("draws the whole numbers that pure-rand draws", () => {
    const state = createHash("sha256").update("whole").digest();
    const generator = xoroshiro128plus.fromState(
      [0, 4, 8, 12].map((at) => state.readInt32LE(at) | (at === 12 ? 1 : 0)),
    );
    const random = createRandom("whole");
    for (let draw = 1; draw <= 20_000; draw++) {
      const count = draw % 3 === 0 ? draw : draw % 3 === 1 ? 2 ** 31 - draw : 2 ** (draw % 32);
      assert.equal(random.integer(count), unsafeUniformIntDistribution(0, count - 1, generator));
    }
  });

  it("samples distinct items, each place as likely as any other, from few and from many", () => {
    for (const [size, count] of [
      [40, 4],
      [40_000, 4_000],
      [40_000, 30_000],
    ]) {
      const random = createRandom("sample");
      const items = Array.from({ length: size }, (_, index) => index);
      const tenths = new Array<number>(10).fill(0);
      const repeats = Math.ceil(4_000 / count);
      for (let draw = 0; draw < repeats; draw++) {
        const sample = random.sample(items, count);
        assert.equal(new Set(sample).size, count);
        for (const item of sample) tenths[Math.floor((10 * item) / size)]++;
      }
      const expected = (repeats * count) / 10;
      const statistic = tenths.reduce((sum, each) => sum + (each - expected) ** 2 / expected, 0);
      assert.ok(1 - jStat.chisquare.cdf(statistic, 9) > 0.001, `${count} of ${size}: ${tenths.join(" ")}`);
    }
  });

  it("draws normal numbers of mean 0 and variance 1, and uniform ones below 1", () => {
    const random = createRandom("normal");
    const numbers = Array.from({ length: 20000 }, () => random.normal());
    const mean = numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
    const variance = numbers.reduce((sum, each) => sum + (each - mean) ** 2, 0) / numbers.length;
    assert.ok(Math.abs(mean) < 0.03 && Math.abs(variance - 1) < 0.05, `mean ${mean}, variance ${variance}`);
    for (let draw = 0; draw < 1000; draw++) {
      const number = random.uniform();
      assert.ok(number >= 0 && number < 1);
    }
  });

  it("shuffles without losing anything, each place equally likely", () => {
    const firsts = [0, 0, 0];
    for (let seed = 0; seed < 3000; seed++) {
      const shuffled = createRandom(seed).shuffle(["a", "b", "c"]);
      assert.deepEqual([...shuffled].sort(), ["a", "b", "c"]);
      firsts["abc".indexOf(shuffled[0])]++;
    }
    const statistic = firsts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    assert.ok(1 - jStat.chisquare.cdf(statistic, 2) > 0.001, firsts.join(" "));
  });

  it("refuses seeds and counts that make no sense", () => {
    for (const seed of [Number.NaN, undefined, null, {}]) assert.throws(() => createRandom(seed as number), InputError);
    assert.throws(() => createRandom(1).integer(0), InputError);
    assert.throws(() => createRandom(1).pick([]), InputError);
  });
});
