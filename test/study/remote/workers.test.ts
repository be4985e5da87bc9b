import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { createStudy, readStudy } from "../../../lib/study/study.js";
import { openQueue, removeQueues } from "../../../lib/study/remote/evaluation-queue.js";
import { parseAddress } from "../../../lib/study/store/study-address.js";
import { runWorker } from "../../../lib/study/remote/run-worker.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { verifyStudy } from "../../../lib/study/verify-study.js";
import { useCluster } from "../store/postgres-cluster.js";
import { toyStudy, useStudyFile } from "../toy-study.js";

/** A process of `run-remote.js`. */
function begin(role: "controller" | "worker", path: string, steps = 0, millis = 20) {
  const child: ChildProcess = spawn(
    process.execPath,
    [join(__dirname, "run-remote.js"), role, path, String(steps), String(millis)],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  assert.ok(child.stdout);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const until = (wanted: RegExp | number): Promise<void> =>
    new Promise((resolve, reject) => {
      const isThere = (): boolean =>
        typeof wanted === "number"
          ? lines.filter((line) => /^evaluated /.test(line)).length >= wanted
          : lines.some((line) => wanted.test(line));
      const look = (): void => void (isThere() && resolve());
      look();
      reader.on("line", look);
      void ended.then(() => (look(), reject(new Error(`ended before ${String(wanted)}: ${lines.join(" | ")}`))));
    });
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  return { child, lines, ended, until, kill };
}

describe("many machines:", function () {
  this.timeout(180_000);
  const server = useCluster();
  const file = useStudyFile();
  let [count, path] = [0, ""];
  const running: { readonly kill: () => Promise<void> }[] = [];
  const start = (...args: Parameters<typeof begin>): ReturnType<typeof begin> => {
    const started = begin(...args);
    running.push(started);
    return started;
  };
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
    const controller = start("controller", path, 40);
    await setTimeout(1500);
    const workers = [start("worker", path), start("worker", path)];
    await controller.ended;
    assert.equal(controller.lines.at(-1), "done 40");
    await Promise.all(workers.map(({ ended }) => ended));
    const answered = workers.map(({ lines }) => Number(/^answered (\d+), late 0$/.exec(lines.at(-1) ?? "")?.[1]));
    assert.equal(answered[0] + answered[1], 40, workers.map(({ lines }) => lines.at(-1)).join());
    assert.ok(answered[0] > 5 && answered[1] > 5, "both worked");
    await isWhole(40);
    assert.deepEqual(
      await server.sql("select name from hiernas_queue.queue where name like $1", [`remote-${count}/%`]),
      [],
    );
  });

  it("workers and controllers that are killed at any moment lose nothing", async () => {
    let controller = start("controller", path, 80);
    await setTimeout(1500);
    let workers = [0, 1, 2].map(() => start("worker", path, 0, 60));
    for (let round = 1; round <= 4; round++) {
      await controller.until(round === 3 ? 3 : 8);
      if (round % 2 === 0) {
        await controller.kill();
        controller = start("controller", path, 80);
      } else {
        await workers[0].kill();
        workers = [...workers.slice(1), start("worker", path, 0, 60)];
      }
    }
    await controller.ended;
    assert.equal(controller.lines.at(-1), "done 80", controller.lines.join(" | "));
    await isWhole(80);
  });

  it("a server that restarts is waited for by all", async () => {
    const controller = start("controller", path, 60);
    await setTimeout(1500);
    const workers = [start("worker", path, 0, 50), start("worker", path, 0, 50)];
    await controller.until(10);
    await server.stop("crash");
    await setTimeout(1000);
    await server.start();
    await controller.ended;
    assert.equal(controller.lines.at(-1), "done 60", controller.lines.join(" | "));
    await Promise.all(workers.map(({ ended }) => ended));
    await isWhole(60);
    assert.doesNotMatch([controller, ...workers].flatMap(({ lines }) => lines).join("\n"), /hidden/);
  });

  it("a worker that stops beyond its lease comes back: its answer is told, and counted once", async () => {
    const controller = start("controller", path, 12);
    await setTimeout(1500);
    const stopped = start("worker", path, 0, 1000);
    await stopped.until(/begun/);
    stopped.child.kill("SIGSTOP");
    const other = start("worker", path);
    await controller.until(10);
    // All but what the stopped one holds; it is given out again when the lease ends.
    await controller.until(12);
    stopped.child.kill("SIGCONT");
    await Promise.all([controller.ended, other.ended, stopped.ended]);
    assert.equal(controller.lines.at(-1), "done 12");
    assert.match(stopped.lines.join("\n"), /was given to another worker meanwhile; this answer is not counted/);
    assert.match(stopped.lines.at(-1) ?? "", /^answered 0, late 2$/);
    await isWhole(12);
  });

  it("a worker finishes what it began when it is asked to end", async () => {
    const controller = start("controller", path, 30);
    await setTimeout(1500);
    const worker = start("worker", path, 0, 400);
    await worker.until(/begun/);
    worker.child.kill("SIGTERM");
    await worker.ended;
    assert.match(worker.lines.at(-1) ?? "", /^answered [2-4], late 0$/);
    await start("worker", path).ended;
    await controller.ended;
    await isWhole(30);
  });

  it("a second controller is refused while the first lives", async () => {
    const first = start("controller", path, 30);
    await setTimeout(1500);
    const second = start("controller", path, 30);
    await second.ended;
    assert.match(second.lines.at(-1) ?? "", new RegExp(`process ${first.child.pid} is running this study`));
    await Promise.all([start("worker", path).ended, first.ended]);
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
