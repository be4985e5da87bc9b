import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Evaluation, EvaluationProgress } from "../../lib/evaluation/evaluation.js";
import { evaluateGenotype } from "../../lib/evaluation/evaluate-genotype.js";
import { type Protocol, smokeProtocol } from "../../lib/evaluation/protocol.js";
import { openWorkerPool, type WorkerPool } from "../../lib/evaluation/worker-pool.js";
import { createGenotype } from "../../lib/genotype/genotype.js";
import { initialize, trivialGenotype } from "../../lib/genotype/initialize.js";
import { createMotif } from "../../lib/genotype/motif.js";
import { identity, type Primitive } from "../../lib/genotype/primitive.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { InputError } from "../../lib/input/errors.js";
import { createRandom } from "../../lib/random.js";
import { graphFoldersOf, isRunning, runScript, waitUntilGone } from "./processes.js";

const trivial = trivialGenotype(hierarchicalSpace);
/** Trains until it is stopped. */
const endlessProtocol: Protocol = { ...smokeProtocol, trainingSteps: 1_000_000 };

/** An evaluation's numbers without its times. */
function numbersOf(evaluation: Evaluation) {
  const trainings = evaluation.trainings.map(({ seed, accuracy, scoringLoss, curve }) => ({
    seed,
    accuracy,
    scoringLoss,
    curve,
  }));
  return { ...evaluation, trainings, evaluationMillis: 0 };
}

function scored(evaluation: Evaluation) {
  assert.equal(evaluation.status, "scored", JSON.stringify(evaluation));
  return evaluation;
}

const isAbort = (error: unknown) => error instanceof Error && error.name === "AbortError";

