"use strict";
// Runs mocha over the compiled tests in a process of its own and counts.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const TEST_MILLIS = 120_000;
/** How long the process may live on when its tests are over: what then still runs was forgotten by a test. */
const LEFTOVER_MILLIS = 20_000;

/** @typedef {{ passed: number, failed: number, skipped: readonly string[] }} Counts */

/**
 * @param {string} file
 * @returns {import("./count-reporter.js").Counts}
 */
function readCounts(file) {
  if (!fs.existsSync(file)) return { passed: 0, failed: 0, skipped: [], current: "", ended: false };
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

/**
 * @param {import("../project-paths.js").ProjectPaths} paths
 * @param {readonly string[]} args passed on to mocha, as `--grep words`
 * @returns {Promise<Counts>}
 */
async function runMocha(paths, args) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "hiernas-test-"));
  const countsFile = path.join(folder, "counts.json");
  const program = path.join(paths.nodeModules, "mocha", "bin", "mocha.js");
  const reporter = path.join(__dirname, "count-reporter.js");
  const own = ["--timeout", String(TEST_MILLIS), "--reporter", reporter, "--forbid-only"];
  const child = childProcess.spawn(process.execPath, [program, ...own, ...args, "build/test/**/*.test.js"], {
    cwd: paths.root,
    env: { ...process.env, HIERNAS_TEST_COUNTS: countsFile },
    stdio: ["ignore", "inherit", "inherit"],
  });
  let leftover = false;
  let endedAt = 0;
  const watch = setInterval(() => {
    if (!readCounts(countsFile).ended) return;
    endedAt ||= Date.now();
    if (Date.now() - endedAt < LEFTOVER_MILLIS) return;
    leftover = true;
    child.kill("SIGKILL");
  }, 1000);
  const ending = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  clearInterval(watch);
  const { ended, current, ...counts } = readCounts(countsFile);
  fs.rmSync(folder, { recursive: true, force: true });
  const problem = leftover
    ? "something that a test began still ran when the tests were over"
    : ended
      ? ""
      : `mocha did not come to its end (${ending})${current ? `, in: ${current}` : ""}`;
  if (problem === "") return counts;
  process.stderr.write(`FAIL     ${problem}\n`);
  return { ...counts, failed: counts.failed + 1 };
}

module.exports = { runMocha };
