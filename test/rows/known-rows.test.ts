import assert from "node:assert/strict";
import { knownRows, knownShare } from "../../lib/rows/known-rows.js";
import { knownSentence } from "../../lib/study/answers/known-sentence.js";

const row = (
  step: number,
  hash: string,
  parent: number | null = null,
  seconds = 1,
  reusedFrom: number | null = null,
) => ({
  ...{ step, hash, parent, reusedFrom, startedMillis: 0, finishedMillis: 1_000 * seconds },
});

describe("knownRows", () => {
  it("distinguish the parent's network from other known ones, by step", () => {
    const rows = [row(4, "a", 2), row(1, "a"), row(2, "b"), row(3, "b", 2, 3), row(5, "c", 1), row(6, "b", 3, 9, 3)];
    assert.deepEqual(
      knownRows(rows).map(({ step, known, seconds }) => [step, known, seconds]),
      [
        [1, null, 1],
        [2, null, 1],
        [3, "parent", 3],
        [4, "other", 1],
        [5, null, 1],
        [6, "parent", 0],
      ],
    );
  });
});

describe("knownShare", () => {
  const run = knownRows([row(1, "a"), row(2, "b"), row(3, "b", 2, 3), row(4, "a", 2), row(5, "c", 1)]);

  it("counts evaluations and time", () => {
    const share = knownShare([run]);
    assert.deepEqual([share?.runs, share?.evaluations, share?.known.estimate, share?.parents], [1, 5, 0.4, 0.2]);
    assert.equal(share?.seconds, 4 / 7);
    assert.ok(share !== undefined && share.known.lower > 0.1 && share.known.upper < 0.8);
    assert.equal(knownShare([[]]), undefined);
  });

  it("has an interval over runs if there are three", () => {
    const fresh = knownRows([1, 2, 3, 4, 5].map((step) => row(step, `${step}`)));
    const share = knownShare([run, run, fresh]);
    // Shares 0.4, 0.4 and 0: their mean has the error 0.4 / 3, the quantile of t is 4.3026527.
    assert.ok(share !== undefined && Math.abs(share.known.estimate - 0.8 / 3) < 1e-12);
    assert.ok(Math.abs(share.known.upper - (0.8 / 3 + (4.3026527 * 0.4) / 3)) < 1e-6);
  });

  it("has a sentence with its numbers", () => {
    assert.equal(
      knownSentence({ evaluate: [run], redraw: [[]] }),
      "Evaluations of networks that were known already: evaluate (5 evaluations in 1 run): 40.0 % (95 % interval 11.8 % to 76.9 %), the parent's 20.0 %; 57.1 % of the time; redraw: no evaluations.",
    );
  });
});
