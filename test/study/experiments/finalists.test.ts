import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { mock } from "node:test";
import { join } from "node:path";
import type { Evaluation } from "../../../lib/evaluation/evaluation.js";
import { smokeProtocol } from "../../../lib/evaluation/protocol.js";
import * as workerPool from "../../../lib/evaluation/worker-pool.js";
import { phenotypeHash } from "../../../lib/genotype/canonical.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { bestNetwork } from "../../../lib/rows/trained-networks.js";
import { testFinalists } from "../../../lib/study/experiments/finalists.js";
import { runExperiment } from "../../../lib/study/experiments/run-experiment.js";
import { readFinalTest } from "../../../lib/study/final-test/read-final-test.js";
import { readStudy } from "../../../lib/study/study.js";
import { toyExperiment, useFolder } from "./toy-experiments.js";

describe("testFinalists", () => {
  const folder = useFolder();
  const config = () => ({ folder: folder.path, data: "sample", workers: 2, protocol: smokeProtocol });
  const refuses = (change: object, message: RegExp) =>
    assert.rejects(testFinalists({ ...config(), ...change }), { name: "InputError", message });

  /** Records the requests to a pool and answers without a training. */
  let trained: { readonly hash: string; readonly seed: string; readonly channels: number | undefined }[];
  const answer = (): Evaluation => ({
    ...{ status: "scored", fitness: 0.5, spread: 0, trainings: [] },
    ...{ parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1 },
  });
  const withoutTraining = async <T>(work: () => Promise<T>): Promise<T> => {
    trained = [];
    const mocked = mock.method(workerPool, "openWorkerPool", () => ({
      evaluate: async (genotype: never, { seed, channels }: workerPool.EvaluateConfig) => {
        trained.push({ hash: phenotypeHash(genotype), seed, channels });
        return answer();
      },
      close: async () => undefined,
    }));
    try {
      return await work();
    } finally {
      mocked.mock.restore();
    }
  };

  it("trains a search's three best, all random architectures, the published and the trivial cell with three seeds each", async () => {
    await runExperiment(toyExperiment("hierarchical-evolution", folder.path));
    await runExperiment(toyExperiment("flat-random-architecture", folder.path));
    const { rows, leftOut, path } = await withoutTraining(() => testFinalists(config()));
    assert.deepEqual(leftOut, []);
    const names = [...new Set(rows.map(({ name }) => name))];
    assert.deepEqual(
      names.slice(0, 2),
      [1, 2].map((step) => `flat-random-architecture, repeat 1, step ${step}`),
    );
    assert.ok(names.slice(2, 5).every((name) => name.startsWith("hierarchical-evolution, repeat 1, step ")));
    assert.deepEqual(names.slice(5), ["published cell", "trivial cell"]);
    const best = await readStudy(join(folder.path, "hierarchical-evolution-1.sqlite"), async (study) =>
      bestNetwork(await study.rows()),
    );
    assert.equal(rows.find(({ name }) => name === names[2])?.hash, best?.hash);
    assert.deepEqual([rows.length, trained.length], [21, 21]);
    assert.deepEqual([...new Set(trained.map(({ seed }) => seed))].sort(), ["check/1", "check/2", "check/3"]);
    assert.deepEqual(readFinalTest(path).rows, rows);
    // Again, after another search: only new networks are trained.
    await runExperiment({ ...toyExperiment("hierarchical-random-search", folder.path), steps: 1 });
    const more = await withoutTraining(() => testFinalists(config()));
    assert.deepEqual([more.rows.length, trained.length], [24, 3]);
  });

  it("stores trainings at equal parameters in a separate file, and names networks that no width makes equal", async () => {
    await runExperiment(toyExperiment("hierarchical-random-architecture", folder.path));
    const { rows, path, leftOut } = await withoutTraining(() =>
      testFinalists({ ...config(), atEqualParameters: true }),
    );
    assert.equal(path, join(folder.path, "finalists-equal-parameters.json"));
    assert.deepEqual([rows.length, leftOut], [12, []]);
    const { network } = smokeProtocol;
    const own = trained.find(({ hash }) => hash === phenotypeHash(publishedCell));
    // The others match the published cell at c0 = 16, whatever the protocol's width.
    assert.equal(own?.channels, 16);
    assert.equal(planNetwork(publishedCell, { ...network, channels: 16 }).parameterCount, 542_138);
    // Networks of many cells grow too fast with their width.
    const protocol = { ...smokeProtocol, network: { ...network, cellsPerGroup: 40 } };
    rmSync(path);
    const few = await withoutTraining(() => testFinalists({ ...config(), protocol, atEqualParameters: true }));
    assert.ok(few.leftOut.length > 0 && few.rows.length === 12 - 3 * few.leftOut.length);
    for (const line of few.leftOut) assert.match(line, /: no width gives 542138 parameters within 10 %$/);
  });

  it("leaves out an unfinished search, and says so", async () => {
    const stop = new AbortController();
    const onProgress = ({ evaluated }: { readonly evaluated: number }) => {
      if (evaluated === 2) stop.abort();
    };
    const run = runExperiment({ ...toyExperiment("flat-evolution", folder.path), signal: stop.signal, onProgress });
    await assert.rejects(run, { name: "AbortError" });
    const { rows, leftOut } = await withoutTraining(() => testFinalists(config()));
    assert.deepEqual(leftOut, ["flat-evolution, repeat 1: is not done"]);
    assert.equal(rows.length, 6);
  });

  it("really trains, and resumes where it was stopped", async () => {
    await runExperiment({ ...toyExperiment("hierarchical-random-architecture", folder.path), steps: 1 });
    const stop = new AbortController();
    const onProgress = (done: number) => {
      if (done === 2) stop.abort();
    };
    await assert.rejects(testFinalists({ ...config(), signal: stop.signal, onProgress }), { name: "AbortError" });
    const path = join(folder.path, "finalists.json");
    const kept = readFinalTest(path).rows;
    assert.ok(kept.length >= 2 && kept.length < 9, String(kept.length));
    const { rows } = await testFinalists(config());
    assert.equal(rows.length, 9);
    assert.ok(rows.every(({ accuracy }) => accuracy !== null && accuracy >= 0 && accuracy <= 1));
    for (const row of kept)
      assert.deepEqual(
        rows.find(({ name, seed }) => name === row.name && seed === row.seed),
        row,
      );
  });

  it("refuses bad input in one line", async () => {
    await refuses({}, /: holds no experiment; run one first$/);
    await refuses({ folder: join(folder.path, "none") }, /none: no such folder; hiernas experiment makes it$/);
    await assert.rejects(testFinalists(undefined as never), { name: "InputError" });
    await runExperiment(toyExperiment("flat-random-architecture", folder.path));
    const path = join(folder.path, "finalists.json");
    writeFileSync(path, "{}");
    await refuses({}, /finalists\.json: not the rows of a final test/);
    assert.equal(readFileSync(path, "utf8"), "{}");
    writeFileSync(join(folder.path, "flat-evolution-1.sqlite"), "no study");
    await refuses({}, /flat-evolution-1\.sqlite.*not a study/);
  });

  it("refuses other images than the searches had", async () => {
    await runExperiment({ ...toyExperiment("flat-random-architecture", folder.path), data: "elsewhere" });
    await refuses(
      {},
      /flat-random-architecture-1\.sqlite: was made with data "elsewhere", got "sample": give each scale/,
    );
  });
});
