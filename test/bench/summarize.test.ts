import assert from "node:assert/strict";
import { findNoise, comparePeer } from "../../lib/bench/machine.js";
import { findRatios } from "../../lib/bench/ratios.js";
import { fastest, perHour, ratioOf, startupShareOf, summarizeTimes, type Times } from "../../lib/bench/summarize.js";
import { InputError } from "../../lib/input-error.js";

const times = (contender: string, millis: readonly number[], processes = 1): Times =>
  summarizeTimes({ contender, threads: 1, processes }, millis);
const OURS = "hiernas";

describe("a benchmark's arithmetic", () => {
  it("takes the median and the distance between the quartiles as a share of it", () => {
    const { medianMillis, spread } = times(OURS, [400, 90, 110, 100, 80]);
    assert.equal(medianMillis, 100);
    assert.ok(Math.abs(spread - (110 - 90) / 100) < 1e-12, String(spread));
  });

  it("refuses a median of nothing", () => {
    assert.throws(() => times(OURS, []), InputError);
  });

  it("divides the peer's time by ours, with the peer's faster setting", () => {
    const peers = [times("PyTorch, 2 threads", [300]), times("PyTorch, 1 thread", [200])];
    assert.equal(ratioOf(fastest(peers), times(OURS, [50])), 4);
    assert.equal(ratioOf(fastest([]), times(OURS, [50])), null);
  });

  it("counts evaluations an hour of all workers", () => {
    assert.equal(perHour(times(OURS, [3_600], 2)), 2_000);
  });

  it("counts what the first step takes beyond the others to the start of an evaluation", () => {
    // 1,000 in all: scoring 200, steps of 100 each, the first with 300 more, 100 before it.
    assert.equal(startupShareOf({ millis: 1_000, scoreMillis: 200, stepMillis: [400, 100, 100, 100] }), 0.4);
    assert.equal(startupShareOf({ millis: 100, scoreMillis: 0, stepMillis: [100] }), 0);
  });

  it("gives every ratio from the times of two scales, and null where nothing was measured", () => {
    const pair = (ours: number, peer: number, processes = 1) => [
      times(OURS, [ours], processes),
      times("hiernas without rewrites", [2 * ours], processes),
      times("PyTorch, 1 thread", [peer], processes),
    ];
    const scale = { parameterCount: 1, batchSize: 32 };
    const published = {
      ...scale,
      bothCores: pair(100, 200),
      workers: pair(100, 300, 2),
      outsideShares: [0.01, 0.03, 0.02],
      byBatchSize: { 32: times(OURS, [64]), 64: times(OURS, [160]) },
    };
    const laptop = {
      ...scale,
      bothCores: pair(100, 400),
      workers: pair(100, 500, 2),
      evaluations: pair(100, 600, 2),
      startupShares: [0.1, 0.3, 0.2],
    };
    const { ratios, findings } = findRatios({ published, laptop });
    assert.deepEqual(ratios, {
      ratio: 2,
      workerRatio: 3,
      laptopRatio: 4,
      laptopWorkerRatio: 5,
      evaluationRatio: 6,
      startupShare: 0.2,
    });
    assert.deepEqual(findings.rewriteRatios, { published: 2, laptop: 2 });
    assert.deepEqual(findings.perImageMillis, { 32: 2, 64: 2.5 });
    assert.equal(findings.perImageSpread, 0.25);
    assert.deepEqual(findings.outsideShares, { published: 0.02 });
    assert.deepEqual(new Set(Object.values(findRatios({}).ratios)), new Set([null]));
  });
});

describe("a benchmark's doubts", () => {
  it("are none on a quiet machine", () => {
    assert.deepEqual(findNoise(0.1, 12, [times(OURS, [100, 101, 102])]), []);
  });

  it("name few steps, a load, and medians that spread", () => {
    const noise = findNoise(1.5, 3, [times(OURS, [100, 101, 102]), times("PyTorch, 1 thread", [100, 200, 300])]);
    assert.equal(noise.length, 3);
    assert.match(noise[0], /only 3 steps/);
    assert.match(noise[1], /load was 1\.50/);
    assert.match(noise[2], /1 of 2 medians spread .*PyTorch, 1 thread: 50 %/);
  });

  it("compare PyTorch's time with the known one on the same kind of processor only", () => {
    const xeon = "Intel(R) Xeon(R) Platinum";
    assert.match(comparePeer(xeon, "published", "step", 400), /as known/);
    assert.match(comparePeer(xeon, "published", "step", 600), /beyond 15 %/);
    assert.match(comparePeer("AMD EPYC", "laptop", "worker", 600), /not this processor's/);
  });
});
