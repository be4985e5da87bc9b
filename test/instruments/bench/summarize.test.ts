import assert from "node:assert/strict";
import type { ScaleTimes } from "../../../lib/instruments/bench/bench-scale.js";
import { findResults, findRewrittenResults, engineOf } from "../../../lib/instruments/bench/ratios.js";
import {
  fastest,
  perHour,
  ratioOf,
  startupShareOf,
  summarizeTimes,
  type Times,
} from "../../../lib/instruments/bench/summarize.js";
import { InputError } from "../../../lib/input/errors.js";

const times = (contender: string, millis: readonly number[], processes = 1): Times =>
  summarizeTimes({ contender, threads: 1, processes }, millis);
const OURS = "hiernas";

describe("a benchmark's arithmetic", () => {
  it("gives the median, and the interquartile range as a share of it", () => {
    const { medianMillis, spread } = times(OURS, [400, 90, 110, 100, 80]);
    assert.equal(medianMillis, 100);
    assert.ok(Math.abs(spread - (110 - 90) / 100) < 1e-12, String(spread));
  });

  it("refuses a median of nothing", () => {
    assert.throws(() => times(OURS, []), InputError);
  });

  it("divides the peer's time, in its faster setting, by hiernas's", () => {
    const peers = [times("PyTorch, 2 threads", [300]), times("PyTorch, 1 thread", [200])];
    assert.equal(ratioOf(fastest(peers), times(OURS, [50])), 4);
    assert.equal(ratioOf(fastest([]), times(OURS, [50])), null);
  });

  it("counts the evaluations per hour of all workers", () => {
    assert.equal(perHour(times(OURS, [3_600], 2)), 2_000);
  });

  it("counts the first step's time beyond the others towards the start of an evaluation", () => {
    // 1,000 in total: 200 for scoring, 100 per step, 300 more for the first, and 100 before it.
    assert.equal(startupShareOf({ millis: 1_000, scoreMillis: 200, trainingStepMillis: [400, 100, 100, 100] }), 0.4);
    assert.equal(startupShareOf({ millis: 100, scoreMillis: 0, trainingStepMillis: [100] }), 0);
  });

  const scale = { parameterCount: 1, batchSize: 32, isLarge: false, engine: "fused" } as const;
  const row = (ours: number, peer: number, processes = 1) => [
    times(OURS, [ours], processes),
    times("hiernas, rewritten", [2 * ours], processes),
    times("hiernas, plain", [4 * ours], processes),
    times("PyTorch, 1 thread", [peer], processes),
  ];
  const published: ScaleTimes = {
    ...scale,
    bothCores: row(100, 200),
    workers: row(100, 300, 2),
    outsideShares: { [OURS]: [0.01, 0.03, 0.02], "hiernas, rewritten": [0.005] },
    byBatchSize: {
      [OURS]: { 32: times(OURS, [64]), 64: times(OURS, [160]) },
      "hiernas, rewritten": { 32: times(OURS, [96]), 64: times(OURS, [192]) },
    },
  };
  const laptop: ScaleTimes = {
    ...scale,
    bothCores: row(100, 400),
    workers: row(100, 500, 2),
    evaluations: row(100, 600, 2),
    startupShares: { [OURS]: [0.1, 0.3, 0.2], "hiernas, rewritten": [0.4] },
  };

  it("has every result for the engine that the machine uses", () => {
    assert.deepEqual(findResults({ published, laptop }), {
      ratio: 2,
      workerRatio: 3,
      laptopRatio: 4,
      laptopWorkerRatio: 5,
      evaluationRatio: 6,
      startupShare: 0.2,
      evaluationsPerHour: 72_000,
      perImageMillis: { 32: 2, 64: 2.5 },
      perImageDeviation: 0.25 / 2.25,
      outsideShares: { published: 0.02 },
      rewriteRatios: { published: 4, laptop: 4 },
      largeRatios: {},
      memoryRatios: {},
    });
  });

  it("has the same for the engine rewritten, from separate times", () => {
    assert.equal(engineOf({ published, laptop }), "fused");
    assert.deepEqual(findRewrittenResults({ published, laptop }), {
      ratio: 1,
      workerRatio: 1.5,
      laptopRatio: 2,
      laptopWorkerRatio: 2.5,
      evaluationRatio: 3,
      startupShare: 0.4,
      evaluationsPerHour: 36_000,
      perImageMillis: { 32: 3, 64: 3 },
      perImageDeviation: 0,
      outsideShares: { published: 0.005 },
      rewriteRatios: { published: 2, laptop: 2 },
      largeRatios: {},
      memoryRatios: {},
    });
  });

  it("compares time and peak memory at large scales with the peer that takes least", () => {
    const peakBytes = { [OURS]: 2e9, "hiernas, rewritten": 4e9, "PyTorch, 2 threads": 7e9, "PyTorch, 1 thread": 6e9 };
    const large: ScaleTimes = { ...scale, isLarge: true, bothCores: row(100, 250), peakBytes };
    const times = { "large-64": large, published };
    const { largeRatios, memoryRatios, ratio } = findResults(times);
    assert.deepEqual([largeRatios, memoryRatios, ratio], [{ "large-64": 2.5 }, { "large-64": 3 }, 2]);
    assert.deepEqual(findRewrittenResults(times).memoryRatios, { "large-64": 1.5 });
    const { peakBytes: _, ...unknown } = large;
    assert.deepEqual(findResults({ "large-64": unknown }).memoryRatios, {});
  });

  it("uses the machine's times for the engine rewritten if the machine uses that one", () => {
    const rewritten = { published: { ...published, engine: "rewritten" } as const };
    assert.equal(engineOf(rewritten), "rewritten");
    assert.deepEqual(findRewrittenResults(rewritten), findResults(rewritten));
  });

  it("has null for unmeasured results", () => {
    const { perImageMillis, outsideShares, rewriteRatios, largeRatios, memoryRatios, ...numbers } = findResults({});
    const byName = [perImageMillis, outsideShares, rewriteRatios, largeRatios, memoryRatios];
    assert.deepEqual(byName, [{}, {}, {}, {}, {}]);
    assert.deepEqual(new Set(Object.values(numbers)), new Set([null]));
  });
});
