"use strict";
// Runs the compiled tests in two parallel processes and counts the results. A free process takes the next file, the long
// ones first, so that none is left alone at the end; if a process dies, its current test fails and another takes its
// place.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { beginProgressLine, sayDuration } = require("../progress-line.js");

const PROCESSES = 2;
const SLOW_SECONDS = 10;
/** How long a process may live after its tests: anything still running was left behind by a test. */
const LEFTOVER_MILLIS = 20_000;

/** The files that take longest, in the order to start them. */
const LONG = Object.freeze(
  [
    "notebooks/notebooks",
    "graph/sweep/sweep",
    "evaluation/worker-pool",
    "training/resume",
    "instruments/bench/bench-training",
    "kernel-setup/native/fused-kernels",
    "cli/experiment-command",
    "graph/fused/processes",
    "cli/train-command",
    "cli/commands",
    "graph/pytorch-agreement",
    "graph/rewrites/exactness",
    "graph/fused/operations",
  ].map((name) => path.normalize(`${name}.test.js`)),
);

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Counts */

/**
 * @param {string} folder
 * @returns {string[]} its test files, absolute, in the order to start them
 */
function testFiles(folder) {
  const names = fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.js"))
    .sort();
  const first = LONG.filter((name) => names.includes(name));
  return [...first, ...names.filter((name) => !first.includes(name))].map((name) => path.join(folder, name));
}

/**
 * Runs the chosen tests.
 * @param {import("../project-paths.js").ProjectPaths} paths
 * @param {import("./test-process.js").Choice} choice
 * @returns {Promise<Counts>}
 */
async function runTests(paths, choice) {
  const files = testFiles(path.join(paths.build, "test"));
  const left = [...files];
  /** @type {Counts} */
  const counts = { passed: 0, failed: 0, skipped: [] };
  /** @type {string[]} the current test of each process */
  const current = [];
  const done = () => files.length - left.length;
  const title = () => `${counts.passed} tests passed, ${left.length} files left: ${(current[0] ?? "").slice(0, 30)}`;
  const line = beginProgressLine(title, (seconds) => (seconds / Math.max(1, done())) * left.length);
  const fail = (/** @type {string} */ text) => {
    counts.failed++;
    line.say(`FAIL     ${text}`);
  };
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hiernas-test-"));
  // Some tests run programs as another user, who must come through.
  fs.chmodSync(folder, 0o755);

  /** @param {number} index */
  function start(index) {
    // Tests count leftover temporary files, and must not see each other's.
    const temporary = path.join(folder, String(index));
    fs.mkdirSync(temporary, { recursive: true });
    return childProcess.fork(path.join(__dirname, "test-process.js"), [], {
      cwd: paths.root,
      env: { ...process.env, TMPDIR: temporary },
    });
  }

  /** @param {import("./test-process.js").Report} report @param {number} index */
  function note(report, index) {
    if (report.kind === "began") current[index] = report.title;
    if (report.kind === "failed") fail(`${report.title}\n${report.error}`);
    if (report.kind === "passed") {
      counts.passed++;
      const seconds = report.millis / 1000;
      if (seconds > SLOW_SECONDS) line.say(`slow     ${report.title} (${sayDuration(seconds)})`);
    }
    if (report.kind === "skipped") {
      counts.skipped.push(report.title);
      line.say(`skipped  ${report.title}`);
    }
  }

  /**
   * Runs one process; resolves when it has ended.
   * @param {number} index
   * @returns {Promise<void>}
   */
  function live(index) {
    const child = start(index);
    /** @type {NodeJS.Timeout | undefined} */
    let leftover;
    let busy = false;
    const next = () => {
      const file = left.shift();
      busy = file !== undefined;
      if (busy) child.send({ file, choice });
      else {
        child.send("end");
        leftover = setTimeout(() => {
          fail("something that a test started was still running after the tests");
          child.kill("SIGKILL");
        }, LEFTOVER_MILLIS);
      }
    };
    child.on("message", (/** @type {import("./test-process.js").Report} */ report) =>
      report.kind === "done" ? next() : note(report, index),
    );
    next();
    return new Promise((resolve) => {
      child.once("close", (code, signal) => {
        clearTimeout(leftover);
        const test = current[index];
        if (busy) fail(`${test ?? "before the first test"}\n    the process ended with ${signal ?? code}`);
        // A process that dies before its first test would do so for every file.
        resolve(busy && test !== undefined && left.length > 0 ? live(index) : undefined);
      });
    });
  }

  const processes = Math.min(PROCESSES, os.availableParallelism());
  await Promise.all(Array.from({ length: processes }, (_, index) => live(index)));
  fs.rmSync(folder, { recursive: true, force: true });
  if (left.length > 0) fail(`${left.length} test files were not run`);
  const total = counts.passed + counts.failed + counts.skipped.length;
  line.end(`tests: ${counts.passed} of ${total} passed (${sayDuration(line.seconds())})`);
  return counts;
}

module.exports = { runTests, LONG };
