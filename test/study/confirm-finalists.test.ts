import assert from "node:assert/strict";
import { trivialGenotype } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import {
  type ConfirmConfig,
  confirmationSeed,
  confirmFinalists,
  planConfirmations,
} from "../../lib/study/confirm-finalists.js";
import type { Confirmation } from "../../lib/study/store/study-store.js";

const rows = [0.1, 0.5, 0.3, 0.4, 0.2].map((fitness, index) => ({
  step: index + 1,
  hash: `net ${index + 1}`,
  fitness,
}));
const genotype = trivialGenotype(hierarchicalSpace);
const costs = { spread: 0, trainings: [], parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1 };
const named = ({ step, training }: { readonly step: number; readonly training: number }): string =>
  `${step}/${training}`;

describe("planConfirmations", () => {
  it("alternates between the best three, the best first", () => {
    assert.deepEqual(planConfirmations(rows, [], 2).map(named), ["2/1", "4/1", "3/1", "2/2", "4/2", "3/2"]);
    assert.deepEqual(planConfirmations(rows, [], 0), []);
    assert.deepEqual(planConfirmations(rows.slice(0, 1), [], 1).map(named), ["1/1"]);
  });

  it("leaves out finished trainings, whose results do not change the finalists", () => {
    const done = [
      { hash: "net 2", training: 1 },
      { hash: "net 3", training: 2 },
    ];
    const low = rows.map((row) => (row.step === 2 ? { ...row, confirmed: [0.01] } : row));
    assert.deepEqual(planConfirmations(low, done, 2).map(named), ["4/1", "3/1", "2/2", "4/2"]);
  });
});

describe("confirmFinalists", () => {
  const plans = planConfirmations(rows, [], 3);

  /** Runs the plans; `evaluate` is called with each request. */
  async function confirm(config: Partial<ConfirmConfig> = {}) {
    const results: Confirmation[] = [];
    const asked: string[] = [];
    const promise = confirmFinalists(plans, {
      ...{ seed: 7, workers: 2, genotypeOf: () => Promise.resolve(genotype), now: () => 5 },
      evaluate: (_genotype, { seed, trainingCount }) => {
        asked.push(seed);
        assert.equal(trainingCount, 1);
        return Promise.resolve({ ...costs, status: "scored", fitness: 0.5 });
      },
      onConfirmation: (result) => Promise.resolve(void results.push(result)),
      ...config,
    });
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return { results, asked, error };
  }

  it("runs every planned training once, each with a seed that does not depend on workers", async () => {
    for (const workers of [1, 2, 20]) {
      const { results, asked, error } = await confirm({ workers });
      assert.equal(error, undefined);
      assert.deepEqual(results.map(named).sort(), plans.map(named).sort());
      assert.deepEqual([...asked].sort(), plans.map((plan) => confirmationSeed(7, plan)).sort());
      assert.equal(new Set(asked).size, plans.length);
      assert.ok(results.every(({ worker }) => worker >= 1 && worker <= workers));
    }
  });

  it("records one at a time, failures too", async () => {
    let recording = 0;
    const { results, error } = await confirm({
      workers: 4,
      evaluate: () => Promise.resolve({ ...costs, status: "failed", reason: "timeLimit", message: "slow" }),
      onConfirmation: async () => {
        assert.equal(++recording, 1);
        await new Promise((done) => setImmediate(done));
        recording--;
      },
    });
    assert.deepEqual([results.length, error], [0, undefined]);
  });

  it("stops on abort, and keeps finished trainings", async () => {
    const stop = new AbortController();
    const results: string[] = [];
    const { error } = await confirm({
      workers: 1,
      signal: stop.signal,
      onConfirmation: (result) => {
        results.push(named(result));
        if (results.length === 2) stop.abort();
        return Promise.resolve();
      },
    });
    assert.equal((error as Error).name, "AbortError");
    assert.deepEqual(results, plans.slice(0, 2).map(named));
    assert.equal(((await confirm({ signal: AbortSignal.abort() })).error as Error).name, "AbortError");
  });

  it("rejects with an evaluation's error, after aborting the others", async () => {
    let told = false;
    const { error } = await confirm({
      evaluate: (_genotype, { worker, signal }) =>
        worker === 2
          ? Promise.reject(new Error("a bug"))
          : new Promise((_done, reject) =>
              signal.addEventListener("abort", () => {
                told = true;
                reject(signal.reason as Error);
              }),
            ),
    });
    assert.deepEqual([(error as Error).message, told], ["a bug", true]);
  });
});
