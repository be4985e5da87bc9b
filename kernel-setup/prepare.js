"use strict";
// Makes the machine ready: looks at every step's part, and makes those that are not there.

const fs = require("node:fs");
const path = require("node:path");
const { takeFolderLock } = require("./folder-lock.js");
const { beginProgressLine, sayDuration } = require("./progress-line.js");
const { projectPaths } = require("./project-paths.js");
const { SetupFailure } = require("./run-command.js");
const { readStamp, writeStamp } = require("./stamp.js");
const { addon } = require("./steps/addon.js");
const { library } = require("./steps/library.js");
const { nodeVersion } = require("./steps/node-version.js");
const { notebookKernel } = require("./steps/notebook-kernel.js");
const { npmPackages } = require("./steps/npm-packages.js");
const { pythonEnvironment } = require("./steps/python-environment.js");
const { logNameOf } = require("./steps/step.js");
const { tensorflow } = require("./steps/tensorflow.js");

/** @typedef {import("./steps/step.js").Step} Step */
/** @typedef {import("./steps/step.js").Setup} Setup */

/** All steps, in the order in which they are done. */
const STEPS = Object.freeze([nodeVersion, npmPackages, pythonEnvironment, tensorflow, addon, library, notebookKernel]);

/**
 * What every step knows of this project: its places, and whether training was left out last time.
 * @param {string} [root]
 * @returns {Setup}
 */
function readSetup(root) {
  const paths = projectPaths(root);
  return { paths, training: readStamp(path.join(paths.state, "choices.json"))?.["training"] !== "left out" };
}

/**
 * The steps that are wanted and not done.
 * @param {Setup} setup
 * @returns {Step[]}
 */
function findMissing(setup) {
  return STEPS.filter((step) => (setup.training || !step.forTraining) && !step.inspect(setup).ready);
}

/**
 * Does one step and says how it went.
 * @param {Step} step
 * @param {Setup} setup
 * @param {number} laterSeconds what the steps after this one usually take
 * @returns {Promise<boolean>}
 */
async function doStep(step, setup, laterSeconds) {
  const log = path.join(setup.paths.logs, logNameOf(step));
  fs.rmSync(log, { force: true });
  const line = beginProgressLine(step.name, (seconds) => Math.max(0, step.usualSeconds - seconds) + laterSeconds);
  try {
    await step.make(setup, log);
    const made = step.inspect(setup);
    if (!made.ready) throw new SetupFailure(`done, and yet: ${made.detail}`);
    line.end(`${step.name}: ${made.version} (${sayDuration(line.seconds())})`);
    return true;
  } catch (error) {
    if (!(error instanceof SetupFailure)) {
      fs.mkdirSync(path.dirname(log), { recursive: true });
      fs.appendFileSync(log, String(error instanceof Error ? error.stack : error) + "\n");
    }
    const message = error instanceof Error ? error.message : String(error);
    const mend = error instanceof SetupFailure ? error.mend : "npm run setup";
    const where = fs.existsSync(log) ? `log: ${path.relative(setup.paths.root, log)}; ` : "";
    line.end(`${step.name} failed: ${message}\n  ${where}then: ${mend}`);
    return false;
  }
}

/**
 * @typedef {object} Preparation
 * @property {readonly string[]} made names of the steps done now
 * @property {readonly string[]} failed names of the steps that could not be done, with those that need them
 * @property {boolean} training whether training is wanted
 */

/**
 * Makes the machine ready. What does not need a failed step is done all the same.
 * @param {{ training?: boolean }} [choice] whether TensorFlow is wanted; default: as chosen last time, at first yes
 * @returns {Promise<Preparation>}
 */
async function prepare(choice = {}) {
  const before = readSetup();
  const setup = choice.training === undefined ? before : { ...before, training: choice.training };
  if (setup.training !== before.training) {
    fs.mkdirSync(setup.paths.state, { recursive: true });
    writeStamp(path.join(setup.paths.state, "choices.json"), { training: setup.training ? "wanted" : "left out" });
  }
  if (findMissing(setup).length === 0) return { made: [], failed: [], training: setup.training };

  for (const [signal, code] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])) {
    process.once(signal, () => process.exit(code));
  }
  const release = await takeFolderLock(path.join(setup.paths.state, "lock"), ({ pid }) => {
    process.stderr.write(`waiting for the set-up that process ${pid} is doing in this folder\n`);
  });
  /** @type {string[]} */
  const made = [];
  /** @type {string[]} */
  const failed = [];
  try {
    // Another set-up may have done them meanwhile, and an early step makes a later one necessary.
    let missing = findMissing(setup);
    for (const step of STEPS) {
      if (!missing.includes(step)) continue;
      if (step.after.some((name) => failed.includes(name))) {
        failed.push(step.name);
        continue;
      }
      const later = missing.slice(missing.indexOf(step) + 1).reduce((sum, next) => sum + next.usualSeconds, 0);
      (await doStep(step, setup, later)) ? made.push(step.name) : failed.push(step.name);
      missing = findMissing(setup);
    }
  } finally {
    release();
  }
  return { made, failed, training: setup.training };
}

module.exports = { prepare, readSetup, findMissing, STEPS };
