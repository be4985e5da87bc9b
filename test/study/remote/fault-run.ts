/** One study on many machines to which everything happens that happens to machines, and what must be true of it then. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "../../../lib/random.js";
import { readStudy } from "../../../lib/study/study.js";
import { type Elsewhere, startProgram } from "../elsewhere.js";
import { checkWhole } from "../kill-study.js";
import { type FaultProxy, openProxy } from "../store/fault-proxy.js";
import type { Cluster } from "../store/postgres-cluster.js";

/** How much of it happens. */
export interface FaultForm {
  readonly steps: number;
  readonly workerKills: number;
  readonly controllerKills: number;
  readonly partitionMillis: number;
}

/** What happened. */
export interface FaultReport {
  readonly seconds: number;
  /** The faults, in their order. */
  readonly faults: readonly string[];
  /** Answers that came after their lease, as the workers told. */
  readonly late: number;
}

/** The workers, by the milliseconds that each takes for an evaluation. The last one is stopped beyond its lease. */
const WORKERS = [200, 200, 200, 1000];

/** Evaluations that a controller gives out at once. */
const AT_ONCE = "64";

/** How long nothing may be recorded: longer than a lease, a partition and a server's start together. */
const STALL_MILLIS = 120_000;

const program = (...args: readonly string[]): Elsewhere => startProgram(join(__dirname, "run-remote.js"), args);

/**
 * Runs a study of the toy fitness in `server`, with a controller and four workers, while `form`'s kills, a server's
 * restart, a cut connection, a partition and a worker that stops beyond its lease happen at moments drawn from `seed`.
 * Then each step is there once, whole, and was told once; the answer of the stopped worker was told, and not counted.
 */
export async function runFaults(server: Cluster, study: string, form: FaultForm, seed: number): Promise<FaultReport> {
  const began = performance.now();
  const random = createRandom(seed).split("faults");
  const [nearController, nearWorkers] = [await openProxy(server.port), await openProxy(server.port)];
  const direct = server.address(study);
  const all: Elsewhere[] = [];
  const start = (...args: readonly string[]): Elsewhere => {
    const started = program(...args);
    all.push(started);
    return started;
  };
  const controllers: Elsewhere[] = [];
  const startController = (): void =>
    void controllers.push(start("controller", server.address(study, nearController.port), String(form.steps), AT_ONCE));
  const startWorker = (index: number): Elsewhere =>
    start("worker", server.address(study, nearWorkers.port), String(WORKERS[index]));
  const told = (): readonly number[] =>
    controllers.flatMap(({ lines }) => lines.flatMap((line) => /^evaluated (\d+)$/.exec(line)?.[1] ?? [])).map(Number);
  const happened: string[] = [];
  const describe = (): string =>
    `${happened.join(", ")}\n${all.map(({ lines }, index) => `${index}: ${lines.slice(-6).join(" | ")}`).join("\n")}`;
  /** Until so many steps were told, or a controller ended, which it may once all are. */
  const progressed = async (count: number): Promise<void> => {
    let [last, since] = [-1, performance.now()];
    while (told().length < count && !controllers.at(-1)?.lines.some((line) => line.startsWith("done"))) {
      if (told().length !== last) [last, since] = [told().length, performance.now()];
      assert.ok(performance.now() - since < STALL_MILLIS, `nothing is evaluated any more: ${describe()}`);
      await setTimeout(20);
    }
  };

  try {
    startController();
    await controllers[0].until("begun");
    const workers = WORKERS.map((_, index) => startWorker(index));
    let stopped: { readonly worker: Elsewhere; readonly steps: readonly number[] } | undefined;
    const perform = async (fault: string): Promise<void> => {
      happened.push(`${fault} at ${told().length}`);
      switch (fault) {
        case "worker killed": {
          const free = [0, 1, 2, 3].filter((each) => workers[each] !== stopped?.worker);
          const index = random.pick(free);
          await workers[index].kill();
          workers[index] = startWorker(index);
          return;
        }
        case "controller killed":
          await controllers.at(-1)?.kill();
          return startController();
        case "server restarted":
          await server.stop(random.pick(["crash", "cut"]));
          await setTimeout(random.integer(2000));
          return server.start();
        case "connections cut":
          nearController.cut();
          return nearWorkers.cut();
        case "worker stopped":
          stopped = { worker: workers[3], steps: await stopInTheMiddle(workers[3]) };
          return;
        case "partition": {
          const parted = random.pick<readonly FaultProxy[]>([
            [nearController],
            [nearWorkers],
            [nearController, nearWorkers],
          ]);
          for (const each of parted) each.partition();
          await setTimeout(form.partitionMillis);
          return parted.forEach((each) => each.heal());
        }
      }
    };
    const others = random.shuffle([
      ...Array<string>(form.workerKills).fill("worker killed"),
      ...Array<string>(form.controllerKills).fill("controller killed"),
      ...["server restarted", "connections cut", "partition"],
    ]);
    // Early, so that the search is long enough for its lease to end.
    const place = random.integer(Math.ceil(others.length / 4));
    const faults = [...others.slice(0, place), "worker stopped", ...others.slice(place)];
    for (const [index, fault] of faults.entries()) {
      const left = form.steps - told().length;
      await progressed(told().length + Math.floor((0.8 * left) / (faults.length - index)));
      await setTimeout(random.integer(100));
      await perform(fault);
    }
    assert.ok(stopped !== undefined && stopped.steps.length > 0);
    for (const step of stopped.steps) await untilRecorded(direct, step, describe);
    happened.push(`stopped worker back at ${told().length}`);
    stopped.worker.child.kill("SIGCONT");
    await progressed(form.steps);
    await endsSoon(controllers.at(-1), describe);
    assert.equal(controllers.at(-1)?.lines.at(-1), `done ${form.steps}`, describe());
    await Promise.all(workers.map((each) => endsSoon(each, describe)));
    for (const { lines, child } of workers) {
      assert.match(lines.at(-1) ?? "", /^answered \d+, late \d+$/, describe());
      assert.equal(child.exitCode, 0);
    }
    const late = stopped.worker.lines
      .filter((line) => line.endsWith("this answer is not counted"))
      .map((line) => Number(/^step (\d+): /.exec(line)?.[1]));
    // It had just begun the last one; an answer before that may have been counted without having been told yet.
    assert.ok(late.includes(stopped.steps.at(-1) ?? NaN), describe());
    assert.ok(new Set(late).size === late.length, describe());
    assert.equal(new Set(told()).size, told().length, `told twice: ${describe()}`);
    assert.doesNotMatch(all.flatMap(({ lines }) => lines).join("\n"), /hidden/);
    await checkWhole(direct, form.steps, told());
    const left = await server.sql("select name from hiernas_queue.queue where name like $1", [`${study}/%`]);
    assert.deepEqual(left, [], "the queue is gone");
    return { seconds: Math.round((performance.now() - began) / 1000), faults: happened, late: late.length };
  } finally {
    await Promise.all(all.map(({ kill }) => kill()));
    await Promise.all([nearController.close(), nearWorkers.close()]);
  }
}

