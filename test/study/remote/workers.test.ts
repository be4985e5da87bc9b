import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createStudy, readStudy } from "../../../lib/study/study.js";
import { openQueue, removeQueues } from "../../../lib/study/remote/evaluation-queue.js";
import { parseAddress } from "../../../lib/study/store/study-address.js";
import { runWorker } from "../../../lib/study/remote/run-worker.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { verifyStudy } from "../../../lib/study/verify-study.js";
import { type Elsewhere, startProgram } from "../elsewhere.js";
import { useCluster } from "../store/postgres-cluster.js";
import { runFaults } from "./fault-run.js";
import { toyStudy, useStudyFile } from "../toy-study.js";

describe("many machines:", function () {
  this.timeout(180_000);
  const server = useCluster();
  const file = useStudyFile();
  let [count, path] = [0, ""];
  const running: Elsewhere[] = [];
  const start = (...args: readonly string[]): Elsewhere => {
    const started = startProgram(join(__dirname, "run-remote.js"), args);
    running.push(started);
    return started;
  };
  /** A controller whose study is there, so that workers find it. */
  const startController = async (steps: number): Promise<Elsewhere> => {
    const controller = start("controller", path, String(steps));
    await controller.until("begun");
    return controller;
  };
  const startWorker = (millis = 20): Elsewhere => start("worker", path, String(millis));
  beforeEach(() => (path = server.address(`remote-${++count}`)));
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ kill }) => kill()));
  });
  /** The study is whole: everything evaluated once, and nothing that a check of it finds. */
  const isWhole = async (steps: number): Promise<void> => {
    const checks = await readStudy(path, async (study) => {
      const [rows, events] = [await study.rows(), await study.events()];
      assert.equal(rows.length, steps);
      assert.equal(events.filter(({ kind }) => kind === "evaluated").length, steps);
      return verifyStudy(study);
    });
    for (const { problems } of checks) assert.deepEqual(problems, []);
  };

  it("workers wait for a controller, evaluate, and end when the study is done", async () => {
    const controller = await startController(40);
    const workers = [startWorker(), startWorker()];
    await controller.ended;
    assert.equal(controller.lines.at(-1), "done 40");
    await Promise.all(workers.map(({ ended }) => ended));
    const answered = workers.map(({ lines }) => Number(/^answered (\d+), late 0$/.exec(lines.at(-1) ?? "")?.[1]));
    assert.equal(answered[0] + answered[1], 40, workers.map(({ lines }) => lines.at(-1)).join());
    assert.ok(answered[0] > 5 && answered[1] > 5, "both worked");
    await isWhole(40);
    const tooLate = startWorker();
    await tooLate.ended;
    assert.match(tooLate.lines.join("\n"), /is finished, all 40 steps are done;[^]*answered 0, late 0$/);
    assert.deepEqual(
      await server.sql("select name from hiernas_queue.queue where name like $1", [`remote-${count}/%`]),
      [],
    );
  });

  // The long form, 400 evaluations and 14 kills, twenty times: node build/test/study/remote/long-faults.js
  it("kills, a restart, a cut, a partition and a worker beyond its lease lose nothing and count nothing twice", async () => {
    const form = { steps: 120, workerKills: 3, controllerKills: 1, partitionMillis: 2000 };
    const { late } = await runFaults(server, `remote-${count}`, form, 1);
    assert.ok(late > 0);
  });

  it("a worker finishes what it began when it is asked to end", async () => {
    const controller = await startController(30);
    const worker = startWorker(400);
    await worker.until(/begun/);
    worker.child.kill("SIGTERM");
    await worker.ended;
    assert.match(worker.lines.at(-1) ?? "", /^answered [2-4], late 0$/);
    await startWorker().ended;
    await controller.ended;
    await isWhole(30);
  });

  it("a search that stops by time goes on where its workers are", async () => {
    const { evaluate: _, ...toy } = toyStudy;
    const remote = { ...toy, path, steps: 60, workers: 4, remote: true } as const;
    const first = runStudy({ ...remote, stop: { maximumMillis: 4000 } });
    await setTimeout(800);
    const worker = startWorker(300);
    const { stopped, summary } = await first;
    assert.equal(stopped.reason, "time", stopped.words);
    assert.ok(summary.evaluated > 0 && summary.evaluated < 60, JSON.stringify(summary));
    await runStudy({ ...remote, workers: 8 });
    await worker.ended;
    await isWhole(60);
  });

  it("a search that is asked to end while the server is away ends at once", async () => {
    const controller = await startController(1000);
    const worker = startWorker();
    await controller.recorded(4);
    await server.stop("crash");
    await controller.until(/server is gone/);
    const began = performance.now();
    controller.child.kill("SIGTERM");
    await controller.ended;
    // Not a speed: a wait for the server would take minutes.
    assert.ok(performance.now() - began < 20_000);
    assert.match(controller.lines.at(-1) ?? "", /^AbortError: |cannot be reached/);
    await worker.kill();
    await server.start();
    for (const { problems } of await readStudy(path, (study) => verifyStudy(study))) assert.deepEqual(problems, []);
  });

  it("a second controller is refused while the first lives", async () => {
    const first = await startController(30);
    const second = start("controller", path, "30");
    await second.ended;
    assert.match(second.lines.at(-1) ?? "", new RegExp(`process ${first.child.pid} is running this study`));
    await Promise.all([startWorker().ended, first.ended]);
    await isWhole(30);
  });

  it("an evaluation that no worker finishes is recorded as failed, and the search goes on", async () => {
    const { evaluate: _, ...toy } = toyStudy;
    const stop = new AbortController();
    const study = runStudy({ ...toy, path, steps: 6, workers: 4, remote: true });
    await setTimeout(1500);
    const worker = runWorker({
      ...{ path, workers: 2, evaluateName: "toy", signal: stop.signal, onWarning: () => undefined },
      evaluate: async (genotype, told) => {
        if (told.step === 3) throw new Error("no worker can do this");
        return toyStudy.evaluate(genotype, told);
      },
    });
    const { rows } = await study;
    await worker;
    assert.deepEqual(
      rows.map(({ step, reason }) => [step, reason]),
      [1, 2, 3, 4, 5, 6].map((step) => [step, step === 3 ? "killed" : null]),
    );
  });

  it("a worker of another version, with other images or another fitness is refused by a clear word", async () => {
    const message = async (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => assert.fail("nothing was refused"),
        (error: Error) => (assert.equal(error.name, "InputError", error.stack), error.message),
      );
    assert.match(await message(runWorker({ path: file.path })), /must be a study's address/);
    assert.match(await message(runWorker({ path })), /there is no such study/);
    await runStudy({ ...toyStudy, path });
    assert.match(await message(runWorker({ path })), /its fitness is "toy", this worker's "training"/);
    const settings = await readStudy(path, (study) => study.settings());
    const other = server.address("other-images");
    await (await createStudy(other, { ...settings, fitness: "training", data: "CIFAR-10 0123456789ab" })).close();
    assert.match(
      await message(runWorker({ path: other })),
      /its images are CIFAR-10 0123456789ab, this machine's are sample/,
    );
    assert.match(await message(runStudy({ ...toyStudy, path: file.path, remote: true })), /needs a server/);
    const { evaluate: _, ...toy } = toyStudy;
    const stop = new AbortController();
    const study = runStudy({ ...toy, path, steps: 15, remote: true, signal: stop.signal });
    await setTimeout(1500);
    stop.abort();
    await assert.rejects(study, { name: "AbortError" });
    const address = parseAddress(path);
    const boss = await openQueue(address, 2, () => undefined);
    await removeQueues(boss, address);
    await boss.createQueue(`remote-${count}/0.0.9/evaluations`);
    await boss.stop({ graceful: false });
    const worker = runWorker({ path, evaluate: toyStudy.evaluate, evaluateName: "toy" });
    assert.match(await message(worker), /is run by hiernas 0\.0\.9, this worker is 0\.1\.0: install the same version/);
  });
});