describe("worker pool", function () {
  this.timeout(60_000);
  let pool: WorkerPool;

  const open = (protocol: Protocol = smokeProtocol, more: Partial<Parameters<typeof openWorkerPool>[0]> = {}) => {
    pool = openWorkerPool({ protocol, data: "sample", workers: 1, ...more });
    return pool;
  };
  /** Starts an endless evaluation and waits for its first training step. */
  const begin = async (signal?: AbortSignal, onProgress?: (progress: EvaluationProgress) => void) => {
    let reached: (progress: EvaluationProgress) => void;
    const first = new Promise<EvaluationProgress>((resolve) => (reached = resolve));
    const evaluation = pool.evaluate(trivial, {
      seed: "endless",
      signal,
      onProgress: (progress) => {
        reached(progress);
        onProgress?.(progress);
      },
    });
    // A failure before the first training step must not leave the test hanging.
    const progress = await Promise.race([first, evaluation.then(() => assert.fail("ended"))]);
    return { evaluation, progress };
  };

  afterEach(() => pool.close());

  it("gives equal numbers for equal seeds, in another child too, and others for another seed", async () => {
    const protocol = { ...smokeProtocol, trainingCount: 2 };
    open(protocol);
    const [one, same, other] = [
      scored(await pool.evaluate(publishedCell, { seed: "1" })),
      scored(await pool.evaluate(publishedCell, { seed: "1" })),
      scored(await pool.evaluate(publishedCell, { seed: "2" })),
    ];
    const elsewhere = scored(await evaluateGenotype(publishedCell, { protocol, seed: "1" }));
    assert.deepEqual(numbersOf(same), numbersOf(one));
    assert.deepEqual(numbersOf(elsewhere), numbersOf(one));
    assert.notDeepEqual(numbersOf(other).trainings, numbersOf(one).trainings);
    assert.equal(one.trainings.length, 2);
    const [first, second] = one.trainings;
    assert.notDeepEqual(first.curve, second.curve);
    assert.equal(one.fitness, (first.accuracy + second.accuracy) / 2);
    assert.ok(Math.abs(one.spread - Math.abs(first.accuracy - second.accuracy) / Math.SQRT2) < 1e-12);
    assert.equal(first.curve.length, protocol.trainingSteps);
    assert.match(one.engine ?? "", /^(fused( \w+)?|rewritten), [CG]PU$/);
    assert.ok(one.fitness >= 0 && one.fitness <= 1);
  });

  it("runs an evaluation's requested number of trainings, from the same seeds, and the protocol's number for the next", async () => {
    open({ ...smokeProtocol, trainingCount: 2 });
    const one = scored(await pool.evaluate(publishedCell, { seed: "1", trainingCount: 1 }));
    const two = scored(await pool.evaluate(publishedCell, { seed: "1" }));
    assert.deepEqual([one.trainings.length, two.trainings.length], [1, 2]);
    assert.deepEqual(numbersOf(one).trainings[0], numbersOf(two).trainings[0]);
    assert.deepEqual([one.fitness, one.spread], [one.trainings[0].accuracy, 0]);
    await assert.rejects(pool.evaluate(publishedCell, { seed: "1", trainingCount: 0 }), /trainingCount: got 0/);
  });

  it("reports the first and last step of each training", async () => {
    open({ ...smokeProtocol, trainingCount: 2 });
    const seen: EvaluationProgress[] = [];
    const evaluation = scored(await pool.evaluate(trivial, { seed: "1", onProgress: (each) => void seen.push(each) }));
    const steps = seen.map(({ training, trainingStep }) => `${training}:${trainingStep}`);
    for (const expected of ["1:1", "1:6", "2:1", "2:6"])
      assert.ok(steps.includes(expected), `${expected} in ${steps.join()}`);
    const [{ loss }] = seen;
    assert.equal(Number(loss.toPrecision(4)), evaluation.trainings[0].curve[0].loss);
    assert.deepEqual(seen[0], {
      worker: 1,
      processId: seen[0].processId,
      training: 1,
      trainingCount: 2,
      trainingStep: 1,
      trainingSteps: 6,
      loss,
    });
  });

  it("supports custom primitives", async () => {
    const wide: Primitive = {
      name: "conv5",
      label: "5×5 convolution",
      sign: "c5",
      layers: (_, channels) => [{ kind: "convolution", kernel: 5, channels }, { kind: "relu" }],
    };
    open(smokeProtocol, { primitives: [identity, wide] });
    const genotype = createGenotype(
      ["id", "conv5"],
      [
        [
          createMotif(3, [
            { predecessor: 1, successor: 2, operation: 2 },
            { predecessor: 2, successor: 3, operation: 1 },
          ]),
        ],
      ],
    );
    scored(await pool.evaluate(genotype, { seed: "1" }));
  });

  it("scores on the test images when asked to", async () => {
    const validation = scored(await evaluateGenotype(trivial, { protocol: smokeProtocol }));
    const test = scored(await evaluateGenotype(trivial, { protocol: smokeProtocol, scoreOn: "test" }));
    assert.deepEqual(test.trainings[0].curve, validation.trainings[0].curve);
    assert.notEqual(test.trainings[0].scoringLoss, validation.trainings[0].scoringLoss);
  });

  it("trains two genotypes side by side with two workers", async () => {
    open(endlessProtocol, { workers: 2 });
    const abort = new AbortController();
    // Neither ends by itself, so both having started shows that neither waits for the other.
    const [one, other] = await Promise.all([begin(abort.signal), begin(abort.signal)]);
    assert.deepEqual([one.progress.worker, other.progress.worker], [1, 2]);
    assert.notEqual(one.progress.processId, other.progress.processId);
    abort.abort();
    await Promise.all([assert.rejects(one.evaluation, isAbort), assert.rejects(other.evaluation, isAbort)]);
  });

  it("aborts a training, keeps its child for the next, and leaves no child when closed", async () => {
    open(endlessProtocol);
    const abort = new AbortController();
    const { evaluation, progress } = await begin(abort.signal);
    const waiting = pool.evaluate(trivial, { seed: "waits", signal: abort.signal });
    abort.abort("enough");
    await Promise.all([
      assert.rejects(evaluation, (error) => isAbort(error) && (error as Error).cause === "enough"),
      assert.rejects(waiting, isAbort),
    ]);
    assert.deepEqual(graphFoldersOf(progress.processId), []);
    const next = await begin();
    assert.equal(next.progress.processId, progress.processId);
    await Promise.all([pool.close(), assert.rejects(next.evaluation, isAbort)]);
    assert.ok(!isRunning(progress.processId));
    await assert.rejects(pool.evaluate(trivial, { seed: "1" }), /is closed/);
  });

  it("kills a child that does not answer an abort", async () => {
    open(endlessProtocol);
    const abort = new AbortController();
    const { evaluation, progress } = await begin(abort.signal);
    process.kill(progress.processId, "SIGSTOP");
    abort.abort();
    await assert.rejects(evaluation, isAbort);
    assert.ok(!isRunning(progress.processId));
    assert.deepEqual(graphFoldersOf(progress.processId), []);
  });

  it("ignores an interrupt of its children", async () => {
    open();
    const seen = new Set<number>();
    const evaluation = await pool.evaluate(trivial, {
      seed: "1",
      onProgress: ({ processId, trainingStep }) => {
        seen.add(processId);
        if (trainingStep === 1) process.kill(processId, "SIGINT");
      },
    });
    scored(evaluation);
    assert.equal(seen.size, 1);
  });

  it("retries in a new child when one is killed, and removes what it left behind", async () => {
    open({ ...smokeProtocol, trainingSteps: 200 });
    const seen: number[] = [];
    const evaluation = await pool.evaluate(trivial, {
      seed: "1",
      onProgress: ({ processId }) => {
        if (seen.length === 0) process.kill(processId, "SIGKILL");
        if (!seen.includes(processId)) seen.push(processId);
      },
    });
    scored(evaluation);
    assert.equal(seen.length, 2);
    assert.deepEqual(graphFoldersOf(seen[0]), []);
  });

  it("reports an evaluation killed twice as killed, not as out of memory, if the system killed nothing for memory", async () => {
    open(endlessProtocol);
    const { evaluation } = await begin(undefined, ({ processId }) => process.kill(processId, "SIGKILL"));
    const failed = await evaluation;
    assert.ok(failed.status === "failed" && failed.reason === "killed", JSON.stringify(failed));
    assert.match(failed.message, /was killed twice \(killed by SIGKILL\), and the system reports no kill for memory/);
  });

  it("never trains networks together that do not fit together", async () => {
    // Two fit, at about 530 MiB each.
    open(endlessProtocol, { workers: 3, memoryBytes: 1_300 * 2 ** 20 });
    const stops = new Map(["a", "b", "c"].map((seed) => [seed, new AbortController()]));
    const steps = new Map<string, number>();
    let reached = (): void => undefined;
    /** Waits until `isSo`, which is checked at each progress message. */
    const until = (isSo: () => boolean) =>
      new Promise<void>((resolve) => {
        reached = () => isSo() && resolve();
      });
    const evaluations = [...stops].map(([seed, { signal }]) =>
      assert.rejects(
        pool.evaluate(trivial, {
          seed,
          signal,
          onProgress: ({ trainingStep }) => {
            steps.set(seed, trainingStep);
            reached();
          },
        }),
        isAbort,
      ),
    );
    // Long enough for the third to start, if it wrongly did so beside the first two.
    await until(() => steps.size >= 2 && Math.min(...steps.values()) > 1_000);
    assert.deepEqual([...steps.keys()].sort(), ["a", "b"]);
    stops.get("a")?.abort();
    await until(() => steps.has("c"));
    stops.get("b")?.abort();
    stops.get("c")?.abort();
    await Promise.all(evaluations);
  });

  it("opens at once for many workers, and starts no process before it is needed", async () => {
    open(smokeProtocol, { workers: 1_024 });
    const seen = new Set<number>();
    scored(await pool.evaluate(trivial, { seed: "1", onProgress: ({ worker }) => void seen.add(worker) }));
    assert.deepEqual([...seen], [1]);
    assert.throws(() => openWorkerPool({ protocol: smokeProtocol, data: "sample", workers: 1e9 }), {
      message: "worker pool: workers: got 1000000000, must be a whole number from 1 to 1024",
    });
  });

  it("records an evaluation whose child dies twice for another reason", async () => {
    open(endlessProtocol);
    const { evaluation } = await begin(undefined, ({ processId }) => process.kill(processId, "SIGSEGV"));
    const failed = await evaluation;
    assert.ok(failed.status === "failed" && failed.reason === "error", JSON.stringify(failed));
    assert.match(failed.message, /died twice, last with killed by SIGSEGV/);
  });

  it("turns a loss that is not finite into a failed evaluation that names the training step", async () => {
    open({ ...smokeProtocol, schedule: { kind: "constant", rate: 1e30 } });
    const failed = await pool.evaluate(publishedCell, { seed: "1" });
    assert.ok(failed.status === "failed" && failed.reason === "lossNotFinite", JSON.stringify(failed));
    assert.match(
      failed.message,
      /^training 1 of 1, (scoring after )?training step [1-6]\b.*: the loss is (NaN|Infinity)$/,
    );
    assert.deepEqual(failed.trainings, []);
  });

  it("ends all trainings of an evaluation at the first loss that is not finite", async () => {
    open({ ...smokeProtocol, trainingCount: 3, trainingSteps: 50, schedule: { kind: "constant", rate: 1e30 } });
    const steps: string[] = [];
    const failed = await pool.evaluate(publishedCell, {
      seed: "1",
      onProgress: ({ training, trainingStep }) => void steps.push(`${training}:${trainingStep}`),
    });
    assert.ok(failed.status === "failed" && failed.reason === "lossNotFinite", JSON.stringify(failed));
    assert.match(failed.message, /^training 1 of 3, training step \d of 50: the loss is (NaN|Infinity)$/);
    assert.deepEqual(failed.trainings, []);
    assert.ok(
      steps.every((each) => /^1:\d$/.test(each)),
      steps.join(),
    );
  });

  it("ends an evaluation at its time limit", async () => {
    open({ ...endlessProtocol, limits: { timeLimitMillis: 1 } });
    const failed = await pool.evaluate(trivial, { seed: "1" });
    assert.ok(failed.status === "failed" && failed.reason === "timeLimit");
    assert.match(failed.message, /longer than its time limit of 0.001 s/);
  });

  it("refuses a network that is too large without starting a child", async () => {
    const data = "/nowhere: a child would say so";
    open({ ...smokeProtocol, limits: { parameterCount: 10 } }, { data });
    const failed = await pool.evaluate(trivial, { seed: "1" });
    assert.ok(failed.status === "failed" && failed.reason === "tooLarge");
  });

  it("passes a child's error on, as InputError if it is one", async () => {
    open(smokeProtocol, { data: "/no/such/folder" });
    await assert.rejects(
      pool.evaluate(trivial, { seed: "1" }),
      (error) => error instanceof InputError && /no\/such\/folder/.test(error.message),
    );
    await pool.close();
    open({ ...smokeProtocol, network: { ...smokeProtocol.network, classCount: 7 } });
    await assert.rejects(pool.evaluate(trivial, { seed: "1" }), /got 7 classes, the images have 10/);
  });

  it("reports a missing TMPDIR in one line, and throws nothing else when its children end", async () => {
    const { TMPDIR } = process.env;
    process.env.TMPDIR = "/nowhere";
    try {
      open(smokeProtocol, { workers: 2 });
      const said = "TMPDIR /nowhere: no such folder; set TMPDIR to a writable folder with room";
      const refused = (seed: string) =>
        assert.rejects(
          pool.evaluate(trivial, { seed }),
          (error) => error instanceof InputError && error.message === said,
        );
      await Promise.all(["1", "2"].map(refused));
      await pool.close();
    } finally {
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;
    }
  });

  it("ends an evaluation whose callback throws, with that error", async () => {
    open(endlessProtocol);
    const thrown = new Error("mine");
    const evaluation = pool.evaluate(trivial, {
      seed: "1",
      onProgress: () => {
        throw thrown;
      },
    });
    await assert.rejects(evaluation, thrown);
  });

  it("never measures negative times, however the clock is changed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas-clock-"));
    const preload = join(folder, "preload.js");
    const { NODE_OPTIONS } = process.env;
    const { now } = Date;
    // Each reading of the clock, here and in the child, is a day earlier.
    const setBack = "let day = 0; const { now } = Date; Date.now = () => now() - 86_400_000 * ++day;";
    writeFileSync(preload, setBack);
    try {
      process.env.NODE_OPTIONS = `--require ${JSON.stringify(preload)}`;
      let day = 0;
      Date.now = () => now() - 86_400_000 * ++day;
      open({ ...smokeProtocol, limits: { timeLimitMillis: 60_000 } });
      const { evaluationMillis, trainings } = scored(await pool.evaluate(trivial, { seed: "1" }));
      for (const millis of [evaluationMillis, trainings[0].trainMillis, trainings[0].scoreMillis]) {
        assert.ok(millis > 0 && millis < 60_000, String(millis));
      }
    } finally {
      Date.now = now;
      if (NODE_OPTIONS === undefined) delete process.env.NODE_OPTIONS;
      else process.env.NODE_OPTIONS = NODE_OPTIONS;
      rmSync(folder, { recursive: true });
    }
  });

  /** The children that train one genotype after another, by process id. */
  const childrenOf = async (evaluations: number): Promise<readonly number[]> => {
    const seen: number[] = [];
    for (let count = 0; count < evaluations; count++) {
      scored(
        await pool.evaluate(trivial, { seed: "1", onProgress: ({ processId }) => void (seen[count] = processId) }),
      );
    }
    return seen;
  };
  const shortest = { ...smokeProtocol, trainingSteps: 1, recalibrationBatches: 1, scoringImages: 10 };

  it("replaces a child after its share of evaluations", async () => {
    open(shortest, { recycle: { evaluations: 2 } });
    const [one, same, other] = await childrenOf(3);
    assert.equal(same, one);
    assert.notEqual(other, one);
    assert.ok(!isRunning(one));
  });

  it("replaces a child that holds more memory than allowed", async () => {
    open(shortest, { recycle: { spareBytes: -(2 ** 40) } });
    const [one, other] = await childrenOf(2);
    assert.notEqual(other, one);
  });

  it("keeps a child that holds no more memory than allowed", async () => {
    open(shortest, { recycle: { spareBytes: 2 ** 40 } });
    assert.equal(new Set(await childrenOf(4)).size, 1);
  });

  it("refuses GPU options, in one line, when training runs on the CPU", async () => {
    open({ ...smokeProtocol, gpu: { xla: true, tensorFloat32: true } }, { devices: ["-1"] });
    await assert.rejects(
      pool.evaluate(trivial, { seed: "1" }),
      (error) =>
        error instanceof InputError &&
        error.message ===
          "protocol smoke: got tensorFloat32 and xla for a GPU, but training runs on the CPU; leave it out",
    );
  });

  it("refuses a missing device, in one line, instead of training on the CPU", async () => {
    open(smokeProtocol, { devices: ["-1"] });
    await assert.rejects(
      pool.evaluate(trivial, { seed: "1" }),
      (error) =>
        error instanceof InputError &&
        error.message === "device -1: TensorFlow finds no such GPU; leave devices out to train on the CPU",
    );
  });

  it("refuses a number of workers or threads below 1, and a genotype without a network", async () => {
    assert.throws(() => open(smokeProtocol, { workers: 0 }), /workers: got 0, must be a whole number from 1 to 1024/);
    assert.throws(() => open(smokeProtocol, { threadsPerWorker: -1 }), /threadsPerWorker: got -1/);
    const cut = createGenotype(["id"], [[createMotif(2, [])]]);
    open();
    await assert.rejects(pool.evaluate(cut, { seed: "1" }), InputError);
  });

  const script = (protocol: string, rest: string) =>
    runScript(`
      const { openWorkerPool } = lib("evaluation/worker-pool.js");
      const { smokeProtocol } = lib("evaluation/protocol.js");
      const { publishedCell } = lib("genotype/published.js");
      const { evaluate } = openWorkerPool({ protocol: ${protocol}, data: "sample", workers: 1 });
      const seen = new Set();
      const onProgress = ({ processId }) => { if (!seen.has(processId)) console.log(processId); seen.add(processId); };
      ${rest}`);

  it("lets a process that forgot to close it exit, and its children with it", async () => {
    open();
    const parent = script("smokeProtocol", `await evaluate(publishedCell, { seed: "1", onProgress });`);
    const exited = once(parent, "exit");
    const [line] = (await once(parent.stdout!, "data")) as [Buffer];
    assert.deepEqual(await exited, [0, null]);
    await waitUntilGone(Number(line));
  });

  it("leaves no child or folder behind when the parent is killed", async () => {
    open();
    const parent = script(
      "{ ...smokeProtocol, trainingSteps: 1e6 }",
      `await evaluate(publishedCell, { seed: "1", onProgress });`,
    );
    const [line] = (await once(parent.stdout!, "data")) as [Buffer];
    assert.ok(isRunning(Number(line)));
    parent.kill("SIGKILL");
    await waitUntilGone(Number(line));
    assert.deepEqual(graphFoldersOf(Number(line)), []);
  });
});

describe("evaluateGenotype", function () {
  this.timeout(60_000);

  it("runs the requested number of trainings", async () => {
    const evaluation = scored(await evaluateGenotype(trivial, { protocol: smokeProtocol, trainingCount: 2 }));
    assert.equal(evaluation.trainings.length, 2);
  });

  it("leaves no child when it is aborted", async () => {
    const abort = new AbortController();
    let child = 0;
    const evaluation = evaluateGenotype(initialize(hierarchicalSpace, createRandom(7)).genotype, {
      protocol: endlessProtocol,
      signal: abort.signal,
      onProgress: ({ processId }) => {
        child = processId;
        abort.abort();
      },
    });
    await assert.rejects(evaluation, isAbort);
    assert.ok(child > 0 && !isRunning(child));
    assert.deepEqual(graphFoldersOf(child), []);
  });
});
