import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
import { smokeProtocol } from "../../../lib/evaluation/protocol.js";
import { phenotypeHash } from "../../../lib/genotype/canonical.js";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { compareOnTest } from "../../../lib/study/final-test/compare-on-test.js";
import { readFinalTest } from "../../../lib/study/final-test/read-final-test.js";
import * as workerPool from "../../../lib/evaluation/worker-pool.js";

describe("compareOnTest", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-final-test-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const trivial = trivialGenotype(hierarchicalSpace);
  const config = () => ({
    path: join(folder, "final-test.json"),
    candidates: [{ name: "trivial", genotype: trivial }],
    seeds: [101],
    protocol: smokeProtocol,
    data: "sample",
    workers: 1,
  });

  // Made by whichever test needs it first.
  let first: ReturnType<typeof compareOnTest> | undefined;
  const trained = () => (first ??= compareOnTest(config()));

  it("trains with the given seeds, keeps the rows, and repeats none of them", async () => {
    const rows = await trained();
    assert.equal(rows.length, 1);
    assert.equal(rows[0].hash, phenotypeHash(trivial));
    assert.equal(rows[0].seed, "check/101");
    assert.ok(rows[0].accuracy !== null && rows[0].accuracy >= 0 && rows[0].accuracy <= 1);
    // A row that no training could produce shows whether the file is read or the training repeated.
    const file = JSON.parse(readFileSync(config().path, "utf8")) as { rows: { accuracy: number }[] };
    file.rows[0].accuracy = 0.123456;
    writeFileSync(config().path, JSON.stringify(file));
    const done: number[] = [];
    const again = await compareOnTest({ ...config(), onProgress: (count, total) => done.push(count, total) });
    assert.equal(again[0].accuracy, 0.123456);
    assert.deepEqual(done, [1, 1]);
  });

  it("trains two candidates with one network once per seed, and has rows for both, in the file too", async () => {
    const path = join(folder, "two.json");
    const candidates = ["best found", "published"].map((name) => ({ name, genotype: trivial }));
    const trained: string[] = [];
    const open = workerPool.openWorkerPool;
    const mocked = mock.method(workerPool, "openWorkerPool", (...args: Parameters<typeof open>) => {
      const pool = open(...args);
      const evaluate: typeof pool.evaluate = (genotype, evaluation) => {
        trained.push(String(evaluation.seed));
        return pool.evaluate(genotype, evaluation);
      };
      return { ...pool, evaluate };
    });
    try {
      const rows = await compareOnTest({ ...config(), path, candidates, seeds: [101, 102] });
      assert.deepEqual(
        rows.map(({ name, seed }) => `${name} ${seed}`),
        ["best found check/101", "best found check/102", "published check/101", "published check/102"],
      );
      assert.deepEqual(trained.sort(), ["check/101", "check/102"]);
      assert.deepEqual(readFinalTest(path).rows, rows);
      await compareOnTest({ ...config(), path, candidates: [...candidates].reverse(), seeds: [102] });
      assert.equal(trained.length, 2);
    } finally {
      mocked.mock.restore();
    }
  });

  it("keeps rows that another process adds to the file meanwhile", async () => {
    const path = join(folder, "shared.json");
    const foreign = { name: "of another process", hash: "0123456789abcdef", seed: "check/9", accuracy: 0.5 };
    const mocked = mock.method(workerPool, "openWorkerPool", () => ({
      evaluate: () => Promise.resolve({ status: "scored", fitness: 0.25, parameterCount: 7 }),
      close: () => Promise.resolve(),
    }));
    try {
      await compareOnTest({
        ...config(),
        path,
        seeds: [101, 102],
        onProgress: (done) => {
          if (done > 1) return;
          const file = JSON.parse(readFileSync(path, "utf8")) as { rows: object[] };
          const rows = [...file.rows, { ...foreign, reason: null, parameterCount: 7 }];
          writeFileSync(path, JSON.stringify({ ...file, rows }));
        },
      });
    } finally {
      mocked.mock.restore();
    }
    assert.deepEqual(
      readFinalTest(path).rows.map(({ name, seed }) => `${name} ${seed}`),
      ["trivial check/101", "trivial check/102", "of another process check/9"],
    );
  });

  it("trains a candidate at a custom width separately from the protocol's width", async () => {
    const path = join(folder, "widths.json");
    const widths = [undefined, 4, 6].map((channels) => ({ name: `width ${channels}`, genotype: trivial, channels }));
    const rows = await compareOnTest({ ...config(), path, candidates: widths });
    const { network } = smokeProtocol;
    assert.equal(network.channels, 4);
    assert.deepEqual(
      rows.map(({ channels, parameterCount }) => [channels, parameterCount]),
      [undefined, undefined, 6].map((channels) => [
        channels,
        planNetwork(trivial, { ...network, channels: channels ?? 4 }).parameterCount,
      ]),
    );
    assert.equal(rows[0].accuracy, rows[1].accuracy);
    assert.deepEqual(readFinalTest(path).rows, rows);
  });

  it("resumes from a file of version 0.1, and keeps its rows of other candidates under distinct names", async () => {
    const path = join(folder, "former.json");
    await trained();
    const file = JSON.parse(readFileSync(config().path, "utf8")) as { rows: { name: string; hash: string }[] };
    const [row] = file.rows;
    const rows = [row, { ...row, name: "published", hash: "0123456789abcdef" }, { ...row, seed: "check/7" }];
    writeFileSync(path, JSON.stringify({ ...file, format: "hiernas check", rows }));
    const candidates = ["trivial", "published"].map((name) => ({ name, genotype: trivial }));
    // The network's training is recorded, so none is needed; a new seed causes the file to be written.
    const again = await compareOnTest({ ...config(), path, candidates });
    assert.deepEqual(again, [row, { ...row, name: "published" }]);
    await compareOnTest({ ...config(), path, candidates, seeds: [101, 102] });
    const written = JSON.parse(readFileSync(path, "utf8")) as {
      format: string;
      rows: { name: string; seed: string }[];
    };
    assert.equal(written.format, "hiernas final test");
    assert.deepEqual(
      written.rows.map(({ name, seed }) => `${name} ${seed}`),
      [
        ...["trivial check/101", "trivial check/102", "published check/101", "published check/102"],
        ...["published (01234567) check/101", "trivial check/7"],
      ],
    );
  });

  it("leaves a complete file when interrupted between two rows", async () => {
    const path = join(folder, "interrupted.json");
    const controller = new AbortController();
    const stop = (done: number): void => {
      if (done === 1) controller.abort();
    };
    const run = compareOnTest({
      ...{ ...config(), path, seeds: [101, 102, 103], signal: controller.signal, onProgress: stop },
    });
    await assert.rejects(run, { name: "AbortError" });
    assert.deepEqual(
      readFinalTest(path).rows.map(({ seed }) => seed),
      ["check/101"],
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("interrupted.json.")),
      [],
    );
  });

  it("refuses another test's file in one line, and does not change it", async () => {
    await trained();
    const file = JSON.parse(readFileSync(config().path, "utf8")) as { rows: object[] };
    const badRow = { ...file, rows: [...file.rows, { ...file.rows[0], accuracy: 1.5 }] };
    for (const [text, message] of [
      ["{", /not JSON, or cut short/],
      ["{}", /not the rows of a final test: format: is missing/],
      [
        JSON.stringify({ ...file, format: "hiernas genotype" }),
        /format: got "hiernas genotype", must be "hiernas final/,
      ],
      [JSON.stringify({ ...file, settings: {} }), /settings\.protocol: is missing/],
      [JSON.stringify(badRow), /rows\.1\.accuracy: got 1\.5, must be a finite number of at least 0 and at most 1/],
    ] as const) {
      const path = join(folder, "other.json");
      writeFileSync(path, text);
      await assert.rejects(compareOnTest({ ...config(), path }), { name: "InputError", message });
      assert.throws(() => readFinalTest(path), { name: "InputError", message });
      assert.equal(readFileSync(path, "utf8"), text);
    }
    const protocol = { ...smokeProtocol, trainingSteps: 7 };
    await assert.rejects(compareOnTest({ ...config(), protocol }), /was made with another protocol or other data/);
  });

  it("refuses two candidates with one name and a repeated seed", async () => {
    const [candidate] = config().candidates;
    const refuses = (change: object, message: RegExp) =>
      assert.rejects(compareOnTest({ ...config(), ...change }), { name: "InputError", message });
    await refuses({ candidates: [candidate, candidate] }, /candidates: two are called "trivial"/);
    await refuses({ candidates: [{ ...candidate, name: "" }] }, /candidates: got the name "", must be/);
    await refuses({ seeds: [101, 102, 101] }, /seeds: 101 is given twice/);
  });
});
