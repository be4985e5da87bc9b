import assert from "node:assert/strict";
import { once } from "node:events";
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { InputError } from "../../lib/input/errors.js";
import { type Checkpoint, encodeCheckpoint, readCheckpoint } from "../../lib/training/checkpoint-file.js";
import { lockRun } from "../../lib/training/run-lock.js";
import { readRun, readRunTest, readTrainedWeights } from "../../lib/training/read-run.js";
import { runTraining } from "../../lib/training/run-training.js";
import type { RunTrainingConfig } from "../../lib/training/run-training-config.js";
import { isRunning, runScript, waitUntilGone } from "../evaluation/processes.js";
import { runFiles, tinyRun } from "./tiny-run.js";

describe("a run", function () {
  this.timeout(120_000);
  let folder: string;
  /** The files of a run that nothing interrupted. */
  let whole: Readonly<Record<string, string>>;
  /** A run stopped in its first training, with three checkpoints: copied for each test. */
  let stopped: string;

  /** Stops as soon as it is past a training step; `steps` counts over all trainings. */
  async function stopAfter(config: RunTrainingConfig, steps: number): Promise<Error> {
    const controller = new AbortController();
    const onProgress: RunTrainingConfig["onProgress"] = ({ training, trainingStep, points }) => {
      const done = Math.max(points.filter(({ loss }) => loss !== undefined).length, (training - 1) * 40 + trainingStep);
      if (done >= steps) controller.abort();
    };
    return runTraining({ ...config, signal: controller.signal, onProgress }).then(
      () => assert.fail("was not stopped"),
      (error: Error) => error,
    );
  }

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-run-"));
    const path = join(folder, "whole");
    await runTraining(tinyRun(path));
    whole = runFiles(path);
    stopped = join(folder, "stopped");
    const error = await stopAfter(tinyRun(stopped), 20);
    assert.match(error.message, /stopped after training step \d+, and saved it$/);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const copied = (name: string): string => {
    const path = join(folder, name);
    cpSync(stopped, path, { recursive: true });
    return path;
  };
  const checkpointsOf = (path: string): readonly string[] =>
    readdirSync(join(path, "checkpoints"))
      .sort()
      .map((name) => join(path, "checkpoints", name));

  it("says all about itself", () => {
    const run = readRun(join(folder, "whole"));
    assert.deepEqual(Object.keys(whole), ["curve.jsonl", "result.json", "test-1.json", "trained-1.safetensors"]);
    assert.equal(run.settings.protocol.trainingSteps, 40);
    assert.match(run.begun.engine, /CPU|GPU/);
    const { classNames, normalization } = run.images;
    assert.deepEqual([normalization.mean.length, normalization.standardDeviation.length], [3, 3]);
    assert.deepEqual(run.images, { training: 100, validation: 50, test: 1000, classNames, normalization });
    assert.equal(run.curve.filter(({ loss }) => loss !== undefined).length, 40);
    assert.deepEqual(
      run.curve.filter(({ validationAccuracy }) => validationAccuracy !== undefined).map((point) => point.trainingStep),
      [10, 20, 30, 40],
    );
    const [{ accuracy, reason }] = run.result.trainings;
    assert.deepEqual([run.result.mean, run.result.spread, reason], [accuracy, 0, null]);
    const { labels, predicted } = readRunTest(run);
    assert.equal(labels.filter((label, index) => label === predicted[index]).length / labels.length, accuracy);
    assert.equal(readTrainedWeights(run).weights.length, run.network.parameterCount);
    assert.deepEqual(checkpointsOf(run.path), []);
  });

  it("of two trainings, stopped in each and resumed, is to the byte what it is uninterrupted", async () => {
    const [path, uninterrupted] = [join(folder, "two"), join(folder, "two whole")];
    await runTraining(tinyRun(uninterrupted, 2));
    const { result } = readRun(uninterrupted);
    const [one, two] = result.trainings;
    assert.notEqual(one.seed, two.seed);
    assert.ok(Math.abs((result.mean ?? 0) - ((one.accuracy ?? 0) + (two.accuracy ?? 0)) / 2) < 1e-12);
    for (const [steps, training] of [
      [15, 1],
      [55, 2],
    ] as const) {
      const error = await stopAfter(steps === 15 ? tinyRun(path, 2) : { path, threads: 1 }, steps);
      assert.equal(error.name, "AbortError");
      assert.match(
        error.message,
        new RegExp(`stopped after training step \\d+ of training ${training}, and saved it$`),
      );
    }
    await runTraining({ path, threads: 1 });
    assert.deepEqual(runFiles(path), runFiles(uninterrupted));
    assert.equal(Object.keys(runFiles(path)).length, 6);
    assert.equal(readRun(path).log.filter(({ event }) => event === "started").length, 3);
    // Once done, the same call gives the result.
    assert.deepEqual(await runTraining({ path, threads: 1 }), result);
  });

  /** Runs in a process of its own, which says its child's progress; resolves past training step `steps`. */
  async function inProcess(path: string, steps: number) {
    const config = JSON.stringify({ ...tinyRun(path), genotype: undefined });
    const child = runScript(`
      const { runTraining } = lib("training/run-training.js");
      const { publishedCell } = lib("genotype/published.js");
      const { protocolFromData } = lib("evaluation/protocol-data.js");
      const { smallNetwork } = lib("network/network-config.js");
      const config = ${config};
      config.protocol.network.stem = smallNetwork.stem;
      const onProgress = ({ points }) => console.log(points.length);
      await runTraining({ ...config, genotype: publishedCell, onProgress });
    `);
    const ended = once(child, "close");
    for await (const text of child.stdout as AsyncIterable<Buffer>)
      if (Number(text.toString().trim().split("\n").at(-1)) >= steps) break;
    const [trainer] = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8")
      .trim()
      .split(" ")
      .map(Number);
    return { child, trainer, ended };
  }

  it("killed with its parent by kill -9 in mid-checkpoint is resumed to the byte", async () => {
    const path = join(folder, "killed");
    const { child, trainer, ended } = await inProcess(path, 8);
    const isWriting = () => readdirSync(join(path, "checkpoints")).some((name) => name.endsWith(".unfinished"));
    while (!isWriting() && isRunning(trainer)) await setImmediate();
    process.kill(trainer, "SIGKILL");
    child.kill("SIGKILL");
    await ended;
    assert.ok(checkpointsOf(path).length > 0);
    await runTraining({ path, threads: 1 });
    assert.deepEqual(runFiles(path), whole);
  });

  it("whose parent alone is killed writes a checkpoint and ends", async () => {
    const path = join(folder, "orphan");
    const { child, trainer, ended } = await inProcess(path, 18);
    child.kill("SIGKILL");
    await ended;
    await waitUntilGone(trainer);
    const { log } = readRun(path);
    assert.equal(log.at(-1)?.event, "stopped");
    await runTraining({ path, threads: 1 });
    assert.deepEqual(runFiles(path), whole);
  });

  it("whose training process alone dies goes on from its last checkpoint, to the byte", async () => {
    const path = join(folder, "lost");
    const warnings: string[] = [];
    let killed = false;
    const onProgress: RunTrainingConfig["onProgress"] = ({ points }) => {
      if (killed || points.length < 18) return;
      killed = true;
      const [trainer] = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8")
        .trim()
        .split(" ")
        .map(Number);
      process.kill(trainer, "SIGKILL");
    };
    await runTraining({ ...tinyRun(path), onProgress, onWarning: (message) => warnings.push(message) });
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /its process ended with killed by SIGKILL.*resuming from its last checkpoint$/);
    assert.deepEqual(runFiles(path), whole);
  });

  it("goes on after SIGTERM to the process that trains", async () => {
    const path = join(folder, "term");
    const { trainer, ended, child } = await inProcess(path, 18);
    process.kill(trainer, "SIGTERM");
    let words = "";
    child.stderr?.on("data", (text: Buffer) => (words += text.toString()));
    await ended;
    assert.match(words, /stopped after training step \d+, and saved it/);
    await runTraining({ path, threads: 1 });
    assert.deepEqual(runFiles(path), whole);
  });

  it("is trained by one process at a time: the second is refused, naming the first", async () => {
    const path = copied("locked");
    const lock = await lockRun(path);
    const refusal = new RegExp(
      `: process ${process.pid} trains this run; wait for it, or stop it and start again, it resumes$`,
    );
    const isRefusal = (error: unknown) => error instanceof InputError && refusal.test(error.message);
    await assert.rejects(runTraining({ path, threads: 1 }), isRefusal);
    await assert.rejects(lockRun(path), isRefusal);
    assert.ok(readRun(path).curve.length > 0, "reading takes no lock");
    lock.release();
    await runTraining({ path, threads: 1 });
    assert.deepEqual(runFiles(path), whole);
  });

  const [header, middle] = [100, 20_000];
  const damages: readonly (readonly [
    what: string,
    damage: (bytes: Buffer, trainingStep: number) => Uint8Array,
    message: RegExp,
  ])[] = [
    ["empty", () => Buffer.alloc(0), /is truncated or no checkpoint: 0 bytes/],
    ["of three bytes", (bytes) => bytes.subarray(0, 3), /is truncated or no checkpoint: 3 bytes/],
    ["cut in its header", (bytes) => bytes.subarray(0, header), /is truncated or no checkpoint: 100 bytes/],
    ["cut in its weights", (bytes) => bytes.subarray(0, middle), /is truncated: 20000 bytes, must have \d+/],
    ["cut by a byte", (bytes) => bytes.subarray(0, bytes.length - 1), /is truncated: \d+ bytes, must have \d+/],
    [
      "with one bit of a weight turned",
      (bytes, step) => turned(ofStep(bytes, step), middle),
      /is damaged: its checksum does not fit/,
    ],
    [
      "with its last bit turned",
      (bytes, step) => turned(ofStep(bytes, step), bytes.length - 1),
      /is damaged: its checksum does not fit/,
    ],
    [
      "edited in its header",
      (bytes, step) => replaced(ofStep(bytes, step), /"lossCount":"\d"/, '"lossCount":"7"'),
      /is damaged: its checksum does not fit/,
    ],
    [
      "no checkpoint",
      () => Buffer.from("PK\u0003\u0004 and much more text than eight bytes"),
      /is truncated or no check/,
    ],
    ["with a byte more", (bytes) => Buffer.concat([bytes, Buffer.alloc(1)]), /is damaged: \d+ bytes, must have \d+/],
    [
      "with vectors that overlap",
      (bytes) => replaced(bytes, /("momentum":.*"data_offsets":\[)\d/, "$10"),
      /is damaged, or no checkpoint/,
    ],
    ["of zeros", (bytes) => Buffer.alloc(bytes.length), /is damaged, or no checkpoint/],
    [
      "of a newer version",
      (bytes) => replaced(bytes, /"version":"1"/, '"version":"2"'),
      /of version 2, .* reads version 1/,
    ],
    ["of another run", (bytes) => bytesOf({ ...checkpointIn(bytes), run: "0123456789abcdef" }), /is of another run/],
    [
      "of another network",
      (bytes, trainingStep) => {
        const checkpoint = { ...checkpointIn(bytes), trainingStep };
        return bytesOf({ ...checkpoint, vectors: { ...checkpoint.vectors, weights: new Float32Array(5) } });
      },
      /is of another network: 5 weights, must be \d+/,
    ],
    [
      "without momentum",
      (bytes, trainingStep) => {
        const checkpoint = { ...checkpointIn(bytes), trainingStep };
        return bytesOf({ ...checkpoint, vectors: { weights: checkpoint.vectors.weights } });
      },
      /is of another network: 0 momentum, must be \d+/,
    ],
  ];

  function checkpointIn(bytes: Buffer): Checkpoint {
    const file = join(folder, "one.safetensors");
    writeFileSync(file, bytes);
    return readCheckpoint(file);
  }
  const bytesOf = (checkpoint: Checkpoint): Buffer => Buffer.concat(encodeCheckpoint(checkpoint));
  const ofStep = (bytes: Buffer, trainingStep: number) => bytesOf({ ...checkpointIn(bytes), trainingStep });
  function turned(bytes: Buffer, place: number): Buffer {
    const copy = Buffer.from(bytes);
    copy[place] ^= 1;
    return copy;
  }
  function replaced(bytes: Buffer, what: RegExp, by: string): Buffer {
    const text = bytes.toString("latin1");
    assert.match(text, what);
    return Buffer.from(text.replace(what, by), "latin1");
  }

  it("takes the checkpoint before one that is damaged, with one line for each, and ends the same to the byte", async () => {
    const path = copied("damaged");
    const [oldest] = checkpointsOf(path);
    const good = readFileSync(oldest);
    const files = damages.map(([, damage], index) => {
      const file = join(path, "checkpoints", `training-1-step-000000${30 + index}.safetensors`);
      writeFileSync(file, damage(good, 30 + index));
      return file;
    });
    for (const file of checkpointsOf(path).slice(1)) if (!files.includes(file)) rmSync(file);
    const warnings: string[] = [];
    await runTraining({ path, threads: 1, onWarning: (message) => warnings.push(message) });
    assert.equal(warnings.length, damages.length, warnings.join("\n"));
    for (const [index, [what, , message]] of damages.entries()) {
      const line = warnings[damages.length - 1 - index];
      assert.match(line, message, what);
      assert.match(line, /^\S+training-1-step-000000\d\d\.safetensors: [^\n]+; going on from training step \d+$/);
    }
    assert.deepEqual(runFiles(path), whole);
  });

  it("with a renamed checkpoint takes the one before it", async () => {
    const path = copied("renamed");
    const [oldest] = checkpointsOf(path);
    copyFileSync(oldest, join(path, "checkpoints", "training-1-step-00000039.safetensors"));
    const warnings: string[] = [];
    await runTraining({ path, threads: 1, onWarning: (message) => warnings.push(message) });
    assert.match(warnings.join("\n"), /^[^\n]+holds training 1, training step \d+: was renamed; going on from[^\n]+$/);
    assert.deepEqual(runFiles(path), whole);
  });

  it("with no good checkpoint left begins nothing again by itself", async () => {
    const path = copied("hopeless");
    for (const file of checkpointsOf(path)) writeFileSync(file, "");
    await assert.rejects(
      runTraining({ path, threads: 1 }),
      (error) =>
        error instanceof InputError && /none of its checkpoints can be taken .* to begin again$/.test(error.message),
    );
    rmSync(join(path, "checkpoints"), { recursive: true });
    await runTraining({ path, threads: 1 });
    assert.deepEqual(runFiles(path), whole);
  });

  it("takes no notice of a half-written checkpoint, log and line of its curve, and removes what is left of the first", async () => {
    const path = copied("half");
    const unfinished = join(path, "checkpoints", ".0123-4567.unfinished");
    writeFileSync(unfinished, "half");
    writeFileSync(join(path, "curve.jsonl"), '{"training":1,"trainingSt', { flag: "a" });
    writeFileSync(join(path, "log.jsonl"), '{"at":"2026', { flag: "a" });
    assert.ok(readRun(path).curve.length > 0);
    await runTraining({ path, threads: 1 });
    assert.deepEqual(runFiles(path), whole);
    assert.deepEqual(checkpointsOf(path), []);
  });
});
