import assert from "node:assert/strict";
import { changedLineEnd, type DescentRow, lineageChanges, skipNeutral } from "../../lib/rows/lineage-changes.js";
import { changeSentence, changesSentence } from "../../lib/study/answers/lineage-sentence.js";

const row = (step: number, hash: string, parent: number | null, fitness: number | null): DescentRow => ({
  ...{ step, hash, parent, fitness },
});
/** a → a → b → b → c, and the parent of 5 is the neutral child. */
const rows = [
  row(1, "a", null, 0.2),
  row(2, "a", 1, 0.22),
  row(3, "b", 2, 0.3),
  row(4, "b", 3, 0.28),
  row(5, "c", 4, 0.31),
  row(6, "d", null, 0.25),
];

describe("skipNeutral", () => {
  it("makes every parent the first of its line with another network", () => {
    assert.deepEqual(
      skipNeutral(rows).map(({ step, parent }) => [step, parent]),
      [
        [1, null],
        [2, null],
        [3, 1],
        [4, 1],
        [5, 3],
        [6, null],
      ],
    );
  });

  it("keeps a return to an earlier network, and has no parent where it is missing or does not come before", () => {
    const back = [
      row(1, "a", null, 0.2),
      row(2, "b", 1, 0.2),
      row(3, "a", 2, 0.2),
      row(4, "c", 9, 0.2),
      row(5, "d", 5, 0.2),
    ];
    assert.deepEqual(
      skipNeutral(back).map(({ parent }) => parent),
      [null, 1, 2, null, null],
    );
  });
});

describe("lineageChanges", () => {
  it("compares the means of all trainings of the networks before and after, by the noise of a training", () => {
    const changes = lineageChanges(rows, 5);
    assert.deepEqual(
      changes.map(({ step, number, before, after }) => [step, number, before?.trainingCount, after?.trainingCount]),
      [
        [3, 1, 2, 2],
        [5, 2, 2, 1],
      ],
    );
    const [first] = changes;
    assert.ok(first.difference !== null && Math.abs(first.difference.estimate - 0.08) < 1e-9);
    // Both networks vary by 0.0141 with one degree of freedom each: 4.3027 standard errors of 0.0141.
    assert.ok(Math.abs(first.difference.upper - first.difference.estimate - 0.060848) < 1e-5);
    assert.deepEqual(lineageChanges(rows, 6), []);
    assert.deepEqual(lineageChanges(rows, 99), []);
  });

  it("has sentences for changes that raise the mean, could be chance, and are not known", () => {
    const [first, second] = lineageChanges(rows, 5);
    assert.match(
      changeSentence(first),
      /^Change 1, step 3: 21\.0 % ± 1\.0, 2 trainings → 29\.0 % ± 1\.0, 2 trainings: \+8\.0 points, .* more than chance\.$/,
    );
    assert.equal(
      changesSentence([first, second]),
      "2 changes of network from 21.0 % ± 1.0, 2 trainings to 31.0 % ± 1.4, 1 training: 1 raised the mean by more than chance, 0 lowered it, 1 could be chance alone.",
    );
    const once = lineageChanges([row(1, "a", null, 0.2), row(2, "b", 1, null)], 2);
    assert.equal(
      changeSentence(once[0]),
      "Change 1, step 2: 20.0 %, 1 training → failed: what it did to the mean is not known.",
    );
    assert.match(changesSentence(once), /^1 change of network .* 1 could be chance alone\.$/);
    assert.equal(changesSentence([]), "The line has no change of network: its end was drawn at random.");
  });
});

describe("changedLineEnd", () => {
  it("is the best network with so many changes behind it, or with the most", () => {
    assert.equal(changedLineEnd(rows, 1), 5);
    assert.equal(changedLineEnd(rows, 2), 5);
    assert.equal(changedLineEnd(rows, 6), 5);
    assert.equal(changedLineEnd(rows, 0), 5);
    const better = [...rows, row(7, "e", 1, 0.9)];
    assert.equal(changedLineEnd(better, 1), 7);
    assert.equal(changedLineEnd(better, 2), 5);
    assert.equal(changedLineEnd([row(1, "a", null, null)], 2), undefined);
  });
});
