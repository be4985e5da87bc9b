"use strict";
// Sets up the machine: inspects the part of every step, and installs those that are missing.

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

/** All steps in order. */
const STEPS = Object.freeze([nodeVersion, npmPackages, pythonEnvironment, tensorflow, addon, library, notebookKernel]);

/** @type {readonly ["SIGINT", "SIGTERM"]} */
const SIGNALS = ["SIGINT", "SIGTERM"];

/**
 * The settings for every step: the project's paths, and whether training was left out last time.
 * @param {string} [root]
 * @returns {Setup}
 */
function readSetup(root) {
  const paths = projectPaths(root);
  return { paths, training: readStamp(path.join(paths.state, "choices.json"))?.["training"] !== "left out" };
}

/**
 * The required steps whose parts are not ready.
 * @param {Setup} setup
 * @returns {Step[]}
 */
function findMissing(setup) {
  return STEPS.filter((step) => (setup.training || !step.forTraining) && !step.inspect(setup).ready);
}

/**
 * Runs one step and reports the outcome.
 * @param {Step} step
 * @param {Setup} setup
 * @param {number} laterSeconds the usual time of the remaining steps
 * @returns {Promise<boolean>}
 */
async function doStep(step, setup, laterSeconds) {
  const log = path.join(setup.paths.logs, logNameOf(step));
  fs.rmSync(log, { force: true });
  const line = beginProgressLine(step.name, (seconds) => Math.max(0, step.usualSeconds - seconds) + laterSeconds);
  try {
    await step.make(setup, log);
    const made = step.inspect(setup);
    if (!made.ready) throw new SetupFailure(`finished, but: ${made.detail}`);
    line.end(`${step.name}: ${made.version} (${sayDuration(line.seconds())})`);
    if (made.remark)
      line.say(`  ${made.remark}; log: ${path.relative(setup.paths.root, log)}; fix: ${made.mend ?? ""}`);
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
 * @property {readonly string[]} made names of the steps that ran
 * @property {readonly string[]} failed names of the failed steps and those that need them
 * @property {boolean} training whether training is wanted
 * @property {string} [reason] why nothing could be started
 */

/**
 * Sets up the machine. Steps that do not need a failed one still run.
 * @param {{ training?: boolean }} [choice] whether TensorFlow is wanted; default: as chosen last time, at first yes
 * @returns {Promise<Preparation>}
 */
async function prepare(choice = {}) {
  const before = readSetup();
  const setup = choice.training === undefined ? before : { ...before, training: choice.training };
  const missing = findMissing(setup);
  if (setup.training === before.training && missing.length === 0) {
    return { made: [], failed: [], training: setup.training };
  }
  const reason = whyUnwritable(setup.paths);
  if (reason !== null) {
    const failed = missing.length > 0 ? missing.map((step) => step.name) : ["the choice of training"];
    return { made: [], failed, training: setup.training, reason };
  }
  if (setup.training !== before.training) {
    fs.mkdirSync(setup.paths.state, { recursive: true });
    writeStamp(path.join(setup.paths.state, "choices.json"), { training: setup.training ? "wanted" : "left out" });
  }
  if (missing.length === 0) return { made: [], failed: [], training: setup.training };

  const stop = { SIGINT: () => process.exit(130), SIGTERM: () => process.exit(143) };
  for (const signal of SIGNALS) process.on(signal, stop[signal]);
  try {
    const release = await takeFolderLock(path.join(setup.paths.state, "lock"), (line) => {
      process.stderr.write(`${line}\n`);
    });
    try {
      return { ...(await doSteps(setup)), training: setup.training };
    } finally {
      release();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { made: [], failed: findMissing(setup).map((step) => step.name), training: setup.training, reason };
  } finally {
    // The code that runs in this process afterwards handles signals itself.
    for (const signal of SIGNALS) process.off(signal, stop[signal]);
  }
}

/**
 * Runs all missing steps in order.
 * @param {Setup} setup
 * @returns {Promise<{ made: readonly string[], failed: readonly string[] }>}
 */
async function doSteps(setup) {
  /** @type {string[]} */
  const made = [];
  /** @type {string[]} */
  const failed = [];
  // Another set-up may have run them meanwhile, and an early step may make a later one necessary.
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
  return { made, failed };
}

/**
 * Why set-up cannot write into its folder, in one line; null if it can.
 * @param {import("./project-paths.js").ProjectPaths} paths
 * @returns {string | null}
 */
function whyUnwritable({ root, state }) {
  const folder = fs.existsSync(state) ? state : root;
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return null;
  } catch (error) {
    const { code = "" } = /** @type {NodeJS.ErrnoException} */ (error);
    const why = code === "EROFS" ? "is read-only" : "belongs to another user";
    return `${folder} ${why}: have its owner run npm run setup, or clone the project into your own folder`;
  }
}

/**
 * The parts that are not ready, in one line.
 * @param {Preparation} preparation
 * @returns {string}
 */
function sayNotReady({ failed, reason = "npx hiernas doctor says more" }) {
  return `not ready: ${failed.join(", ")}; ${reason}\n`;
}

module.exports = { prepare, sayNotReady, readSetup, findMissing, whyUnwritable, STEPS };
