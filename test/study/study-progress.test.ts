import assert from "node:assert/strict";
import type { StudyIndividual } from "../../lib/study/store/study-store.js";
import { type StudyProgress, trackProgress } from "../../lib/study/study-progress.js";
import { estimateMillisLeft } from "../../lib/study/summary.js";
import { bestOfRows, type StudyRow, toRows } from "../../lib/rows/study-row.js";
import { trivialGenotype } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { recordOf } from "./record.js";

const genotype = trivialGenotype(hierarchicalSpace);

/** The individual of a record. */
function individualOf(record: ReturnType<typeof recordOf>): StudyIndividual {
  const { step, hash, arrival, worker, startedMillis, finishedMillis, fitness } = record;
  const costs = { trainings: [], parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1 };
  return {
    ...{ step, phase: "initialization", genotype, hash, redraws: 0, arrival, worker, startedMillis, finishedMillis },
    evaluation:
      fitness === null
        ? { ...costs, status: "failed", reason: "timeLimit", message: "" }
        : { ...costs, status: "scored", fitness, spread: 0 },
  };
}

const progressOf = (trainingStep: number) => ({
  ...{ worker: 1, processId: 1, training: 1, trainingCount: 1, trainingStep, trainingSteps: 10, loss: 1 },
});

describe("trackProgress", () => {
  it("agrees in each message with all rows together", () => {
    const seen: StudyProgress[] = [];
    const past = toRows([1, 2, 3].map((step) => recordOf(step, { fitness: step === 2 ? null : step / 10 })));
    const tracker = trackProgress(past, { steps: 40, workers: 2, onProgress: (progress) => void seen.push(progress) });
    for (let step = 4; step <= 40; step++) {
      const fitness = step % 7 === 0 ? null : ((step * 37) % 40) / 40;
      const worker = step % 9 === 0 ? 0 : 1 + (step % 2);
      tracker.begin(step, worker);
      tracker.advance(step, progressOf(5));
      tracker.end(individualOf(recordOf(step, { fitness, worker, finishedMillis: 1000 * step + 10 * step })));
      const { rows, evaluated, failed, best, millisLeft, finished } = seen[seen.length - 1];
      assert.deepEqual([evaluated, finished, rows.length], [step, step, step]);
      assert.equal(failed, rows.filter(({ status }) => status === "failed").length);
      assert.deepEqual(best, bestOfRows(rows));
      assert.equal(millisLeft, estimateMillisLeft(rows, 40, 2));
    }
  });

  it("reads no rows for a mere training step: there may be tens of thousands", () => {
    let reads = 0;
    const plain = toRows(Array.from({ length: 50 }, (_, index) => recordOf(index + 1)));
    const rows = plain.map(
      (row) => new Proxy(row, { get: (target, key) => (reads++, Reflect.get(target, key) as unknown) }),
    ) as readonly StudyRow[];
    const seen: StudyProgress[] = [];
    const tracker = trackProgress(rows, { steps: 100, workers: 1, onProgress: (progress) => void seen.push(progress) });
    tracker.begin(51, 1);
    reads = 0;
    for (let time = 1; time <= 10; time++) tracker.advance(51, progressOf(time));
    // The pace of the last twenty.
    assert.ok(reads <= 10 * 20 * 5, String(reads));
    assert.equal(seen.at(-1)?.evaluated, 50);
    assert.equal(seen.at(-1)?.running[0].share, 1);
  });
});
