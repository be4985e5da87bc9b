import assert from "node:assert/strict";
import fc from "fast-check";
import { bestOfRows, insertRow, type StudyRow, toRows } from "../../lib/rows/study-row.js";
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

  it("is the same when the records come one by one", () => {
    fc.assert(
      fc.property(shuffled, (records) => {
        assert.deepEqual(records.reduce(insertRow, toRows([])), toRows(records));
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
