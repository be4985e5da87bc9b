import assert from "node:assert/strict";
import { recordedFile } from "../../lib/literature/recorded-searches.js";
import { createRandom, type Random } from "../../lib/random.js";
import { bestByEffort, type EffortRow } from "../../lib/rows/best-by-effort.js";
import { bestAt } from "../../lib/rows/random-urn.js";
import { randomSearchSentence } from "../../lib/study/answers/random-search-sentence.js";
import { readStudy } from "../../lib/study/study.js";

const [BETWEEN, NOISE] = [0.016, 0.018];

interface TrueRow extends EffortRow {
  readonly truth: number;
}

/** Random search with `shift` added to all networks; every fifth evaluation repeats the previous network. */
function search(random: Random, count: number, shift = 0): readonly TrueRow[] {
  let truth = 0;
  return Array.from({ length: count }, (_, index) => {
    const isAgain = index % 5 === 4;
    if (!isAgain) truth = 0.25 + shift + BETWEEN * random.normal();
    const startedMillis = 10_000 * index;
    return {
      ...{ step: index + 1, hash: `${isAgain ? index - 1 : index}`, fitness: truth + NOISE * random.normal(), truth },
      ...{ spread: 0, trainingCount: 1, reusedFrom: null, startedMillis },
      finishedMillis: startedMillis + 1_000 + random.integer(4_000),
    };
  });
}

const runs = (random: Random, count: number, length: number, shift = 0): readonly (readonly TrueRow[])[] =>
  Array.from({ length: count }, () => search(random, length, shift));

describe("bestByEffort", function () {
  this.timeout(120_000);

  it("expects the true fitness of random search's best network, not that of a lucky training", () => {
    const random = createRandom("selection");
    let [expected, truth, lucky] = [0, 0, 0];
    const searches = 60;
    for (let draw = 0; draw < searches; draw++) {
      const rows = search(random, 100);
      const best = bestByEffort([rows], { same: [rows] });
      expected += (best?.random.points.at(-1)?.expected ?? NaN) / searches;
      const [
        {
          runs: [run],
        },
      ] = best?.searches ?? [];
      const chosen = [...rows].sort((one, other) => (other.fitness ?? 0) - (one.fitness ?? 0))[0];
      lucky += (chosen.fitness ?? 0) / searches;
      truth += Math.max(...rows.filter(({ fitness }) => fitness === chosen.fitness).map((row) => row.truth)) / searches;
      assert.ok(Math.abs((bestAt(run, 100) ?? NaN) - (best?.random.points.at(-1)?.expected ?? NaN)) < 1e-9);
    }
    assert.ok(Math.abs(expected - truth) < 0.004, `expected ${expected}, true ${truth}`);
    assert.ok(lucky - truth > 0.015, `the highest training gives ${lucky}, true is ${truth}`);
  });

  for (const effort of ["evaluations", "core-seconds"] as const) {
    it(`has intervals at equal ${effort} that contain the truth if both search alike`, () => {
      const random = createRandom(`alike ${effort}`);
      const draws = effort === "evaluations" ? 200 : 60;
      let held = 0;
      for (let draw = 0; draw < draws; draw++) {
        const best = bestByEffort(runs(random, 4, 60), { other: runs(random, 5, 60) }, { effort });
        const difference = best?.searches[0].difference;
        assert.ok(difference != null);
        if (difference.lower <= 0 && 0 <= difference.upper) held++;
      }
      assert.ok(held / draws >= 0.92, `${held} of ${draws}`);
    });
  }

  it("detects a better search, and says so with its numbers", () => {
    const random = createRandom("better");
    const best = bestByEffort(runs(random, 4, 60), { evolution: runs(random, 5, 80, 0.03) });
    assert.ok(best !== undefined);
    const [{ difference, effort, shareBelow }] = best.searches;
    assert.ok(difference !== null && difference.lower > 0 && difference.upper < 0.06);
    assert.equal(effort, 60);
    assert.ok(shareBelow !== null && shareBelow > 0.99);
    assert.match(
      randomSearchSentence(best),
      /random search resampled from 240 evaluations in 4 runs: after 60 evaluations evolution \(5 runs\) finds [\d.]+ %, random search [\d.]+ %: \+[\d.]+ points, 95 % interval \+[\d.]+ to \+[\d.]+: more than chance\.$/,
    );
  });

  it("has no interval for single runs, and no share when the urn is nearly empty", () => {
    const random = createRandom("single");
    const best = bestByEffort(runs(random, 1, 60), { evolution: runs(random, 1, 80) });
    assert.ok(best !== undefined);
    assert.deepEqual([best.searches[0].difference, best.searches[0].shareBelow], [null, null]);
    assert.match(randomSearchSentence(best), /fewer than 3 runs of either give no interval\.$/);
    const longer = bestByEffort(runs(random, 1, 400), { evolution: runs(random, 4, 80, 0.03) });
    // One long random search, cut into five.
    assert.ok((longer?.searches[0].difference?.lower ?? NaN) > 0);
  });

  it("counts failures, but not reused evaluations, as evaluations", () => {
    const random = createRandom("failures");
    const rows = search(random, 40);
    const failing = rows.map((row) => (row.step % 2 === 0 ? { ...row, fitness: null } : row));
    const points = bestByEffort([failing], { same: [failing] })?.random.points ?? [];
    assert.equal(points.at(-1)?.effort, 40);
    const reusing = rows.map((row) => (row.step > 30 ? { ...row, reusedFrom: 1 } : row));
    const reused = bestByEffort([reusing], { same: [reusing] });
    assert.deepEqual([reused?.random.evaluations, reused?.searches[0].effort], [30, 30]);
    assert.equal(bestByEffort([rows], { failed: [rows.map((row) => ({ ...row, fitness: null }))] }), undefined);
    assert.equal(bestByEffort([], {}), undefined);
  });

  it("agrees by evaluations and by core-seconds if all evaluations take equally long", () => {
    const rows = search(createRandom("equal"), 50).map((row) => ({
      ...row,
      finishedMillis: row.startedMillis + 2_000,
    }));
    const exact = bestByEffort([rows], { same: [rows] });
    const drawn = bestByEffort([rows], { same: [rows] }, { effort: "core-seconds", threadsPerWorker: 3 });
    const at = (
      points: readonly { readonly effort: number; readonly expected: number }[] | undefined,
      effort: number,
    ) => points?.find((point) => Math.abs(point.effort - effort) < 1e-6)?.expected ?? NaN;
    for (const count of [10, 25, 50]) {
      const [one, other] = [at(exact?.random.points, count), at(drawn?.random.points, 6 * count)];
      assert.ok(Math.abs(one - other) < 0.0015, `${one} ${other}`);
    }
  });

  it("works on recorded searches", async () => {
    const [evolution, random] = await Promise.all(
      (["hierarchical-evolution", "hierarchical-random"] as const).map((name) =>
        readStudy(recordedFile(name), (study) => study.rows()),
      ),
    );
    const best = bestByEffort([random], { evolution: [evolution] });
    assert.deepEqual([best?.random.evaluations, best?.searches[0].effort], [200, 200]);
    assert.ok((best?.searches[0].best ?? 0) > (best?.searches[0].expected ?? 1));
  });
});
