import assert from "node:assert/strict";
import fc from "fast-check";
import { bestRow, insertRow, toRows } from "../../lib/rows/study-row.js";
import type { StudyRecord } from "../../lib/rows/study-record.js";
import { recordOf } from "../study/record.js";

const fitnesses = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 40 });

/** Records of such fitnesses in a shuffled order; null is a failed evaluation. */
const shuffled: fc.Arbitrary<StudyRecord[]> = fitnesses
  .map((values) => values.map((fitness, index) => recordOf(index + 1, { fitness })))
  .chain((records) => fc.shuffledSubarray(records, { minLength: records.length }));

describe("toRows", () => {
  it("is by step, with the best fitness so far", () => {
    fc.assert(
      fc.property(shuffled, (records) => {
        const rows = toRows(records);
        rows.forEach(({ step, bestFitness }, index) => {
          assert.equal(step, index + 1);
          const sofar = rows.slice(0, index + 1).flatMap(({ fitness }) => fitness ?? []);
          assert.equal(bestFitness, sofar.length === 0 ? null : Math.max(...sofar));
        });
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

describe("bestRow", () => {
  it("is the fittest, and of equals the first", () => {
    const rows = toRows([0.1, 0.7, null, 0.7, 0.2].map((fitness, index) => recordOf(index + 1, { fitness })));
    assert.equal(bestRow(rows)?.step, 2);
    assert.equal(bestRow([...rows].reverse())?.step, 2);
    assert.equal(bestRow(toRows([recordOf(1, { fitness: null })])), undefined);
  });
});
