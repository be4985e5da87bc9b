import assert from "node:assert/strict";
import type { TrainingBench } from "../../../lib/instruments/bench/bench-training.js";
import type { EngineResults } from "../../../lib/instruments/bench/ratios.js";
import { printTargets, trainingTargets } from "../../../lib/instruments/bench/targets.js";

const results: EngineResults = {
  ratio: 2.6,
  workerRatio: 2.25,
  laptopRatio: 4,
  laptopWorkerRatio: 2.5,
  evaluationRatio: 2.4,
  startupShare: 0.16,
  evaluationsPerHour: 1_000,
  perImageMillis: { 32: 2 },
  perImageDeviation: 0.031,
  outsideShares: { published: 0.004, laptop: 0.021 },
  rewriteRatios: {},
  largeRatios: { "large-64": 2.2, "large-128": 1.9 },
  memoryRatios: { "large-64": 3.1 },
};
const bench: TrainingBench = {
  ...results,
  rewritten: { ...results, ratio: 1.75, evaluationRatio: null },
  engine: "fused",
  processor: "Some",
  threads: [2, 1],
  versions: { tensorflow: "2.21.0", torch: "2.15.0" },
  date: "2020-02-03T04:05:06.000Z",
  machine: {
    processor: "Some",
    processorModel: "",
    instructions: "AVX-512",
    heldTo: ["HIERNAS_KERNELS=avx2"],
    cores: 2,
    memoryBytes: 1e9,
    load: 0.2,
  },
  surroundings: { loadBefore: 0.2, loadAfter: 2, otherWork: 0.05 },
  trainingSteps: 12,
  noise: [],
  times: { published: { parameterCount: 1, batchSize: 1, isLarge: false, engine: "fused" } },
};
const cellsOf = (text: string): readonly (readonly string[])[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );

describe("the table of the targets", () => {
  it("has a row for each target with both engines, and marks what is not reached or not measured", () => {
    const [head, , ...rows] = cellsOf(printTargets(bench, "best"));
    assert.deepEqual(head, ["PyTorch's time ÷ hiernas's", "reach", "aim", "measured, rewritten", "measured, fused"]);
    assert.equal(rows.length, trainingTargets.filter(({ isLarge }) => !isLarge).length);
    const [first, second] = rows;
    assert.deepEqual(first.slice(1), ["≥ 1.7, fused ≥ 2.5", "≥ 3.2", "1.75", "2.60"]);
    assert.deepEqual(second.slice(3), ["2.25", "2.25 (not reached)"]);
    assert.deepEqual(rows[4].slice(1), ["≥ 2.3", "≥ 3", "not measured", "2.40"]);
    assert.deepEqual(rows[5].slice(1), ["≤ 15 %", "≤ 8 %", "16.0 % (not reached)", "16.0 % (not reached)"]);
    assert.equal(rows[6][4], "3.1 %");
    assert.equal(rows[7][4], "2.1 % (not reached)");
  });

  it("has the rows of the large network instead if that was measured", () => {
    const { published: times } = bench.times;
    const large: TrainingBench = { ...bench, times: { "large-64": { ...times, isLarge: true } } };
    const [, , ...rows] = cellsOf(printTargets(large, "best"));
    assert.deepEqual(
      rows.map((cells) => cells.slice(1)),
      [
        ["≥ 1, fused ≥ 2", "≥ 2.5", "2.20", "2.20"],
        ["≥ 1, fused ≥ 3", "≥ 3.5", "3.10", "3.10"],
        ["≥ 1, fused ≥ 2", "≥ 2.5", "1.90", "1.90 (not reached)"],
        ["≥ 1, fused ≥ 3", "≥ 3.5", "not measured", "not measured"],
      ],
    );
    assert.match(rows[2][0], /c0 = 128, batch 32/);
  });

  it("compares the engine rewritten with its own target if the machine has no other", () => {
    const rewritten: TrainingBench = { ...bench, engine: "rewritten", ratio: 1.75 };
    const [head, , first] = cellsOf(printTargets(rewritten, "best"));
    assert.match(head[4], /rewritten, the only engine here/);
    assert.deepEqual(first.slice(3), ["1.75", "1.75"]);
  });

  it("gives the date, the machine, and whether it was too noisy to tell", () => {
    const text = printTargets(bench, "best");
    assert.match(
      text,
      /^2020-02-03, Some \(AVX-512, restricted by HIERNAS_KERNELS=avx2\), 2 cores; tensorflow 2\.21\.0, torch 2\.15\.0; medians of 12/,
    );
    assert.doesNotMatch(text, /noisy/);
    assert.match(printTargets({ ...bench, noise: ["one", "two"] }, "best"), /\nToo noisy to tell: one; two\.\n$/);
  });
});
