import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { benchProtocol, protocolBenchDefaults } from "../../../lib/instruments/bench/bench-protocol.js";
import { benchTraining, trainingBenchDefaults } from "../../../lib/instruments/bench/bench-training.js";
import * as contender from "../../../lib/instruments/bench/contender.js";
import { printProtocolBench, printTrainingBench } from "../../../lib/instruments/bench/print-bench.js";
import type { BenchScale } from "../../../lib/instruments/bench/scale.js";
import { smokeProtocol } from "../../../lib/evaluation/protocol.js";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";

const genotype = trivialGenotype(hierarchicalSpace);
const usual = { protocol: smokeProtocol, isLarge: false };
const published: BenchScale = { ...usual, name: "published", hasEvaluation: false, batchSizes: [4, 8] };
const laptop: BenchScale = { ...usual, name: "laptop", hasEvaluation: true, batchSizes: [] };
const large: BenchScale = { ...usual, name: "large-64", hasEvaluation: false, batchSizes: [], isLarge: true };
const config = { ...trainingBenchDefaults, trainingSteps: 2, warmUp: 1, evaluations: 1 };
const RATIOS = ["ratio", "workerRatio", "laptopRatio", "laptopWorkerRatio", "evaluationRatio", "startupShare"] as const;

const quickContender = join(__dirname, "quick-contender.js");

/** Runs `work` with processes that answer at once in place of hiernas's contenders. */
async function withQuickContenders<T>(engine: string, work: () => Promise<T>): Promise<T> {
  const { ourCommand } = contender;
  const mocked = mock.method(contender, "ourCommand", (...args: Parameters<typeof ourCommand>) => ({
    ...ourCommand(...args),
    args: [quickContender, engine],
  }));
  try {
    return await work();
  } finally {
    mocked.mock.restore();
  }
}

