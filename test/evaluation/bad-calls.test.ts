import assert from "node:assert/strict";
import type { Evaluation } from "../../lib/evaluation/evaluation.js";
import { evaluateGenotype, type EvaluateGenotypeConfig } from "../../lib/evaluation/evaluate-genotype.js";
import { measureThreads } from "../../lib/evaluation/measure-threads.js";
import { predictMemory } from "../../lib/evaluation/predict-memory.js";
import { type Protocol, smokeProtocol } from "../../lib/evaluation/protocol.js";
import { sameProtocol } from "../../lib/evaluation/protocol-data.js";
import {
  defaultThreads,
  defaultWorkers,
  describeProcessor,
  readMeasuredThreads,
} from "../../lib/evaluation/threads.js";
import { type EvaluateConfig, openWorkerPool } from "../../lib/evaluation/worker-pool.js";
import { createGenotype, type Genotype } from "../../lib/genotype/genotype.js";
import { createMotif, type Motif } from "../../lib/genotype/motif.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { paperPrimitives } from "../../lib/genotype/primitive.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { callBadly, callBadlyAndWait, problemOf } from "../input/bad-calls.js";

const plan = planNetwork(publishedCell, smokeProtocol.network);
/** Refuses every network before a child starts. */
const tiny: Protocol = { ...smokeProtocol, limits: { parameterCount: 1 } };
const pool = { protocol: tiny, data: "sample", workers: 1, primitives: paperPrimitives, threadsPerWorker: 1 };
const more = { devices: ["0"], memoryBytes: 2 ** 30, recycle: { evaluations: 5, spareBytes: 5 }, scoreOn: "test" };
const measured = {
  ...describeProcessor(),
  date: "2026-01-01T00:00:00.000Z",
  what: "nothing",
  load: 0,
  trainer: [{ threads: 1, trainingStepMillis: 10 }],
  workers: [{ workers: 1, evaluationsPerHour: 100 }],
  bestThreads: 4,
  bestWorkers: 6,
};

const calls: readonly (readonly [name: string, call: (...args: never[]) => unknown, args: readonly unknown[]])[] = [
  ["openWorkerPool", openWorkerPool, [{ ...pool, ...more }]],
  ["predictMemory", predictMemory, [plan, smokeProtocol]],
  ["sameProtocol", sameProtocol, [smokeProtocol, tiny]],
  ["defaultThreads", defaultThreads, [2, measured]],
  ["defaultWorkers", defaultWorkers, [measured, 2 ** 34]],
  ["readMeasuredThreads", readMeasuredThreads, ["/nowhere/threads.json"]],
];

describe("functions of evaluations, called with invalid arguments", function () {
  this.timeout(60_000);
  for (const [name, call, args] of calls) {
    it(`${name} answers with InputError, in one line`, () => {
      const problems = [...callBadly(call, args)].map(([what, problem]) => `${name}(${what}): ${problem}`);
      assert.deepEqual(problems, []);
    });
  }

  it("evaluateGenotype and a pool's evaluate reject with InputError, in one line", async () => {
    const told = { seed: "1", trainingCount: 1, signal: undefined, onProgress: undefined };
    const { protocol, ...rest } = { ...pool, ...more };
    // The protocol is a pool's setting: another valid one would be accepted.
    const call = (config: EvaluateGenotypeConfig) => evaluateGenotype(publishedCell, { ...config, protocol });
    assert.deepEqual(await callBadlyAndWait(call, [{ ...rest, ...told }]), []);
    const opened = openWorkerPool(pool);
    const evaluate = (config: EvaluateConfig) => opened.evaluate(publishedCell, config);
    assert.deepEqual(await callBadlyAndWait(evaluate, [told]), []);
    await opened.close();
  });

  it("evaluateGenotype and a pool's evaluate reject with InputError, in one line, for what is no genotype", async () => {
    // Plain data, as JSON gives it: not made by the library.
    const genotype = structuredClone(publishedCell);
    const [[motif]] = genotype.levels;
    const [edges] = motif.matrix.slice(-1);
    const told = { seed: "1" };
    const opened = openWorkerPool(pool);
    const ways: readonly ((given: Genotype) => Promise<Evaluation>)[] = [
      (given) => evaluateGenotype(given, { ...pool, ...told }),
      (given) => opened.evaluate(given, told),
    ];
    for (const evaluate of ways) {
      const withMotif = (each: Motif) => evaluate({ ...genotype, levels: [[each]] });
      const withEdges = (each: readonly number[]) =>
        withMotif({ ...motif, matrix: [...motif.matrix.slice(0, -1), each] });
      const withNames = (name: string) =>
        evaluate({ ...genotype, primitives: [name, ...genotype.primitives.slice(1)] });
      const problems = [
        ...(await callBadlyAndWait(evaluate, [genotype])),
        ...(await callBadlyAndWait(withMotif, [motif])),
        ...(await callBadlyAndWait(withEdges, [edges])),
        ...(await callBadlyAndWait(withNames, [genotype.primitives[0]])),
      ];
      assert.deepEqual(problems, []);
      // Whose primitives nobody knows, and without a way from source to sink.
      for (const [given, message] of [
        [{ ...genotype, primitives: genotype.primitives.map((_, index) => `own${index}`) }, /own0/],
        [createGenotype(genotype.primitives, [[createMotif(3, [])]]), /./],
      ] as const) {
        await assert.rejects(evaluate(given), (error: Error) => {
          assert.equal(problemOf(error), undefined);
          assert.match(error.message, message);
          return true;
        });
      }
    }
    await opened.close();
  });

  it("measureThreads rejects with InputError, in one line", async () => {
    const bad: readonly unknown[] = [
      ...[null, 5, "x", [], () => 1],
      ...[null, 5, {}, { ...smokeProtocol, trainingSteps: 0 }].map((protocol) => ({ protocol })),
      ...[null, 5, "x", {}, [], [null], [{}], [{ workers: 0, threads: 1 }]].map((trials) => ({ trials })),
      ...[
        { workers: 1e9, threads: 1 },
        { workers: 1, threads: 0.5 },
        { workers: 2, threads: 1 },
      ].map((trial) => ({ trials: [trial] })),
      ...[null, 5, {}].map((signal) => ({ signal })),
      ...[null, 5, {}].map((onTrial) => ({ onTrial })),
    ];
    for (const config of bad) {
      const call = (measureThreads as (given: unknown) => Promise<unknown>)(config);
      await assert.rejects(call, (error) => {
        assert.equal(problemOf(error), undefined, JSON.stringify(config));
        return true;
      });
    }
  });
});
