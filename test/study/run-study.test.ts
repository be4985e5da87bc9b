import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { laptopProtocol, smokeProtocol } from "../../lib/evaluation/protocol.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { conv1, identity } from "../../lib/genotype/primitive.js";
import { createSpace, flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { randomSearch } from "../../lib/search/random-search.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";
import { replayStudy } from "../../lib/study/replay-study.js";
import { runStudy } from "../../lib/study/run-study.js";
import type { RunStudyConfig } from "../../lib/study/run-study-config.js";
import { costLimit } from "../../lib/study/constraint.js";
import { bestOf, openStudy, readStudy } from "../../lib/study/study.js";
import type { StudyProgress } from "../../lib/study/study-progress.js";
import { createLatch } from "../search/latches.js";
import { startElsewhere } from "./elsewhere.js";
import { leftBeside, storyOf, toyStudy, useStudyFile } from "./toy-study.js";

describe("runStudy", function () {
  this.timeout(20_000);
  const place = useStudyFile();
  const run = (config: Partial<RunStudyConfig> = {}) => runStudy({ ...toyStudy, path: place.path, ...config });

  it("evaluates all steps and returns the result", async () => {
    const { rows, summary, best } = await run();
    assert.deepEqual(
      rows.map(({ step }) => step),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
    assert.equal(best?.step, summary.best?.step);
    assert.equal(best?.hash, best?.network.hash);
    assert.deepEqual(best?.network, summary.best);
    // The toy has no noise, so the best mean is the highest fitness.
    assert.equal(summary.best?.mean, Math.max(...rows.map(({ fitness }) => fitness ?? 0)));
    assert.ok(rows.every(({ parameterCount, multiplyAdds }) => parameterCount > 0 && multiplyAdds > 0));
    assert.deepEqual(leftBeside(place.path), []);
  });

  it("gives the same for two steps and then three more as for five at once", async () => {
    const whole = `${place.path} whole`;
    for (const initialCount of [1, 2, 4]) {
      const paths = [`${place.path} ${initialCount}`, `${whole} ${initialCount}`];
      await run({ path: paths[0], steps: 2, initialCount });
      await run({ path: paths[0], steps: 5, initialCount });
      await run({ path: paths[1], steps: 5, initialCount });
      assert.equal(await storyOf(paths[0]), await storyOf(paths[1]));
    }
  });

  it("evaluates nothing again when everything is done", async () => {
    const first = await run();
    const again = await run({ evaluate: () => assert.fail("evaluated again") });
    assert.deepEqual(again.rows, first.rows);
    assert.equal(again.best?.step, first.best?.step);
  });

  it("resumes after being stopped, with the same genotypes and seeds", async () => {
    const controller = new AbortController();
    const seeds: string[][] = [[], []];
    await assert.rejects(
      run({
        signal: controller.signal,
        evaluate: async (genotype, { step, seed, signal }) => {
          seeds[0].push(seed);
          if (step === 7) controller.abort();
          signal.throwIfAborted();
          return toyStudy.evaluate(genotype, { seed });
        },
      }),
      { name: "AbortError" },
    );
    const stopped = await readStudy(place.path, (study) => study.summary());
    assert.deepEqual([stopped.evaluated, stopped.stale, stopped.running, stopped.holder], [6, 1, 0, null]);
    await run({
      evaluate: (genotype, { seed }) => {
        seeds[1].push(seed);
        return toyStudy.evaluate(genotype, { seed });
      },
    });
    assert.equal(seeds[1][0], seeds[0][6]);
    await run({ path: `${place.path} whole` });
    assert.equal(await storyOf(place.path), await storyOf(`${place.path} whole`));
  });

  it("replays from its event log after a run with two workers", async () => {
    await run({ workers: 2, steps: 30 });
    await run({ workers: 3, steps: 40 });
    const { differences, population } = await readStudy(place.path, (study) => replayStudy(study));
    assert.deepEqual(differences, []);
    assert.equal(population.length, 40);
  });

  it("replays only with the constraint, the primitives and the method that it was made with", async () => {
    const accept = ({ levels }: Genotype) => levels[0][0].matrix[0][1] === 6;
    await run({ constraint: { name: "first edge", accept } });
    await readStudy(place.path, async (study) => {
      await assert.rejects(replayStudy(study), /was made with the constraint first edge: pass it to replay/);
      assert.deepEqual((await replayStudy(study, { accept })).differences, []);
      assert.notDeepEqual((await replayStudy(study, { accept: () => true })).differences, []);
      assert.notDeepEqual((await replayStudy(study, { accept, method: randomSearch() })).differences, []);
    });
  });

  it("keeps flat networks below a parameter limit, and replays with the same limit", async () => {
    const limit = costLimit({ parameters: 250_000 }, laptopProtocol);
    const scored = { status: "scored", fitness: 0.5 } as const;
    const same = { space: flatSpace, steps: 8, mutationCount: 1_000, evaluate: () => Promise.resolve(scored) };
    const { rows } = await run({ ...same, constraint: limit });
    assert.ok(rows.every(({ parameterCount }) => parameterCount <= 250_000));
    const free = await run({ ...same, path: `${place.path} free` });
    assert.ok(free.rows.some(({ parameterCount }) => parameterCount > 250_000));
    await readStudy(place.path, async (study) => assert.deepEqual((await replayStudy(study, limit)).differences, []));
    assert.throws(
      () => costLimit({ parameters: 0 }, laptopProtocol),
      /cost limit: parameters: got 0, must be a whole number/,
    );
  });

  it("reports its progress, up to everything evaluated", async () => {
    const seen: StudyProgress[] = [];
    await run({ steps: 3 });
    const running: StudyProgress["running"][] = [];
    await run({
      onProgress: (progress) => {
        seen.push(progress);
        running.push(progress.running);
      },
    });
    const last = seen[seen.length - 1];
    assert.equal(seen[0].evaluated, 3);
    assert.deepEqual([last.evaluated, last.steps, last.finished, last.running, last.millisLeft], [12, 12, 12, [], 0]);
    assert.deepEqual(last.rows, await readStudy(place.path, (study) => study.rows()));
    assert.deepEqual(
      seen.flatMap(({ finished }) => finished ?? []),
      [4, 5, 6, 7, 8, 9, 10, 11, 12],
    );
    assert.ok(running.some((each) => each.length === 1 && each[0].worker === 1));
  });

  it("keeps failed evaluations with their reason, and loses nothing when a bug stops it", async () => {
    const costs = { parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1, trainings: [] };
    const evaluate: typeof toyStudy.evaluate = async (genotype, told) => {
      const step = Number(told.seed.split("/")[2]);
      if (step === 5) throw new RangeError("a bug");
      if (step === 3) return { status: "failed", reason: "timeLimit", message: "too long", ...costs } as never;
      return toyStudy.evaluate(genotype, told);
    };
    await assert.rejects(run({ evaluate }), /a bug/);
    const summary = await readStudy(place.path, (study) => study.summary());
    assert.deepEqual([summary.evaluated, summary.failed, summary.failures], [4, 1, { timeLimit: 1 }]);
    const { rows } = await run();
    assert.equal(rows[2].reason, "timeLimit");
    assert.equal(rows.length, 12);
  });

  it("leaves no file behind when bad input is found before any evaluation", async () => {
    await assert.rejects(run({ evaluate: undefined, data: join(place.folder, "nowhere") }), { name: "InputError" });
    assert.ok(!existsSync(place.path));
    assert.deepEqual(leftBeside(place.path), []);
  });

  for (const [what, other, expected] of [
    ["another space", { space: flatSpace }, /space name "hierarchical", got "flat"/],
    [
      "other sizes",
      {
        space: createSpace("hierarchical", [
          { motifCount: 5, nodeCount: 4 },
          { motifCount: 1, nodeCount: 5 },
        ]),
      },
      /space levels/,
    ],
    [
      "other primitives",
      { space: createSpace("hierarchical", hierarchicalSpace.levels, [conv1, identity]) },
      /space primitives/,
    ],
    ["another method", { method: randomSearch() }, /method name "tournament", got "random"/],
    ["another tournament", { method: tournamentSearch({ share: 0.1 }) }, /method settings share 0.05, got 0.1/],
    ["another seed", { seed: 2 }, /seed "1", got "2"/],
    ["another initialization", { initialCount: 3 }, /initialCount 4, got 3/],
    ["another protocol", { protocol: { ...laptopProtocol, trainingSteps: 99 } }, /protocol trainingSteps 150, got 99/],
    ["other data", { data: "/cifar" }, /data "sample", got "\/cifar"/],
    ["another fitness", { evaluateName: "other" }, /fitness "toy", got "other"/],
    ["training", { evaluate: undefined }, /fitness "toy", got "training"/],
    ["a constraint", { constraint: { name: "small", accept: () => true } }, /constraint null, got "small"/],
    ["another answer to known networks", { knownPhenotype: "reuse" }, /knownPhenotype "evaluate", got "reuse"/],
  ] as const) {
    it(`refuses to resume with ${what}, in one line, and changes nothing`, async () => {
      await run({ steps: 3 });
      const before = await storyOf(place.path);
      await assert.rejects(run(other), (error: Error) => {
        assert.equal(error.name, "InputError");
        assert.match(error.message, expected);
        assert.match(
          error.message,
          /^[^\n]*study\.sqlite: was made with [^\n]*: give the same settings, or another file$/,
        );
        return true;
      });
      assert.equal(await storyOf(place.path), before);
      assert.equal(await readStudy(place.path, async (study) => (await study.settings()).steps), 3);
    });
  }

  it("resumes with the same seed as text, another number of workers, and a renamed protocol", async () => {
    await run({ steps: 3 });
    const { rows } = await run({ seed: "1", workers: 2, protocol: { ...laptopProtocol, name: "renamed" } });
    assert.equal(rows.length, 12);
  });

  it("refuses fewer steps than recorded, and counts below 1 before creating a file", async () => {
    await assert.rejects(run({ steps: 0 }), /steps: got 0, must be a whole number from 1 to 10000000/);
    await assert.rejects(run({ workers: -1 }), /workers: got -1, must be a whole number from 1 to 1024/);
    assert.ok(!existsSync(place.path));
    await run();
    await assert.rejects(run({ steps: 5 }), /steps: got 5, the study has 12 already: give at least 12/);
  });

  it("runs only once at a time within one process too", async () => {
    const [latch, begun] = [createLatch(), createLatch()];
    const running = run({
      evaluate: async (genotype, told) => {
        begun.open();
        await latch.opened;
        return toyStudy.evaluate(genotype, told);
      },
    });
    await begun.opened;
    await assert.rejects(run(), /study\.sqlite: this process is running this study; wait for it, or stop it/);
    latch.open();
    assert.equal((await running).rows.length, 12);
  });

  it("trains with the worker pool if no fitness is given", async function () {
    this.timeout(60_000);
    const shares: number[] = [];
    const { rows, best } = await run({
      ...{ evaluate: undefined, evaluateName: undefined, protocol: smokeProtocol, steps: 2, initialCount: 1 },
      onProgress: ({ running }) => void shares.push(...running.map(({ share }) => share)),
    });
    assert.deepEqual(
      rows.map(({ status, phase }) => `${status} ${phase}`),
      ["scored initialization", "scored evolution"],
    );
    assert.equal(best?.evaluation.trainings.length, 1);
    assert.ok(shares.includes(1));
  });
});

describe("a study that another process runs", function () {
  this.timeout(20_000);
  const place = useStudyFile();

  it("is refused in one line that names the process, but can be read", async () => {
    const other = startElsewhere(place.path, 12, 6);
    try {
      await other.until("held 6");
      const expected = new RegExp(
        `study\\.sqlite: process ${other.child.pid} is running this study; wait for it, or stop it`,
      );
      await assert.rejects(runStudy({ ...toyStudy, path: place.path }), { name: "InputError", message: expected });
      await assert.rejects(openStudy(place.path, { forRunning: true }), { name: "InputError", message: expected });
      const summary = await readStudy(place.path, (study) => study.summary());
      assert.deepEqual([summary.evaluated, summary.running, summary.stale], [5, 1, 0]);
      assert.equal(summary.holder?.processId, other.child.pid);
      assert.equal(await readStudy(place.path, async (study) => (await bestOf(study))?.step), summary.best?.step);
    } finally {
      other.child.kill("SIGKILL");
      await other.ended;
    }
    assert.equal(await readStudy(place.path, (study) => study.holder()), null);
  });

  it("is created and run by one of many processes that start at once, and the others say so", async () => {
    const others = [1, 2, 3, 4].map(() => startElsewhere(place.path, 12));
    await Promise.all(others.map(({ ended }) => ended));
    const refused = others.flatMap(({ lines }) => lines.filter((line) => !line.startsWith("evaluated ")));
    for (const line of refused)
      assert.match(line, /^InputError: .*(is running this study|was created meanwhile|exists already)/);
    const evaluated = others.flatMap(({ lines }) => lines.filter((line) => line.startsWith("evaluated ")));
    assert.equal(new Set(evaluated).size, evaluated.length);
    await runStudy({ ...toyStudy, path: place.path });
    await runStudy({ ...toyStudy, path: `${place.path} whole` });
    assert.equal(await storyOf(place.path), await storyOf(`${place.path} whole`));
  });

  it("loses no finished evaluation to kill -9, and resumes from a killed process with the identical population", async function () {
    this.timeout(30_000);
    const whole = `${place.path} whole`;
    await runStudy({ ...toyStudy, path: whole, steps: 40 });
    for (const count of [1, 5, 13, 24]) {
      const path = `${place.path} ${count}`;
      const other = startElsewhere(path, 40);
      await other.until(`evaluated ${count}`);
      other.child.kill("SIGKILL");
      await other.ended;
      const told = other.lines.length;
      const summary = await readStudy(path, (study) => study.summary());
      assert.ok(summary.evaluated >= told, `${told} were told, ${summary.evaluated} are there`);
      assert.equal(summary.holder, null);
      assert.equal(summary.running, 0);
      await runStudy({ ...toyStudy, path, steps: 40 });
      assert.equal(await storyOf(path), await storyOf(whole));
      assert.deepEqual(leftBeside(path), []);
    }
  });

  it("evaluates again the steps that were running when it was killed", async () => {
    const other = startElsewhere(place.path, 12, 6);
    await other.until("held 6");
    other.child.kill("SIGKILL");
    await other.ended;
    const [left] = await readStudy(place.path, (study) => study.unfinished());
    assert.equal(left.step, 6);
    const evaluated: number[] = [];
    await runStudy({
      ...{ ...toyStudy, path: place.path },
      evaluate: (genotype, told) => {
        if (told.step === 6) assert.deepEqual(genotype, left.genotype);
        evaluated.push(told.step);
        return toyStudy.evaluate(genotype, told);
      },
    });
    assert.deepEqual(evaluated, [6, 7, 8, 9, 10, 11, 12]);
  });
});
