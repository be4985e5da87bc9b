import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { benchProtocol, protocolBenchDefaults } from "../../../lib/instruments/bench/bench-protocol.js";
import { benchTraining, trainingBenchDefaults } from "../../../lib/instruments/bench/bench-training.js";
import { printProtocolBench, printTrainingBench } from "../../../lib/instruments/bench/print-bench.js";
import type { BenchScale } from "../../../lib/instruments/bench/scale.js";
import { smokeProtocol } from "../../../lib/evaluation/protocol.js";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";

const genotype = trivialGenotype(hierarchicalSpace);
const usual = { protocol: smokeProtocol, isLarge: false };
const published: BenchScale = { ...usual, name: "published", hasEvaluation: false, batchSizes: [4, 8] };
const laptop: BenchScale = { ...usual, name: "laptop", hasEvaluation: true, batchSizes: [] };
const large: BenchScale = { ...usual, name: "large, c0 = 64", hasEvaluation: false, batchSizes: [], isLarge: true };
const config = { ...trainingBenchDefaults, trainingSteps: 2, warmUp: 1, evaluations: 1 };
const RATIOS = ["ratio", "workerRatio", "laptopRatio", "laptopWorkerRatio", "evaluationRatio", "startupShare"] as const;

describe("benchTraining", () => {
  let folder: string;
  let python: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-peer-"));
    python = join(folder, "python");
    // hiernas's own contender stands in for PyTorch: it answers the same messages.
    const engine = resolve(__dirname, "..", "..", "..", "lib", "instruments", "bench", "contender-main.js");
    writeFileSync(python, `#!/bin/sh\nexec "${process.execPath}" "${engine}"\n`);
    chmodSync(python, 0o755);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("measures every setting at both scales, and leaves nothing behind", async () => {
    const notes: string[] = [];
    const shares: number[] = [];
    const bench = await benchTraining(genotype, {
      ...config,
      scales: [published, laptop],
      python,
      onProgress: (done, total, note) => {
        notes.push(note);
        shares.push(done / total);
      },
    });
    for (const key of RATIOS) {
      assert.ok((bench[key] as number) >= 0, key);
      assert.ok((bench.rewritten[key] as number) >= 0, key);
    }
    const isFused = bench.engine === "fused";
    if (!isFused) assert.deepEqual({ ...bench, ...bench.rewritten }, bench);
    const engines = isFused ? ["hiernas", "hiernas, rewritten"] : ["hiernas"];
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
    assert.ok(bench.processor.length > 0 && bench.versions.tensorflow.length > 0);
    assert.deepEqual(JSON.parse(JSON.stringify(bench)), bench);
    assert.equal(shares.at(-1), 1);
    assert.ok(notes.includes("laptop scale, whole evaluations: PyTorch, 1 thread"));
    const text = printTrainingBench(bench);
    assert.match(text, /published scale, both cores +[\d.]+ × PyTorch/);
    assert.match(text, /too noisy to tell/);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith(`hiernas-bench-${process.pid}-`));
    assert.deepEqual(left, []);
  });

  it("measures a large scale on both cores alone, with the memory of each contender", async () => {
    const bench = await benchTraining(genotype, { ...config, scales: [large], python });
    const { bothCores = [], workers, evaluations, peakBytes = {} } = bench.times[large.name];
    const engines = bench.engine === "fused" ? ["hiernas", "hiernas, rewritten"] : ["hiernas"];
    const contenders = [...engines, "PyTorch, 2 threads"];
    assert.deepEqual(
      bothCores.map(({ contender }) => contender),
      contenders,
    );
    assert.deepEqual([workers, evaluations], [undefined, undefined]);
    assert.ok((bench.largeRatios[large.name] as number) > 0);
    const text = printTrainingBench(bench);
    assert.match(text, /large, c0 = 64, both cores +[\d.]+ × PyTorch/);
    if (process.platform !== "linux") return;
    assert.deepEqual(Object.keys(peakBytes), contenders);
    // A process with TensorFlow takes hundreds of megabytes.
    for (const bytes of Object.values(peakBytes)) assert.ok(bytes > 2e8 && bytes < 4e9, `${bytes}`);
    assert.equal(bench.memoryRatios[large.name], peakBytes["PyTorch, 2 threads"] / peakBytes.hiernas);
    assert.match(text, /hiernas +0\.\d\d GiB/);
    assert.match(text, /large, c0 = 64, peak memory +1\/[\d.]+ of PyTorch's/);
  });

  it("without a peer gives the raw times, and null for every ratio to it", async () => {
    const bench = await benchTraining(genotype, { ...config, threads: [2], scales: [laptop] });
    for (const key of RATIOS) assert.equal(bench[key], null, key);
    assert.ok((bench.times.laptop.bothCores ?? []).length >= 1);
    assert.equal(bench.times.laptop.workers, undefined);
    assert.equal("published" in bench.times, false);
  });

  it("rejects with an AbortError when aborted while running", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    await assert.rejects(
      benchTraining(genotype, { ...config, scales: [laptop], signal: controller.signal, onProgress }),
      { name: "AbortError" },
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
