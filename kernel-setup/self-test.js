"use strict";
// Runs ten training steps in a separate process, so that a crash of the native library becomes a line instead of ending
// doctor.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const LIMIT_MILLIS = 120_000;

/**
 * @typedef {object} SelfTestSuccess
 * @property {true} ok
 * @property {string} device
 * @property {string} engine what computed the training steps: `fused avx512, CPU`, `rewritten, GPU`
 * @property {number} trainingSteps
 * @property {readonly number[]} losses
 * @property {number} millis
 * @typedef {{ ok: false, reason: string }} SelfTestFailure
 */

/** The child's program: runs the library's self-test and sends back the result. */
const CHILD =
  "require(process.argv[1]).selfTest().then(" +
  "(r) => process.send({ ok: true, ...r }, () => process.exit(0)), " +
  "(e) => process.send({ ok: false, reason: String(e && e.message || e).split('\\n')[0] }, () => process.exit(1)))";

/**
 * @param {import("./project-paths.js").ProjectPaths} paths
 * @returns {Promise<SelfTestSuccess | SelfTestFailure>}
 */
function runSelfTest(paths) {
  const file = path.join(paths.build, "lib", "graph", "session", "self-test.js");
  if (!fs.existsSync(file)) return Promise.resolve({ ok: false, reason: "the library is not built: npm run setup" });
  return new Promise((resolve) => {
    const child = childProcess.spawn(process.execPath, ["-e", CHILD, file], {
      cwd: paths.root,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { TF_CPP_MIN_LOG_LEVEL: "2", ...process.env },
    });
    let errors = "";
    child.stderr?.on("data", (chunk) => (errors = (errors + chunk).slice(-4000)));
    const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MILLIS);
    /** @type {SelfTestSuccess | SelfTestFailure | undefined} */
    let result;
    child.once("message", (message) => (result = /** @type {SelfTestSuccess | SelfTestFailure} */ (message)));
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const last =
        errors
          .split("\n")
          .filter((line) => /error|cannot|undefined symbol/i.test(line))
          .at(-1) ?? "";
      const words = signal ? `ended by ${signal}` : `exit code ${code}`;
      resolve(result ?? { ok: false, reason: `${words}${last ? `: ${last.trim().slice(0, 200)}` : ""}` });
    });
  });
}

module.exports = { runSelfTest };