describe("benchTraining", () => {
  let folder: string;
  let python: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-peer-"));
    python = join(folder, "python");
    writeFileSync(python, `#!/bin/sh\nexec "${process.execPath}" "${quickContender}"\n`);
    chmodSync(python, 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const engine of ["fused", "rewritten"] as const)
    it(`measures every setting at both scales, and leaves nothing behind, where the engine is ${engine}`, async () => {
      const notes: string[] = [];
      const shares: number[] = [];
      const bench = await withQuickContenders(engine, () =>
        benchTraining(genotype, {
          ...config,
          scales: [published, laptop],
          python,
          onProgress: (done, total, note) => {
            notes.push(note);
            shares.push(done / total);
          },
        }),
      );
      for (const key of RATIOS) {
        assert.ok((bench[key] as number) >= 0, key);
        assert.ok((bench.rewritten[key] as number) >= 0, key);
      }
      assert.equal(bench.engine, engine);
      if (engine === "rewritten") assert.deepEqual({ ...bench, ...bench.rewritten }, bench);
      const engines = engine === "fused" ? ["hiernas", "hiernas, rewritten"] : ["hiernas"];
      const { bothCores = [], workers = [], byBatchSize = {} } = bench.times.published;
      const peers = ["PyTorch, 2 threads", "PyTorch, 1 thread"];
      assert.deepEqual(
        bothCores.map(({ contender }) => contender).filter((name) => !name.startsWith("hiernas")),
        peers,
      );
      assert.deepEqual(
        bothCores.map(({ contender }) => contender).filter((name) => name.startsWith("hiernas")),
        [...engines, "hiernas, plain"],
      );
      assert.ok(bothCores.every(({ millis }) => millis.length >= 2));
      assert.ok(workers.every(({ millis, processes }) => millis.length >= 4 && processes === 2));
      assert.deepEqual(Object.keys(byBatchSize), engines);
      assert.deepEqual(Object.keys(byBatchSize.hiernas), ["4", "8"]);
      assert.deepEqual(Object.keys(bench.perImageMillis), ["4", "8"]);
      assert.deepEqual(Object.keys(bench.outsideShares), ["published", "laptop"]);
      assert.equal(bench.times.laptop.evaluations?.length, engines.length + 1);
      assert.deepEqual(Object.keys(bench.times.laptop.startupShares ?? {}), engines);
      assert.ok(bench.noise.some((why) => why.includes("only 2 training steps")));
      assert.ok(bench.processor.length > 0);
      assert.deepEqual(bench.versions, { tensorflow: "0.0", pytorch: "0.0" });
      assert.deepEqual(JSON.parse(JSON.stringify(bench)), bench);
      assert.equal(shares.at(-1), 1);
      assert.ok(notes.includes("laptop scale, whole evaluations: PyTorch, 1 thread"));
      const text = printTrainingBench(bench);
      assert.match(text, /published scale, both cores +[\d.]+ × PyTorch/);
      assert.match(text, /too noisy to tell/);
      const left = readdirSync(tmpdir()).filter((name) => name.startsWith(`hiernas-bench-${process.pid}-`));
      assert.deepEqual(left, []);
    });

  it("measures hiernas itself, whole evaluations too, and without a peer gives null for every ratio to it", async function () {
    this.timeout(60_000);
    const whole = { ...laptop, batchSizes: [4, 8] };
    const bench = await benchTraining(genotype, { ...config, scales: [whole] });
    for (const key of RATIOS) {
      if (key === "startupShare") assert.ok((bench[key] ?? 0) > 0 && (bench[key] ?? 0) < 1);
      else assert.equal(bench[key], null, key);
    }
    const { bothCores = [], workers = [], evaluations = [], byBatchSize = {} } = bench.times.laptop;
    const engines = bench.engine === "fused" ? ["hiernas", "hiernas, rewritten"] : ["hiernas"];
    for (const times of [bothCores, workers])
      assert.deepEqual(
        times.map(({ contender }) => contender),
        [...engines, "hiernas, plain"],
      );
    assert.ok([...bothCores, ...workers, ...evaluations].every(({ millis }) => millis.every((each) => each > 0)));
    assert.ok(evaluations.length === engines.length && evaluations.every(({ millis }) => millis.length === 2));
    assert.deepEqual(Object.keys(byBatchSize), engines);
    assert.match(bench.versions.tensorflow, /^\d+\.\d+/);
  });

  it("measures a large scale on both cores alone, with the memory of each contender", async () => {
    const bench = await withQuickContenders("fused", () =>
      benchTraining(genotype, { ...config, scales: [large], python }),
    );
    const { bothCores = [], workers, evaluations, peakBytes = {} } = bench.times[large.name];
    const contenders = ["hiernas", "hiernas, rewritten", "PyTorch, 2 threads"];
    assert.deepEqual(
      bothCores.map(({ contender }) => contender),
      contenders,
    );
    assert.deepEqual([workers, evaluations], [undefined, undefined]);
    assert.ok(bench.largeRatios[large.name] > 0);
    const text = printTrainingBench(bench);
    assert.match(text, /large-64 scale, both cores +[\d.]+ × PyTorch/);
    if (process.platform !== "linux") return;
    assert.deepEqual(Object.keys(peakBytes), contenders);
    // A process of Node takes tens of megabytes.
    for (const bytes of Object.values(peakBytes)) assert.ok(bytes > 2e7 && bytes < 1e9, `${bytes}`);
    assert.equal(bench.memoryRatios[large.name], peakBytes["PyTorch, 2 threads"] / peakBytes.hiernas);
    assert.match(text, /hiernas +0\.\d\d GiB/);
    assert.match(text, /large-64 scale, peak memory +1\/[\d.]+ of PyTorch's/);
  });

  it("measures only what is asked for: no workers without one thread, no ratios to a peer without one", async () => {
    const bench = await withQuickContenders("fused", () =>
      benchTraining(genotype, { ...config, threads: [2], scales: [laptop] }),
    );
    for (const key of RATIOS) assert.equal(bench[key], null, key);
    assert.equal(bench.times.laptop.bothCores?.length, 3);
    assert.equal(bench.times.laptop.workers, undefined);
    assert.equal("published" in bench.times, false);
  });

  it("rejects with an AbortError when aborted while running", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const { signal } = controller;
    await withQuickContenders("fused", () =>
      assert.rejects(benchTraining(genotype, { ...config, scales: [laptop], signal, onProgress }), {
        name: "AbortError",
      }),
    );
  });
});

describe("benchProtocol", () => {
  it("scores on as many images as the paper holds out, 10,000", () => {
    assert.equal(protocolBenchDefaults.scoringImages, 10_000);
  });

  for (const graph of ["fastest", "rewritten", "plain"] as const)
    it(`extrapolates an evaluation from a few training steps and scoring batches: ${graph}`, async () => {
      const protocol = { ...smokeProtocol, trainingCount: 4, trainingSteps: 5_000 };
      const config = { trainingSteps: 3, threads: 1, data: "sample", scoringImages: 1, graph } as const;
      const bench = await benchProtocol(genotype, protocol, config);
      assert.equal(bench.graph, graph);
      const { trainingStep, scoringBatchMillis, evaluationMillis } = bench;
      assert.equal(trainingStep.millis.length, 3);
      // 2 batches of recalibration, one of scoring.
      const expected = 4 * (5_000 * trainingStep.medianMillis + 3 * scoringBatchMillis);
      assert.ok(Math.abs(evaluationMillis - expected) < 1e-6 * expected);
      assert.match(printProtocolBench(bench), /an evaluation +[\d.]+ h on this machine/);
    });
});
