import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRoofs, readCaches } from "../../../lib/instruments/bench/bench-roofline.js";
import { readPhases } from "../../../lib/instruments/bench/read-phases.js";
import {
  profileSettings,
  profileTraining,
  rooflinePoints,
  trainingStepBounds,
  trainingStepParts,
  type TrainingProfile,
} from "../../../lib/instruments/bench/training-profile.js";
import { timeOperations } from "../../../lib/instruments/bench/time-operations.js";
import { REST, UNDIVIDED } from "../../../lib/figures/charts/training-step-by-part.js";
import { InputError } from "../../../lib/input/errors.js";

const row = (op: string, millis: number) => ({ op, millis, count: 2, flops: 1e6, bytes: 1e6 });
const profile: TrainingProfile = {
  scale: "laptop",
  trainingSteps: (["plain", "rewritten", "fused"] as const).map((graph) => ({ graph, millis: 10, medianMillis: 11 })),
  operations: { plain: [row("Conv2D", 4), row("Relu", 2), row("Cast", 0.01)], rewritten: [row("MatMul", 12)] },
  cost: {
    flops: { products: 3e9, depthwise: 1e9, pools: 0 },
    bytes: { reads: 1e9, writes: 0, gradients: 1e9 },
  },
  phases: [],
};

describe("trainingStepParts", () => {
  const partsOf = (given: TrainingProfile, graph: string) =>
    trainingStepParts([given])
      .filter((part) => part.graph === graph && part.millis > 0)
      .map(({ part, millis }) => [part, millis]);

  it("sums operations by group and names the rest of the step", () => {
    assert.deepEqual(
      partsOf(
        { ...profile, operations: { ...profile.operations, plain: [row("Conv2D", 4), row("Conv2DBackpropInput", 1)] } },
        "plain",
      ),
      [
        ["matrix products (1×1)", 5],
        [REST, 5],
      ],
    );
  });

  it("leaves no negative rest when operations alone take longer than the step", () => {
    assert.deepEqual(partsOf(profile, "rewritten"), [["matrix products (1×1)", 12]]);
  });

  it("shows the fused operation as one piece, or by its phases", () => {
    assert.deepEqual(partsOf(profile, "fused"), [[UNDIVIDED, 10]]);
    assert.deepEqual(partsOf({ ...profile, phases: [{ phase: "products", millis: 7 }] }, "fused"), [
      ["products", 7],
      [REST, 3],
    ]);
  });
});

describe("trainingStepBounds and rooflinePoints", () => {
  it("divide work by the machine's speeds", () => {
    const machine = {
      gigaflopsPerSecond: 100,
      bandwidths: [],
      roofs: [
        { name: "shared cache", gigabytesPerSecond: 80 },
        { name: "memory", gigabytesPerSecond: 20 },
      ],
      caches: [],
    };
    assert.deepEqual(
      trainingStepBounds([profile], machine).map(({ millis }) => millis),
      [100, 40],
    );
    assert.deepEqual(
      trainingStepBounds([profile], { ...machine, roofs: [] }).map(({ millis }) => millis),
      [40],
    );
  });

  it("have a point for each significant operation and for each step", () => {
    const names = rooflinePoints(profile).map(({ name }) => name);
    assert.deepEqual(names, ["convolution", "Relu", "matrix product", "plain", "rewritten", "fused"]);
  });
});

describe("the machine's caches", () => {
  it("give one roof each, and sizes beyond them the memory's", () => {
    const bandwidths = [0.25, 0.5, 4, 8, 64, 128].map((size) => ({
      workingSetBytes: size * 2 ** 20,
      gigabytesPerSecond: 100 / size,
    }));
    const caches = [
      { level: 1, sizeBytes: 2 ** 15 },
      { level: 2, sizeBytes: 2 ** 20 },
      { level: 3, sizeBytes: 2 ** 25 },
    ];
    assert.deepEqual(
      findRoofs(bandwidths, caches).map(({ name }) => name),
      ["level-2 cache", "shared cache", "memory"],
    );
    assert.deepEqual(findRoofs(bandwidths, []), findRoofs(bandwidths, caches));
    assert.deepEqual(findRoofs([], caches), []);
  });

  it("are empty if the system does not report them", () => {
    assert.deepEqual(readCaches(join(tmpdir(), "no such folder")), []);
  });
});

describe("readPhases", () => {
  it("reads phases, treats a missing file as no phases, and refuses anything else", () => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas-phases-"));
    try {
      const path = join(folder, "phases.json");
      assert.deepEqual(readPhases(undefined), []);
      assert.deepEqual(readPhases(path), []);
      writeFileSync(path, '{"forward": 1.5, "backward": 3}');
      assert.deepEqual(readPhases(path), [
        { phase: "forward", millis: 1.5 },
        { phase: "backward", millis: 3 },
      ]);
      for (const wrong of ["[1]", "{", '{"forward": "long"}', "null"]) {
        writeFileSync(path, wrong);
        assert.throws(() => readPhases(path), InputError, wrong);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("measured with TensorFlow, shrunk", function () {
  this.timeout(120_000);

  it("has the operations of both graphs with their counts, and times for all", async () => {
    const settings = profileSettings({ HIERNAS_SCALE: "smoke" });
    const found = await profileTraining(settings.genotype, settings.scales[0], settings);
    const countOf = (graph: "plain" | "rewritten", op: string) =>
      found.operations[graph].find((each) => each.op === op)?.count ?? 0;
    // The forward pass of scoring is not part of a training step.
    assert.equal(countOf("plain", "FusedBatchNormV3"), countOf("plain", "FusedBatchNormGradV3"));
    assert.equal(countOf("plain", "Relu"), countOf("plain", "ReluGrad"));
    assert.equal(countOf("plain", "ResourceApplyMomentum"), 1);
    assert.ok(countOf("rewritten", "MatMul") > 0);
    for (const { op, millis, bytes, flops } of Object.values(found.operations).flat())
      assert.ok(
        [millis, bytes, flops].every((each) => Number.isFinite(each) && each >= 0),
        op,
      );
    assert.ok(found.trainingSteps.length >= 2 && found.trainingSteps.every(({ millis }) => millis > 0));
  });

  it("also times an operation whose inputs come from memory", async () => {
    const shape = [256, 256];
    const operation = {
      op: "MatMul",
      attributes: { T: { type: "float32" } },
      inputs: [shape, shape].map((each) => ({ type: "float32", shape: each }) as const),
      bytes: 3 * 4 * 256 ** 2,
    } as const;
    const [millis] = await timeOperations([operation], { rounds: 1, fromMemory: true });
    assert.ok(millis > 0);
  });
});
