import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measureThreads, threadTrials, writeMeasuredThreads } from "../../lib/evaluation/measure-threads.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import {
  defaultThreads,
  defaultWorkers,
  describeProcessor,
  type MeasuredThreads,
  payingCount,
  readMeasuredThreads,
} from "../../lib/evaluation/threads.js";

const gibibyte = 2 ** 30;
const measured: MeasuredThreads = {
  ...describeProcessor(),
  date: "2026-01-01T00:00:00.000Z",
  what: "nothing",
  load: 0,
  trainer: [{ threads: 1, trainingStepMillis: 10 }],
  workers: [{ workers: 1, evaluationsPerHour: 100 }],
  bestThreads: 4,
  bestWorkers: 6,
};

describe("measured threads", () => {
  let folder = "";
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-threads-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("are read back as they were written", () => {
    const file = join(folder, "new folder", "threads.json");
    writeMeasuredThreads(measured, file);
    assert.deepEqual(readMeasuredThreads(file), measured);
  });

  it("are ignored when they are missing, damaged, or another machine's", () => {
    const file = join(folder, "threads.json");
    assert.equal(readMeasuredThreads(file), undefined);
    const wrong = [
      "{",
      "null",
      "{}",
      JSON.stringify({ ...measured, processor: "another" }),
      JSON.stringify({ ...measured, cores: measured.cores + 1 }),
      JSON.stringify({ ...measured, bestThreads: 0 }),
      // As it was written before a training step was called so.
      JSON.stringify({ ...measured, trainer: [{ threads: 1, stepMillis: 10 }] }),
      JSON.stringify({ ...measured, bestWorkers: undefined }),
    ];
    for (const text of wrong) {
      writeFileSync(file, text);
      assert.equal(readMeasuredThreads(file), undefined, text);
    }
  });

  it("give each worker the threads that pay, and no more in total than pay together", () => {
    const threads = [1, 2, 3, 6, 7].map((workers) => defaultThreads(workers, measured));
    assert.deepEqual(threads, [4, 3, 2, 1, 1]);
    assert.equal(defaultThreads(1, { ...measured, bestThreads: 1 }), 1);
  });

  it("give as many workers as pay and fit into memory", () => {
    assert.equal(defaultWorkers(measured, 64 * gibibyte), 6);
    assert.equal(defaultWorkers(measured, 3.5 * gibibyte), 3);
    assert.equal(defaultWorkers(measured, gibibyte / 2), 1);
  });

  it("pay when the total speed rises by more than a twentieth", () => {
    const speeds = (...values: readonly number[]) => values.map((speed, index) => ({ count: index + 1, speed }));
    assert.equal(payingCount(speeds(100, 104)), 1);
    assert.equal(payingCount(speeds(100, 106)), 2);
    assert.equal(payingCount(speeds(100, 190, 198, 150)), 2);
    assert.throws(() => payingCount([]), /nothing was measured/);
  });
});

describe("threadTrials", () => {
  const say = (cores: number, memory: number) =>
    threadTrials(cores, memory * gibibyte).map(({ workers, threads }) => `${workers}×${threads}`);

  it("tries only one core when there is only one", () => assert.deepEqual(say(1, 8), ["1×1"]));

  it("tries physical and all cores, and no more workers than fit into memory", () => {
    assert.deepEqual(say(2, 8), ["1×1", "1×2", "2×1"]);
    assert.deepEqual(say(12, 7), ["1×1", "1×2", "1×4", "1×6", "1×8", "1×12", "2×1", "4×1", "6×1"]);
  });
});

describe("measureThreads", function () {
  this.timeout(120_000);

  it("trains with each setting and says what pays", async () => {
    const trials = [
      { workers: 1, threads: 1 },
      { workers: 2, threads: 1 },
    ];
    const seen: string[] = [];
    const result = await measureThreads({
      protocol: { ...smokeProtocol, trainingSteps: 1 },
      trials,
      onTrial: ({ workers, threads }, index) => seen.push(`${index}: ${workers}×${threads}`),
    });
    assert.deepEqual(seen, ["0: 1×1", "1: 2×1"]);
    assert.equal(result.bestThreads, 1);
    assert.ok(result.bestWorkers === 1 || result.bestWorkers === 2);
    assert.deepEqual(
      result.workers.map(({ workers }) => workers),
      [1, 2],
    );
    assert.ok(result.trainer.length === 1 && result.trainer[0].trainingStepMillis > 0);
    assert.ok(result.workers.every(({ evaluationsPerHour }) => evaluationsPerHour > 0));
    assert.ok(Number.isFinite(Date.parse(result.date)));
  });
});
