import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { runStudy } from "../../lib/study/run-study.js";
import type { RunStudyConfig } from "../../lib/study/run-study-config.js";
import { readStudy } from "../../lib/study/study.js";
import { problemOf } from "../input/bad-calls.js";
import { leftBeside, toyStudy, useStudyFile } from "./toy-study.js";

describe("a study with a custom fitness", function () {
  this.timeout(30_000);
  const place = useStudyFile();
  /** As from JavaScript, where any value may be passed. */
  const run = (change: Readonly<Record<string, unknown>> = {}) =>
    runStudy({ ...toyStudy, path: place.path, ...change });
  const refuses = async (change: Readonly<Record<string, unknown>>, message: RegExp): Promise<void> => {
    await assert.rejects(run(change), (error: Error) => {
      assert.equal(problemOf(error), undefined);
      assert.match(error.message, message);
      return true;
    });
    assert.ok(!existsSync(place.path), "nothing is recorded");
    assert.deepEqual(leftBeside(place.path), []);
  };

  for (const [given, message] of [
    [undefined, /step 1: evaluate: gave undefined, must give \{ status: "scored", fitness: a number \}/],
    [0.5, /step 1: evaluate: gave 0\.5, must give/],
    ["0.5", /step 1: evaluate: gave "0\.5"/],
    [null, /step 1: evaluate: gave null/],
    [{}, /step 1: evaluate: status: is missing/],
    [{ fitness: 0.5 }, /step 1: evaluate: status: is missing/],
    [{ status: "perfect", fitness: 1 }, /step 1: evaluate: status: got "perfect", must be "scored" or "failed"/],
    [{ status: "scored" }, /step 1: evaluate: fitness: is missing/],
    [{ status: "scored", fitness: NaN }, /step 1: evaluate: fitness: got NaN, must be a finite number/],
    [{ status: "scored", fitness: "high" }, /step 1: evaluate: fitness: got "high"/],
    [{ status: "scored", fitness: 1, spread: -1 }, /step 1: evaluate: spread: got -1/],
    [{ status: "scored", fitness: 1, trainings: [{}] }, /step 1: evaluate: trainings\.0\.seed: is missing/],
    [{ status: "scored", fitness: 1, parameterCount: "many" }, /step 1: evaluate: parameterCount: got "many"/],
    [{ status: "failed" }, /step 1: evaluate: reason: is missing/],
    [{ status: "failed", reason: "bored" }, /step 1: evaluate: reason: got "bored", must be "lossNotFinite"/],
  ] as const) {
    it(`refuses ${JSON.stringify(given)} as an evaluation`, () =>
      refuses({ evaluate: () => Promise.resolve(given) }, message));
  }

  for (const [what, change, message] of [
    ["no path", { path: undefined }, /^study: path: got undefined, must be the path of a file/],
    ["a path of another kind", { path: 5 }, /^study: path: got 5/],
    ["no space", { space: undefined }, /^search: space: is missing/],
    ["no method", { method: undefined }, /^study: method: got undefined; leave it out for the default/],
    ["an invalid method", { method: {} }, /method/],
    ["no seed", { seed: undefined }, /^study: seed: got undefined; leave it out for the default, or give a value/],
    ["an invalid seed", { seed: null }, /^seed: got null/],
    ["steps that are undefined", { steps: undefined }, /^study: steps: got undefined/],
    [
      "another policy",
      { knownPhenotype: "foo" },
      /known networks: got "foo", must be evaluate, reuse, redraw, average/,
    ],
    [
      "a constraint without accept",
      { constraint: { name: "c" } },
      /^study: constraint: must have a name and a function accept/,
    ],
    ["a constraint without a name", { constraint: { accept: () => true } }, /^study: constraint: must have a name/],
    ["a constraint that is a function", { constraint: () => true }, /^study: constraint: got /],
    ["an invalid evaluate", { evaluate: "toy" }, /^study: evaluate: got "toy", must be a function/],
    ["an invalid onProgress", { onProgress: 5 }, /^study: onProgress: got 5, must be a function/],
    ["an invalid name of the fitness", { evaluateName: 5 }, /^study: evaluateName: got 5, must be a string/],
    ["a name of the fitness with 101 characters", { evaluateName: "x".repeat(101) }, /^study: evaluateName: got "xxx/],
    ["an invalid signal", { signal: {} }, /^study: signal: got an object, must be an AbortSignal/],
    ["a mutation count of text", { mutationCount: "many" }, /initialization mutations: got "many"/],
  ] as const) {
    it(`refuses ${what}`, () => refuses(change, message));
  }

  it("refuses invalid settings", async () => {
    for (const config of [undefined, null, 5, "study.sqlite", []]) {
      await assert.rejects(
        runStudy(config as unknown as RunStudyConfig),
        (error: Error) => problemOf(error) === undefined,
      );
    }
  });

  it("keeps an evaluation's values, and counts those that it leaves out", async () => {
    const curve = [{ trainingStep: 1, loss: NaN }];
    const training = {
      seed: "s",
      accuracy: 0.5,
      scoringLoss: Infinity,
      finalLoss: 1,
      curve,
      trainMillis: 1,
      scoreMillis: 2,
    };
    const given = [
      { status: "scored", fitness: 0.25 },
      {
        status: "scored",
        fitness: 0.5,
        spread: 0.1,
        parameterCount: 7,
        multiplyAdds: 8,
        evaluationMillis: 9,
        engine: "own",
      },
      { status: "failed", reason: "timeLimit" },
      { status: "failed", reason: "outOfMemory", message: "too much", trainings: [training] },
    ];
    await run({
      steps: 4,
      evaluate: (_genotype: unknown, { step }: { readonly step: number }) => Promise.resolve(given[step - 1]),
    });
    const individuals = await readStudy(place.path, (study) => study.individuals());
    const [plain, whole, failed, told] = individuals.map(({ evaluation }) => evaluation);
    assert.ok(plain.parameterCount > 0 && plain.multiplyAdds > 0 && plain.evaluationMillis >= 0);
    assert.deepEqual(whole, { ...given[1], trainings: [] });
    assert.deepEqual([failed.status, "message" in failed && failed.message], ["failed", "timeLimit"]);
    assert.deepEqual(told, { ...told, ...given[3] });
    assert.deepEqual(await readStudy(place.path, (study) => study.engines()), [
      { engine: null, evaluated: 2 },
      { engine: "own", evaluated: 1 },
    ]);
  });
});
