"use strict";
// Checks beside the tests: format, lint, the direction of imports, types. Each counts as one test.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { beginProgressLine, sayDuration } = require("../progress-line.js");

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {readonly string[]} command a program of node_modules and its arguments
 * @property {string} mend
 */

/** @type {readonly Check[]} */
const CHECKS = [
  {
    name: "format",
    command: ["prettier/bin/prettier.cjs", "--check", ".", "--log-level", "warn"],
    mend: "npm run format",
  },
  {
    name: "lint",
    command: ["eslint/bin/eslint.js", ".", "--max-warnings", "0", "--cache", "--cache-location", ".setup/eslint.json"],
    mend: "npm run lint",
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
  {
    name: "types in notebooks",
    command: ["../kernel-setup/tests/check-notebook-types.js"],
    mend: "node kernel-setup/tests/check-notebook-types.js",
  },
];

/**
 * @param {Check} check
 * @param {import("../project-paths.js").ProjectPaths} paths
 * @returns {Promise<boolean>}
 */
function runCheck({ name, command: [program = "", ...args], mend }, paths) {
  const line = beginProgressLine(name, () => 0);
  const file = path.join(paths.nodeModules, program);
  const child = childProcess.spawn(process.execPath, [file, ...args], { cwd: paths.root });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => {
    child.once("close", (code) => {
      if (code === 0) line.end(`${name}: passed (${sayDuration(line.seconds())})`);
      else line.end(`FAIL     ${name} (${mend})\n${output.trim()}`);
      resolve(code === 0);
    });
  });
}

/**
 * Runs all checks, one after the other.
 * @param {import("../project-paths.js").ProjectPaths} paths
 * @returns {Promise<{ passed: number, failed: number }>}
 */
async function runChecks(paths) {
  fs.mkdirSync(paths.state, { recursive: true });
  let passed = 0;
  for (const check of CHECKS) if (await runCheck(check, paths)) passed++;
  return { passed, failed: CHECKS.length - passed };
}

module.exports = { runChecks };
