"use strict";
// The part of doctor that measures how many threads and workers pay on this machine, and stores the result in
// .setup/threads.json, from which evaluations take their defaults. The measurement and the choice are in
// lib/evaluation/threads.ts and measure-threads.ts.

const fs = require("node:fs");
const path = require("node:path");
const { beginProgressLine } = require("./progress-line.js");

/** The usual time of a trial, with the start of its child processes. */
const TRIAL_SECONDS = 6;
/** Above this load, other work may have distorted the result. */
const QUIET_LOAD = 0.5;

/**
 * @typedef {object} Measured MeasuredThreads in lib/evaluation/threads.ts
 * @property {string} processor
 * @property {number} cores
 * @property {string} date
 * @property {string} what
 * @property {number} load
 * @property {readonly { threads: number, trainingStepMillis: number }[]} trainer
 * @property {readonly { workers: number, evaluationsPerHour: number }[]} workers
 * @property {number} bestThreads
 * @property {number} bestWorkers
 */

/** @typedef {{ ok: true, measured: Measured, isNew: boolean } | { ok: false, reason: string }} ThreadsReport */

/**
 * The stored measurement of this machine; without one, or with `again`, measures now and stores the result.
 * @param {import("./project-paths.js").ProjectPaths} paths
 * @param {{ again: boolean }} options
 * @returns {Promise<ThreadsReport>}
 */
async function readOrMeasureThreads(paths, { again }) {
  const library = path.join(paths.build, "lib", "evaluation");
  if (!fs.existsSync(path.join(library, "measure-threads.js"))) {
    return { ok: false, reason: "the library is not built: npm run setup" };
  }
  const file = path.join(paths.state, "threads.json");
  const known = again ? undefined : require(path.join(library, "threads.js")).readMeasuredThreads(file);
  if (known) return { ok: true, measured: known, isNew: false };
  const { measureThreads, writeMeasuredThreads } = require(path.join(library, "measure-threads.js"));
  let [trial, now] = [0, "threads"];
  const line = beginProgressLine(
    () => now,
    (seconds) => Math.max(0, (trial + 1) * TRIAL_SECONDS - seconds),
  );
  try {
    const measured = await measureThreads({
      /** @param {{ workers: number, threads: number }} setting @param {number} index */
      onTrial({ workers, threads }, index) {
        trial = index;
        now = workers === 1 ? `one trainer, threads: ${threads}` : `one-thread workers: ${workers}`;
      },
    });
    writeMeasuredThreads(measured, file);
    return { ok: true, measured, isNew: true };
  } catch (error) {
    return { ok: false, reason: String(error instanceof Error ? error.message : error).split("\n")[0] ?? "" };
  } finally {
    line.end("");
  }
}

/**
 * The report as lines of text.
 * @param {ThreadsReport} report
 * @returns {string}
 */
function sayThreads(report) {
  if (!report.ok) return `threads: not measured (${report.reason})\n`;
  const { trainer, workers, bestThreads, bestWorkers, date, load, what } = report.measured;
  const steps = trainer.map(({ threads, trainingStepMillis }) => `${threads}: ${trainingStepMillis} ms`).join(", ");
  const hours = workers.map((each) => `${each.workers}: ${Math.round(each.evaluationsPerHour)}`).join(", ");
  const busy =
    load > QUIET_LOAD ? `  other work was running (load ${load}): npx hiernas doctor --threads measures again\n` : "";
  return (
    `threads of one trainer: ${bestThreads} (a training step with ${steps})\n` +
    `workers of one thread: ${bestWorkers} (evaluations per hour with ${hours})\n` +
    `  measured ${date.slice(0, 10)}, ${what}; evaluations use it by default\n` +
    busy
  );
}

module.exports = { readOrMeasureThreads, sayThreads };
