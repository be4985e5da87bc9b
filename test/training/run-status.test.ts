// How a run stands, at every point of its life, as its folder says it.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os, { tmpdir } from "node:os";
import { join } from "node:path";
import { findRunHolder, lockRun } from "../../lib/training/run-lock.js";
import { readRun } from "../../lib/training/read-run.js";
import { type RunStatus, runStatus, runTime } from "../../lib/training/run-status.js";
import { runTraining } from "../../lib/training/run-training.js";
import { tinyRun } from "./tiny-run.js";

describe("runStatus", function () {
  this.timeout(60_000);
  let folder: string;
  let path: string;
  /** What it was while it trained, and after it was stopped in its second training. */
  const seen: RunStatus[] = [];
  let stopped: RunStatus;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-run-status-"));
    path = join(folder, "run");
    const controller = new AbortController();
    const looks: Promise<void>[] = [];
    await assert.rejects(
      runTraining({
        ...tinyRun(path, 2),
        signal: controller.signal,
        onProgress: ({ training, trainingStep, phase }) => {
          if (phase === "training" && trainingStep > 0) {
            looks.push(runStatus(path).then((status) => void seen.push(status)));
          }
          if (training === 2 && trainingStep >= 12) controller.abort();
        },
      }),
      /stopped after/,
    );
    await Promise.all(looks);
    stopped = await runStatus(path);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("names the process while it runs, with the time left and training steps of all trainings", () => {
    const [last] = seen.slice(-1);
    assert.equal(last.state, "running");
    assert.equal(last.holder?.isSeen, true);
    assert.notEqual(last.holder?.processId, process.pid);
    assert.equal(last.ended, null);
    assert.deepEqual([last.training, last.trainingCount, last.trainingSteps, last.stepsInAll], [2, 2, 40, 80]);
    assert.equal(last.stepsDone, 40 + last.trainingStep);
    assert.ok(seen.some(({ millisLeft }) => millisLeft !== null && millisLeft > 0 && millisLeft < 60_000));
    const done = seen.map(({ stepsDone }) => stepsDone);
    assert.deepEqual(
      done,
      [...done].sort((one, other) => one - other),
    );
  });

  it("says once stopped that nobody trains it, what is saved, and how it ended", () => {
    assert.deepEqual([stopped.state, stopped.holder, stopped.millisLeft], ["stopped", null, null]);
    assert.equal(stopped.ended?.how, "stopped");
    assert.ok(stopped.trainingStep >= 12);
    assert.equal(stopped.checkpoints[0].trainingStep, stopped.trainingStep);
    assert.ok(stopped.checkpoints[0].bytes > 1000 && stopped.checkpoints.length <= 3);
    // Stopped just before the validation of its last training step, a run resumes with that.
    const isBefore = (step: number) => step < stopped.trainingStep;
    assert.deepEqual(
      stopped.validations.map(({ trainingStep }) => trainingStep).filter(isBefore),
      [10, 20, 30, 40].filter(isBefore),
    );
    assert.equal(stopped.lastLoss?.training, 2);
    assert.equal(stopped.lastLoss?.trainingStep, stopped.trainingStep);
    const { trainMillis, processorMillis } = runTime(readRun(path));
    assert.ok(trainMillis > 0 && processorMillis > 0);
  });

  it("tells a killed process and one that an error ended from one that was stopped", async () => {
    const copy = join(folder, "killed");
    cpSync(path, copy, { recursive: true });
    const log = readFileSync(join(copy, "log.jsonl"), "utf8").trim().split("\n");
    assert.match(log.at(-1) ?? "", /"stopped"/);
    writeFileSync(join(copy, "log.jsonl"), `${log.slice(0, -1).join("\n")}\n`);
    assert.equal((await runStatus(copy)).ended?.how, "killed");
    const error = JSON.stringify({ at: "2026-01-02T03:04:05.000Z", event: "error", message: "the disk is full" });
    writeFileSync(join(copy, "log.jsonl"), `${log.slice(0, -1).join("\n")}\n${error}\n`);
    assert.deepEqual((await runStatus(copy)).ended, {
      ...{ how: "error", at: "2026-01-02T03:04:05.000Z", message: "the disk is full" },
    });
    rmSync(join(copy, "log.jsonl"));
    assert.equal((await runStatus(copy)).ended?.how, "killed");
  });

  it("tells the time left before the first checkpoint whatever somebody sets the clock to, and none from elsewhere", async () => {
    const copy = join(folder, "clock");
    cpSync(path, copy, { recursive: true });
    const lock = await lockRun(copy);
    try {
      const begun = { event: "training", training: 2, trainingStep: 0 };
      const write = (event: object) => writeFileSync(join(copy, "log.jsonl"), `${JSON.stringify(event)}\n`);
      const { trainingStep } = await runStatus(copy);
      write({ ...begun, at: "2999-01-01T00:00:00.000Z", uptimeSeconds: os.uptime() - trainingStep });
      const { millisLeft } = await runStatus(copy);
      assert.ok(Math.abs((millisLeft ?? 0) - 1_000 * (40 - trainingStep)) < 5_000, `${millisLeft}`);
      write({ ...begun, at: "1999-01-01T00:00:00.000Z" });
      assert.equal((await runStatus(copy)).millisLeft, null);
    } finally {
      lock.release();
    }
  });

  it("believes neither a copy's lock nor a damaged one, and takes none", async () => {
    const lock = await lockRun(path);
    try {
      assert.deepEqual((await findRunHolder(path))?.processId, process.pid);
      assert.equal((await runStatus(path)).state, "running");
      const copy = join(folder, "copy");
      cpSync(path, copy, { recursive: true });
      assert.equal(await findRunHolder(copy), null);
      writeFileSync(join(copy, "lock"), "nonsense");
      assert.equal(await findRunHolder(copy), null);
      await assert.rejects(lockRun(path), /trains this run/, "reading leaves the lock alone");
    } finally {
      lock.release();
    }
    assert.equal(await findRunHolder(path), null);
  });

  it("is done with the result once every training is", async () => {
    await runTraining({ path, threads: 1 });
    const status = await runStatus(path);
    assert.deepEqual([status.state, status.ended, status.stepsDone, status.checkpoints], ["done", null, 80, []]);
  });
});
