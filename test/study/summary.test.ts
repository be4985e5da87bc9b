import assert from "node:assert/strict";
import { toRows } from "../../lib/rows/study-row.js";
import { estimateMillisLeft, summarize } from "../../lib/study/summary.js";
import { recordOf } from "./record.js";

const engines = [{ engine: "rewritten, CPU", evaluated: 3 }];
const holder = { processId: 1, host: "here", sinceMillis: 0, isSeen: true };

describe("summarize", () => {
  const rows = toRows([
    recordOf(1, { fitness: 0.4, redraws: 2 }),
    recordOf(2, { fitness: null, worker: 2, finishedMillis: 2300 }),
    recordOf(3, { fitness: 0.6, reusedFrom: 1, worker: 0, finishedMillis: 3000 }),
    recordOf(4, { fitness: 0.5, finishedMillis: 4300 }),
  ]);

  it("counts scored and failed individuals and redraws, and names the best", () => {
    const summary = summarize(rows, 2, 10, holder, engines);
    assert.deepEqual([summary.evaluated, summary.scored, summary.failed, summary.redraws], [4, 3, 1, 2]);
    assert.deepEqual(summary.failures, { timeLimit: 1 });
    // Step 3 reused an evaluation, which is no additional training.
    assert.equal(summary.best?.step, 4);
    assert.equal(summary.engines, engines);
  });

  it("counts confirming trainings", () => {
    const evaluation = { parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1, trainings: [] };
    const good = { ...evaluation, status: "scored", fitness: 0.5, spread: 0 } as const;
    const bad = { ...evaluation, status: "failed", reason: "timeLimit", message: "slow" } as const;
    const times = { startedMillis: 0, finishedMillis: 0 };
    const confirmations = [
      { hash: "1", evaluation: good, ...times },
      { hash: "1", evaluation: bad, ...times },
      { hash: "4", evaluation: good, ...times },
    ];
    const { confirmations: counts } = summarize(rows, 0, 10, null, engines, confirmations);
    assert.deepEqual(counts, { finalists: 2, trainings: 3, failed: 1 });
    assert.equal(summarize(rows, 0, 10, null, engines).confirmations.trainings, 0);
  });

  it("distinguishes running evaluations from those that a dead process left behind", () => {
    const [alive, dead] = [summarize(rows, 2, 10, holder, engines), summarize(rows, 2, 10, null, engines)];
    assert.deepEqual([alive.running, alive.stale], [2, 0]);
    assert.deepEqual([dead.running, dead.stale, dead.millisLeft], [0, 2, null]);
  });

  it("gives each worker's pace, without reused evaluations", () => {
    assert.deepEqual(summarize(rows, 0, 10, holder, engines).workers, [
      { worker: 1, evaluated: 2, meanMillis: 200 },
      { worker: 2, evaluated: 1, meanMillis: 300 },
    ]);
  });
});

describe("estimateMillisLeft", () => {
  const rows = toRows([recordOf(1), recordOf(2, { worker: 2 })]);

  it("is the remaining time at the pace so far, divided by the workers", () => {
    assert.equal(estimateMillisLeft(rows, 12), 500);
    assert.equal(estimateMillisLeft(rows, 12, 1), 1000);
    assert.equal(estimateMillisLeft(rows, 3, 8), 100);
  });

  it("is null before the first evaluation, and 0 at the end", () => {
    assert.equal(estimateMillisLeft([], 5), null);
    assert.equal(estimateMillisLeft(rows, 2), 0);
  });
});
