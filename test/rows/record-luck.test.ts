import assert from "node:assert/strict";
import { createRandom, type Random } from "../../lib/random.js";
import type { TrainedRow } from "../../lib/rows/network-mean.js";
import { recordLuck } from "../../lib/rows/record-luck.js";
import { recordSentence } from "../../lib/study/answers/winner-sentence.js";

const NOISE = 0.02;

/** Forty networks, each trained five times, and the true fitness of each. */
function search(random: Random): { readonly rows: readonly TrainedRow[]; readonly truths: readonly number[] } {
  const truths = Array.from({ length: 40 }, () => 0.25 + 0.01 * random.normal());
  const rows = Array.from({ length: 200 }, (_, index) => ({
    ...{ step: index + 1, hash: `${index % 40}` },
    fitness: truths[index % 40] + NOISE * random.normal(),
  }));
  return { rows, truths };
}

describe("recordLuck", () => {
  it("finds in the other evaluations of its network what the record is worth: intervals cover the truth", () => {
    const random = createRandom("record");
    const draws = 400;
    let [covered, below] = [0, 0];
    for (let draw = 0; draw < draws; draw++) {
      const { rows, truths } = search(random);
      const record = recordLuck(rows);
      assert.ok(record?.left != null && record.luck !== null);
      const typical = truths.reduce((sum, truth) => sum + truth, 0) / truths.length;
      const truth = truths[(record.step - 1) % 40] - typical;
      covered += record.left.lower <= truth && truth <= record.left.upper ? 1 : 0;
      below += record.left.estimate < record.lead ? 1 : 0;
    }
    assert.ok(covered / draws > 0.9, `${covered} of ${draws}`);
    assert.ok(below / draws > 0.99, "the record is nearly always luckier than its network");
  });

  it("splits the lead into what is left, by other evaluations and confirming trainings, and luck", () => {
    const rows = [0.3, 0.36, 0.2, 0.2].map((fitness, index) => ({
      ...{ step: index + 1, hash: index < 2 ? "a" : `b${index}`, fitness },
      ...(index === 0 ? { confirmed: [0.1, 0.1] } : {}),
    }));
    const record = recordLuck(rows);
    assert.ok(record?.left != null && record.luck !== null);
    assert.deepEqual([record.step, record.fitness, record.others, record.evaluations], [2, 0.36, 3, 4]);
    const typical = (0.33 + 0.2 + 0.2) / 3;
    assert.ok(Math.abs(record.left.estimate - ((0.3 + 0.1 + 0.1) / 3 - typical)) < 1e-12);
    assert.ok(Math.abs(record.left.estimate + record.luck.estimate - record.lead) < 1e-12);
    assert.ok(Math.abs(record.luck.upper - (record.lead - record.left.lower)) < 1e-12);
  });
});

describe("recordSentence", () => {
  it("reads well for a network with several evaluations, one, and none", () => {
    const { rows } = search(createRandom("sentence"));
    assert.match(
      recordSentence(rows),
      /^The highest of 200 evaluations, \d\d\.\d % at step \d+, leads the mean of all networks by \d\.\d points; of that 4 other trainings of the same network leave [+−]\d\.\d points, 95 % interval .*; luck was \d\.\d points \(95 % interval [−\d.]+ to \d+\.\d\)\.$/,
    );
    const once = [0.3, 0.25, 0.2].map((fitness, index) => ({ step: index + 1, hash: `${index}`, fitness }));
    assert.equal(
      recordSentence(once),
      "The highest of 3 evaluations, 30.0 % at step 1, is of a network that was trained only once: nothing says how much of its lead of 5.0 points over the mean of all networks is luck.",
    );
    assert.equal(recordSentence([]), "Nothing is scored, so there is no winner.");
    assert.equal(recordSentence([{ step: 1, fitness: null }]), "Nothing is scored, so there is no winner.");
  });
});
