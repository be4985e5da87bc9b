"use strict";
// Checks beside the tests: format, lint, the direction of imports, types. Each counts as one test. They run side by
// side, since each has one thread.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { beginProgressLine, sayDuration } = require("../progress-line.js");

const AT_ONCE = 2;

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {readonly string[]} command a program of node_modules and its arguments
 * @property {string} mend
 */

/** The longest first. @type {readonly Check[]} */
const CHECKS = [
  {
    name: "lint",
    command: ["eslint/bin/eslint.js", ".", "--max-warnings", "0", "--cache", "--cache-location", ".setup/eslint.json"],
    mend: "npm run lint",
  },
  {
    name: "format",
    command: ["prettier/bin/prettier.cjs", "--check", ".", "--log-level", "warn"],
    mend: "npm run format",
  },
  {
    name: "types in notebooks",
    command: ["../kernel-setup/tests/check-notebook-types.js"],
    mend: "node kernel-setup/tests/check-notebook-types.js",
  },
  {
    name: "direction of imports",
    command: ["dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", "lib"],
    mend: "npm run depcruise",
  },
  {
    name: "types of set-up",
    command: ["typescript/bin/tsc", "-p", "kernel-setup/tsconfig.json"],
    mend: "node node_modules/typescript/bin/tsc -p kernel-setup/tsconfig.json",
  },
];

/**
 * @param {Check} check
 * @param {string} nodeModules
 * @param {string} root
 * @returns {Promise<string>} what it found; "" when it passed
 */
function runCheck({ command: [program = "", ...args] }, nodeModules, root) {
  const child = childProcess.spawn(process.execPath, [path.join(nodeModules, program), ...args], { cwd: root });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once("close", (code) => resolve(code === 0 ? "" : output.trim() || `ended with ${code}`));
  });
}

/**
 * Runs all checks.
 * @param {import("../project-paths.js").ProjectPaths} paths
 * @param {readonly Check[]} [checks]
 * @returns {Promise<{ passed: number, failed: number }>}
 */
async function runChecks({ root, state, nodeModules }, checks = CHECKS) {
  fs.mkdirSync(state, { recursive: true });
  const left = [...checks];
  /** @type {Set<string>} */
  const running = new Set();
  let passed = 0;
  const line = beginProgressLine(
    () => [...running].join(", "),
    () => 0,
  );
  const work = async () => {
    for (let check = left.shift(); check !== undefined; check = left.shift()) {
      running.add(check.name);
      const began = line.seconds();
      const found = await runCheck(check, nodeModules, root);
      running.delete(check.name);
      if (found === "") passed++;
      const took = sayDuration(line.seconds() - began);
      line.say(found === "" ? `${check.name}: passed (${took})` : `FAIL     ${check.name} (${check.mend})\n${found}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, os.availableParallelism()) }, work));
  line.end("");
  return { passed, failed: checks.length - passed };
}

module.exports = { runChecks };
