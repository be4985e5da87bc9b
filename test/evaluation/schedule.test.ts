import assert from "node:assert/strict";
import { setImmediate } from "node:timers/promises";
import type { Evaluation } from "../../lib/evaluation/evaluation.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import { createSchedule, type Schedule, type ScheduleConfig } from "../../lib/evaluation/schedule.js";
import type { WorkerOutcome, WorkerTask } from "../../lib/evaluation/worker.js";
import type { WorkerSlot } from "../../lib/evaluation/worker-slot.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { planNetwork } from "../../lib/network/plan-network.js";

const plan = planNetwork(publishedCell, smokeProtocol.network);
const costs = { trainings: [], parameterCount: 1, multiplyAdds: 1, evaluationMillis: 1 };
const scored: WorkerOutcome = {
  kind: "evaluated",
  evaluation: { status: "scored", fitness: 0.5, spread: 0, ...costs },
};
const failedInside: WorkerOutcome = {
  kind: "evaluated",
  evaluation: { status: "failed", reason: "outOfMemory", message: "OOM when allocating", ...costs },
};
const killed: WorkerOutcome = { kind: "died", words: "", code: null, signal: "SIGKILL" };
const badAlloc: WorkerOutcome = { kind: "died", words: "std::bad_alloc", code: null, signal: "SIGABRT" };
const broken: WorkerOutcome = { kind: "error", error: new Error("a bug") };
const crashed: WorkerOutcome = { kind: "died", words: "", code: null, signal: "SIGSEGV" };

/** A schedule whose children the test simulates: what each runs, how much memory it holds, and how it ends. */
function play(config: Partial<ScheduleConfig> & Pick<ScheduleConfig, "workers">) {
  const made: number[] = [];
  /** Running evaluations, by seed. */
  const running = new Map<string, { readonly worker: number; readonly end: (outcome: WorkerOutcome) => void }>();
  /** Seeds in starting order. */
  const begun: string[] = [];
  /** Living children, and the memory that each holds. */
  const children = new Map<number, number>();
  const ending: (() => void)[] = [];
  const createSlot = (number: number): WorkerSlot => {
    made.push(number);
    return {
      number,
      hasChild: () => children.has(number),
      memoryBytes: () => children.get(number) ?? 0,
      isSpent: () => false,
      run: ({ seed, signal }: WorkerTask) => {
        children.set(number, children.get(number) ?? 0);
        begun.push(seed);
        return new Promise<WorkerOutcome>((resolve, reject) => {
          const end = (outcome: WorkerOutcome): void => {
            running.delete(seed);
            if (outcome.kind === "died") children.delete(number);
            resolve(outcome);
          };
          running.set(seed, { worker: number, end });
          signal?.addEventListener("abort", () => {
            running.delete(seed);
            reject(Object.assign(new Error("aborted"), { name: "AbortError" }));
          });
        });
      },
      endChild: () => {
        const memoryBytes = children.get(number);
        if (memoryBytes === undefined) return undefined;
        children.delete(number);
        return { memoryBytes, gone: new Promise<void>((resolve) => ending.push(resolve)) };
      },
    };
  };
  const schedule: Schedule = createSchedule({
    memoryBytes: () => 100,
    limits: {},
    createSlot,
    countKills: () => undefined,
    ...config,
  });
  return {
    schedule,
    made,
    begun,
    children,
    /** Requests an evaluation with this predicted memory. */
    ask: (seed: string, predictedBytes: number, signal?: AbortSignal): Promise<Evaluation> => {
      const result = schedule.run({ plan, predictedBytes, seed, signal });
      result.catch(() => undefined);
      return result;
    },
    runs: () => [...running.keys()],
    workerOf: (seed: string) => running.get(seed)?.worker,
    /** Ends a running evaluation, after which its child holds this much memory. */
    end: async (seed: string, outcome: WorkerOutcome = scored, heldBytes = 0): Promise<void> => {
      const { worker, end } = running.get(seed) ?? assert.fail(`${seed} does not run`);
      children.set(worker, heldBytes);
      end(outcome);
      await setImmediate();
    },
    /** Lets all children that were told to end exit. */
    bury: async (): Promise<number> => {
      const buried = ending.splice(0);
      buried.forEach((resolve) => resolve());
      await setImmediate();
      return buried.length;
    },
  };
}

