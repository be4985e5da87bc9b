import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataFolder } from "../../lib/files/project-folder.js";
import { parseGenotype } from "../../lib/genotype/genotype-file.js";
import { conv3 } from "../../lib/genotype/known-modules.js";
import { paperPrimitives } from "../../lib/genotype/primitive.js";
import { InputError } from "../../lib/input/errors.js";
import { largeRunResults, largeRuns } from "../../lib/literature/large-runs.js";
import { resultsTables } from "../../lib/literature/results-tables.js";
import { smallNetwork } from "../../lib/network/network-config.js";
import { planNetwork } from "../../lib/network/plan-network.js";

const line = (name: string, seed: number, more: object = {}) => ({
  ...{ name, hash: `hash of ${name}`, channels: 16, budget: "time", seed, trainingSteps: 1000, batchSize: 64 },
  ...{ accuracy: 0.8 - seed / 100, testLoss: 1, reason: null, parameterCount: 500, multiplyAdds: 9000 },
  ...{ trainMillis: 600_000, processorMillis: 1_200_000, starts: 1, engine: "fused", processor: "EPYC", cores: 2 },
  loss: [
    [10, 2.3],
    [20, 2.1],
  ],
  validationAccuracy: [[20, 0.4]],
  ...more,
});
const plan = {
  ...{ minutes: 20, cores: 2, seeds: 2, sameTrainingSteps: 1000 },
  cells: [
    { name: "published cell", trainingSteps: 4000 },
    { name: "random, flat", trainingSteps: 1000 },
  ],
};

describe("largeRuns", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-large-runs-"));
    copyFileSync(join(dataFolder("large-runs"), "candidates.json"), join(folder, "candidates.json"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, lines: readonly object[], end = "\n") =>
    writeFileSync(join(folder, name), lines.map((each) => JSON.stringify(each)).join("\n") + end);

  it("says that nothing is recorded before the first run", () => {
    const { runs, rows, planned, recorded, machine } = largeRuns(folder);
    assert.deepEqual([runs, rows, planned, machine], [[], [], null, null]);
    assert.equal(recorded, "No large run is recorded yet.");
  });

  it("has the runs with their curves, and says how many are still to come", () => {
    write("plan.json", [plan]);
    write("fitness.jsonl", [{ name: "published cell", hash: "x", seed: 1, fitness: 0.3 }]);
    write("results.jsonl", [line("published cell", 1, { trainingSteps: 4000 }), line("random, flat", 1)]);
    const large = largeRuns(folder);
    assert.equal(large.planned, 6, "the shortest run counts for both budgets");
    assert.equal(large.recorded, "Recorded so far: 2 of 6 large runs.");
    assert.equal(large.measuredBy, "20 minutes of 2 cores a run, N = 1");
    assert.equal(large.machine, "2 cores of an EPYC, fused");
    assert.deepEqual(large.runs[0].curve, [
      { training: 1, trainingStep: 10, loss: 2.3 },
      { training: 1, trainingStep: 20, loss: 2.1 },
      { training: 1, trainingStep: 20, validationAccuracy: 0.4 },
    ]);
    const [published, flat] = large.rows;
    assert.deepEqual([published.fitness?.mean, published.sameSteps, flat.fitness], [0.3, null, null]);
    assert.deepEqual(flat.sameTime, flat.sameSteps);
  });

  it("keeps measured errors apart from the deck's fourteen rows", () => {
    write("results.jsonl", [line("published cell", 1), line("published cell", 2), line("random, flat", 1)]);
    const large = largeRuns(folder);
    const [, cifar] = resultsTables(largeRunResults(large), large.measuredBy, undefined, "cifar-10");
    const by = (source: string) => cifar.rows.filter((row) => row.source === source);
    assert.equal(by("published").length, 14);
    assert.deepEqual(
      by("measured").map(({ name, trainings, isPapers }) => [name, trainings, isPapers]),
      [
        ["published cell", 2, false],
        ["random, flat", 1, false],
      ],
    );
    assert.ok(Math.abs(by("measured")[0].error - 21.5) < 1e-9);
    assert.deepEqual(largeRunResults(large, "steps"), []);
  });

  it("leaves out a line that is being written, and refuses a damaged one", () => {
    write("results.jsonl", [line("published cell", 1), line("random, flat", 1)], "\n" + '{"name":"random');
    assert.equal(largeRuns(folder).runs.length, 2);
    write("results.jsonl", [line("published cell", 1, { accuracy: 7 })]);
    assert.throws(
      () => largeRuns(folder),
      (error) => error instanceof InputError && /results\.jsonl, line 1: accuracy: got 7/.test(error.message),
    );
  });
});

describe("the recorded large runs", () => {
  const large = largeRuns();
  it("are of cells that can be read and counted", () => {
    assert.equal(large.cells.length, 6);
    const primitives = [...paperPrimitives, conv3];
    const counts = large.cells.map(({ channels, genotype }) => {
      const network = { ...smallNetwork, channels };
      return planNetwork(parseGenotype(JSON.stringify(genotype)), network, primitives).parameterCount;
    });
    const of = (name: string) => counts[large.cells.findIndex((cell) => cell.name === name)];
    assert.ok(Math.abs(of("conv 3×3 twice, wide") / of("published cell") - 1) < 0.05);
    for (const { name, parameterCount } of large.runs) assert.equal(parameterCount, of(name), name);
  });

  it("have one line for each run, each of the length that its plan says", () => {
    const keys = large.runs.map(({ name, budget, seed }) => `${name} ${budget} ${seed}`);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(existsSync(join(dataFolder("large-runs"), "plan.json")) || large.runs.length === 0, true);
    if (large.planned !== null) assert.ok(large.runs.length <= large.planned);
    for (const { curve, trainingSteps } of large.runs) assert.equal(curve.at(-1)?.trainingStep, trainingSteps);
  });
});
