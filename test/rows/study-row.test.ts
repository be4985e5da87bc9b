import assert from "node:assert/strict";
import fc from "fast-check";
import { growingRows } from "../../lib/rows/growing-rows.js";
import { bestOfRows, type StudyRow, toRows } from "../../lib/rows/study-row.js";
import { recordOf } from "../study/record.js";

const fitnesses = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 40 });

/** Records of such fitnesses in a shuffled order; null is a failed evaluation. */
const shuffled: fc.Arbitrary<StudyRow[]> = fitnesses
  .map((values) => values.map((fitness, index) => recordOf(index + 1, { fitness })))
  .chain((records) => fc.shuffledSubarray(records, { minLength: records.length }));

describe("toRows", () => {
  it("sorts by step", () => {
    fc.assert(
      fc.property(shuffled, (records) => {
        toRows(records).forEach(({ step }, index) => assert.equal(step, index + 1));
      }),
    );
  });
});

describe("growingRows", () => {
  it("says of rows that come one by one, in any order, what all together say", () => {
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 1, max: 9 }), fc.nat({ max: 40 }), (records, networks, already) => {
        const known = records.map((record) => ({ ...record, hash: String(record.step % networks) }));
        const growing = growingRows(toRows(known.slice(0, already)));
        for (const [index, record] of known.slice(already).entries()) {
          growing.add(record);
          const rows = toRows(known.slice(0, already + index + 1));
          assert.deepEqual(growing.all(), rows);
          assert.equal(growing.count(), rows.length);
          const [best, expected] = [growing.best(), bestOfRows(rows)];
          assert.deepEqual([best?.step, best?.hash], [expected?.step, expected?.hash]);
          assert.deepEqual(best?.evaluations, expected?.evaluations);
          assert.ok(Math.abs((best?.expected ?? 0) - (expected?.expected ?? 0)) < 1e-12);
        }
      }),
    );
  });
});

describe("bestOfRows", () => {
  it("is the best network with the costs of its first individual, and the first of equals", () => {
    const rows = toRows(
      [0.1, 0.7, null, 0.7, 0.2].map((fitness, index) => recordOf(index + 1, { fitness, parameterCount: 10 * index })),
    );
    for (const each of [rows, [...rows].reverse()]) {
      const best = bestOfRows(each);
      assert.deepEqual([best?.step, best?.hash, best?.mean, best?.parameterCount], [2, "2", 0.7, 10]);
    }
    assert.equal(bestOfRows(toRows([recordOf(1, { fitness: null })])), undefined);
  });
});