/** Stops a worker right after it began an evaluation, and returns the steps that it has not answered. */
async function stopInTheMiddle(worker: Elsewhere): Promise<readonly number[]> {
  const stepsOf = (pattern: RegExp): readonly number[] =>
    worker.lines.flatMap((line) => pattern.exec(line)?.[1] ?? []).map(Number);
  const before = stepsOf(/^begun (\d+)$/).length;
  for (let look = 0; stepsOf(/^begun (\d+)$/).length === before; look++) {
    assert.ok(look < 6000 && worker.child.exitCode === null, `it begins nothing: ${worker.lines.join(" | ")}`);
    await setTimeout(10);
  }
  worker.child.kill("SIGSTOP");
  // What it wrote before may still be on its way.
  await setTimeout(200);
  const answered = stepsOf(/^step (\d+): (?!was)/);
  return stepsOf(/^begun (\d+)$/).filter((step) => !answered.includes(step));
}

async function endsSoon(process: Elsewhere | undefined, describe: () => string): Promise<void> {
  const timer = new AbortController();
  const late = setTimeout(STALL_MILLIS, undefined, { signal: timer.signal }).then(() =>
    assert.fail(`a process does not end: ${describe()}`),
  );
  try {
    await Promise.race([process?.ended, late]);
  } finally {
    timer.abort();
    await late.catch(() => undefined);
  }
}

async function untilRecorded(path: string, step: number, describe: () => string): Promise<void> {
  const end = performance.now() + STALL_MILLIS;
  const isRecorded = (): Promise<boolean> =>
    readStudy(path, async (study) => (await study.records()).some((each) => each.step === step));
  while (!(await isRecorded())) {
    assert.ok(performance.now() < end, `step ${step} is given to nobody: ${describe()}`);
    await setTimeout(250);
  }
}