const failure = async (evaluation: Promise<Evaluation>): Promise<string> => {
  const result = await evaluation;
  return result.status === "failed" ? `${result.reason}: ${result.message}` : result.status;
};

describe("createSchedule", () => {
  it("starts evaluations that fit together and queues the rest", async () => {
    const { ask, runs, end } = play({ workers: 4 });
    for (const [seed, bytes] of Object.entries({ a: 40, b: 40, c: 40, d: 10 })) void ask(seed, bytes);
    // d would fit, but comes after c.
    assert.deepEqual(runs(), ["a", "b"]);
    await end("a");
    assert.deepEqual(runs(), ["b", "c", "d"]);
  });

  it("never runs more evaluations than workers, and takes the first free one", async () => {
    const { ask, runs, end, workerOf, made } = play({ workers: 2 });
    for (const seed of ["a", "b", "c"]) void ask(seed, 1);
    assert.deepEqual([runs(), workerOf("a"), workerOf("b")], [["a", "b"], 1, 2]);
    await end("a");
    assert.deepEqual([runs(), workerOf("c")], [["b", "c"], 1]);
    assert.deepEqual(made, [1, 2]);
  });

  it("starts no worker before it is needed", () => {
    const { ask, made } = play({ workers: 1_024 });
    assert.deepEqual(made, []);
    void ask("a", 1);
    assert.deepEqual(made, [1]);
  });

  it("counts the memory that a child holds if it exceeds its network's prediction", async () => {
    const { ask, runs, end, children } = play({ workers: 3 });
    void ask("a", 30);
    children.set(1, 80);
    void ask("b", 30);
    assert.deepEqual(runs(), ["a"]);
    await end("a", scored, 80);
    // The child of a takes b: 80 are held once, not twice.
    assert.deepEqual(runs(), ["b"]);
    void ask("c", 30);
    assert.deepEqual(runs(), ["b"]);
  });

  it("ends idle children to free their memory, and waits until they are gone", async () => {
    const { ask, runs, end, bury } = play({ workers: 3 });
    for (const seed of ["a", "b", "c"]) void ask(seed, 30);
    for (const seed of ["b", "c"]) await end(seed, scored, 30);
    void ask("d", 60);
    assert.deepEqual(runs(), ["a"]);
    assert.equal(await bury(), 2);
    assert.deepEqual(runs(), ["a", "d"]);
  });

  it("gives a large evaluation its turn, alone, and lets none overtake it", async () => {
    const { ask, runs, end, bury } = play({ workers: 3 });
    void ask("a", 10);
    void ask("large", 500);
    void ask("c", 10);
    assert.deepEqual(runs(), ["a"]);
    await end("a", scored, 10);
    assert.deepEqual(runs(), []);
    await bury();
    assert.deepEqual(runs(), ["large"]);
    await end("large", scored, 500);
    await bury();
    assert.deepEqual(runs(), ["c"]);
  });

  for (const [how, outcome, told] of [
    ["is killed", killed, "killed: the child process was killed twice (killed by SIGKILL)"],
    ["runs out of memory", badAlloc, "outOfMemory: the child process ran out of memory (killed by SIGABRT)"],
    ["reports that it is out of memory", failedInside, "outOfMemory: OOM when allocating"],
  ] as const) {
    it(`retries alone, before recording it, an evaluation that ${how} beside others`, async () => {
      const { ask, runs, end, bury, begun } = play({ workers: 3 });
      const results = { a: ask("a", 10), b: ask("b", 10) };
      void ask("c", 10);
      void ask("d", 10);
      await end("a", outcome);
      assert.deepEqual(runs(), ["b", "c"]);
      await end("b");
      await end("c");
      await bury();
      assert.deepEqual(runs(), ["a"]);
      await end("a", outcome);
      assert.ok((await failure(results.a)).startsWith(told), await failure(results.a));
      assert.equal(await failure(results.b), "scored");
      await bury();
      assert.deepEqual(begun, ["a", "b", "c", "a", "d"]);
    });
  }

  it("records the score of an evaluation retried alone after it was killed beside others", async () => {
    const { ask, end, bury } = play({ workers: 2 });
    const result = ask("a", 10);
    void ask("b", 10);
    await end("a", killed);
    await end("b");
    await bury();
    await end("a");
    assert.equal(await failure(result), "scored");
  });

  it("reports a kill as out of memory only if the system counts it and it ran alone, otherwise as killed", async () => {
    let kills = 3;
    const { ask, end } = play({ workers: 1, countKills: () => kills });
    const result = ask("a", 10);
    kills++;
    await end("a", killed);
    kills++;
    await end("a", killed);
    assert.match(await failure(result), /^outOfMemory: the system killed the child process because memory ran out/);
    const other = ask("b", 10);
    kills++;
    await end("b", killed);
    await end("b", killed);
    assert.match(await failure(other), /^killed: /);
  });

  it("records a crash, or an error inside the child, after its second try, and goes on", async () => {
    const { ask, runs, end } = play({ workers: 2 });
    const result = ask("a", 10);
    void ask("b", 10);
    await end("a", crashed);
    assert.deepEqual(runs(), ["b", "a"]);
    await end("a", crashed);
    assert.match(
      await failure(result),
      /^error: the child process died twice, last with killed by SIGSEGV; it said last: nothing/,
    );
    const other = ask("c", 10);
    await end("c", broken);
    assert.deepEqual(runs(), ["b", "c"]);
    await end("c", broken);
    assert.match(await failure(other), /^error: twice an error, last a bug$/);
    const once = ask("d", 10);
    await end("d", broken);
    await end("d");
    assert.equal((await once).status, "scored");
  });

  it("takes three evaluations in a row that end by errors for the machine's fault", async () => {
    const { ask, end } = play({ workers: 1 });
    const fail = async (seed: string): Promise<Promise<Evaluation>[]> => {
      const result = ask(seed, 10);
      await end(seed, broken);
      await end(seed, broken);
      return [result];
    };
    for (const seed of ["a", "b"]) assert.match(await failure((await fail(seed))[0]), /^error: /);
    // One that does not fail begins the count again.
    const good = ask("good", 10);
    await end("good");
    assert.equal((await good).status, "scored");
    for (const seed of ["c", "d"]) assert.match(await failure((await fail(seed))[0]), /^error: /);
    await assert.rejects(
      (await fail("e"))[0],
      /^Error: evaluation: 3 in a row ended by errors: twice an error, last a bug$/,
    );
  });

  it("lets others start when an evaluation ahead of them is aborted, waiting or running", async () => {
    const { ask, runs, end } = play({ workers: 3 });
    const [waiting, again] = [new AbortController(), new AbortController()];
    void ask("a", 60);
    const large = ask("large", 500, waiting.signal);
    void ask("c", 10);
    waiting.abort("enough");
    await assert.rejects(large, (error: Error) => error.name === "AbortError" && error.cause === "enough");
    assert.deepEqual(runs(), ["a", "c"]);
    const killedOne = ask("d", 10, again.signal);
    await end("d", killed);
    assert.deepEqual(runs(), ["a", "c"]);
    void ask("e", 10);
    assert.deepEqual(runs(), ["a", "c"]);
    again.abort();
    await assert.rejects(killedOne, /aborted/);
    assert.deepEqual(runs(), ["a", "c", "e"]);
  });

  it("ends running and waiting evaluations and all children when it is closed", async () => {
    const { schedule, ask, runs, bury, children } = play({ workers: 1 });
    const results = [ask("a", 10), ask("b", 10)];
    const closed = schedule.close();
    for (const result of results) await assert.rejects(result, { name: "AbortError" });
    assert.deepEqual(runs(), []);
    await setImmediate();
    await bury();
    await closed;
    assert.equal(children.size, 0);
    await assert.rejects(ask("c", 10), /is closed, open another/);
  });
});
