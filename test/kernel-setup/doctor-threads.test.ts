// Doctor's report on threads.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeMeasuredThreads } from "../../lib/evaluation/measure-threads.js";
import { describeProcessor, type MeasuredThreads } from "../../lib/evaluation/threads.js";
import { loadSetupFile, projectRoot } from "./project-root.js";

type Report =
  | { readonly ok: true; readonly measured: MeasuredThreads; readonly isNew: boolean }
  | { readonly ok: false; readonly reason: string };

interface DoctorThreads {
  readonly readOrMeasureThreads: (
    paths: { readonly build: string; readonly state: string },
    options: { readonly again: boolean },
  ) => Promise<Report>;
  readonly sayThreads: (report: Report) => string;
}

const { readOrMeasureThreads, sayThreads } = loadSetupFile<DoctorThreads>("doctor-threads.js");

const measured: MeasuredThreads = {
  ...describeProcessor(),
  date: "2026-01-02T03:04:05.000Z",
  what: "a network",
  load: 0.1,
  trainer: [
    { threads: 1, trainingStepMillis: 20.5 },
    { threads: 2, trainingStepMillis: 11 },
  ],
  workers: [
    { workers: 1, evaluationsPerHour: 1000.4 },
    { workers: 2, evaluationsPerHour: 1900 },
  ],
  bestThreads: 2,
  bestWorkers: 2,
};

describe("kernel-setup/doctor-threads", () => {
  let folder = "";
  before(() => (folder = mkdtempSync(path.join(tmpdir(), "hiernas-doctor-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("measures nothing if the machine was measured already", async () => {
    writeMeasuredThreads(measured, path.join(folder, "threads.json"));
    const report = await readOrMeasureThreads(
      { build: path.join(projectRoot, "build"), state: folder },
      { again: false },
    );
    assert.deepEqual(report, { ok: true, measured, isNew: false });
  });

  it("reports the measurement and its consequence, and other work on the machine", () => {
    const said = sayThreads({ ok: true, measured, isNew: false });
    assert.equal(
      said,
      "threads of one trainer: 2 (a training step with 1: 20.5 ms, 2: 11 ms)\n" +
        "workers of one thread: 2 (evaluations per hour with 1: 1000, 2: 1900)\n" +
        "  measured 2026-01-02, a network; evaluations use it by default\n",
    );
    const busy = sayThreads({ ok: true, measured: { ...measured, load: 3 }, isNew: true });
    assert.match(busy, /other work was running \(load 3\): npx hiernas doctor --threads measures again\n$/);
  });

  it("measures nothing if the library is not built", async () => {
    const state = path.join(folder, "state");
    const report = await readOrMeasureThreads({ build: folder, state }, { again: true });
    assert.ok(!report.ok);
    assert.equal(sayThreads(report), "threads: not measured (the library is not built: npm run setup)\n");
    assert.ok(!existsSync(state));
  });
});
