"use strict";
// Step 3: `.venv`, a Python environment with JupyterLab, nbclient, nbconvert and nbstripout, every package pinned with
// its hashes in python.lock.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { findProgram, runCommand, SetupFailure } = require("../run-command.js");
const { differenceOf, hashFile, readStamp, writeStamp } = require("../stamp.js");

const CANDIDATES = ["python3", "python3.13", "python3.12", "python3.11", "python3.10"];

/** @param {string} name */
const realPathOf = (name) => (fs.existsSync(name) ? fs.realpathSync(name) : "");

/**
 * @param {import("../project-paths.js").ProjectPaths} paths
 * @returns {Record<string, string>}
 */
function wantedStamp(paths) {
  return {
    "lock file": hashFile(path.join(paths.own, "python.lock")),
    // An environment contains its own full path and its interpreter's, so it cannot be moved.
    folder: paths.venv,
    interpreter: realPathOf(paths.python),
  };
}

/** @param {import("../project-paths.js").ProjectPaths} paths */
const stampFile = (paths) => path.join(paths.venv, "hiernas-stamp.json");

/**
 * A Python 3.10 or newer that can create environments.
 * @returns {string} its full path
 * @throws {SetupFailure} that names what is missing
 */
function findPython() {
  let problem = "no python3 on the PATH";
  for (const name of [process.env["PYTHON"], ...CANDIDATES]) {
    const program = name && findProgram(name);
    if (!program) continue;
    const probe = childProcess.spawnSync(
      program,
      ["-c", "import sys; print(sys.version_info >= (3, 10)); import venv, ensurepip"],
      { encoding: "utf8" },
    );
    if (probe.status === 0 && probe.stdout.startsWith("True")) return program;
    problem = probe.stdout?.startsWith("True") ? `${program} has no venv` : `${program} is older than 3.10`;
  }
  throw new SetupFailure(problem, "sudo apt-get install python3 python3-venv, then npm run setup");
}

/**
 * Removes a symbolic link, not its target: `venv --clear` would empty another project's environment through it.
 * @param {string} name
 */
function removeLink(name) {
  if (fs.lstatSync(name, { throwIfNoEntry: false })?.isSymbolicLink()) fs.unlinkSync(name);
}

/** Overrides the user's Python and pip settings that would install packages elsewhere. */
const CLEAN_PYTHON = { PYTHONPATH: undefined, PYTHONHOME: undefined, PIP_USER: "0", PIP_TARGET: undefined };

/** @type {import("./step.js").Step} */
const pythonEnvironment = {
  name: "Python environment",
  after: ["Node"],
  forTraining: false,
  usualSeconds: 30,
  inspect({ paths }) {
    const difference = fs.existsSync(paths.python)
      ? differenceOf(readStamp(stampFile(paths)), wantedStamp(paths))
      : "not made yet";
    const settings = path.join(paths.venv, "pyvenv.cfg");
    const version = fs.existsSync(settings) ? /^version = (.*)$/m.exec(fs.readFileSync(settings, "utf8"))?.[1] : "";
    return { ready: difference === null, version: version ?? "", detail: difference ?? "" };
  },
  async make({ paths }, log) {
    const env = { ...process.env, ...CLEAN_PYTHON };
    removeLink(paths.venv);
    await runCommand(findPython(), ["-m", "venv", "--clear", paths.venv], { cwd: paths.root, log, env });
    await runCommand(
      paths.python,
      ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar=off"].concat([
        "--require-hashes",
        "-r",
        path.join(paths.own, "python.lock"),
      ]),
      { cwd: paths.root, log, env },
    );
    writeStamp(stampFile(paths), wantedStamp(paths));
  },
};

module.exports = { pythonEnvironment, CLEAN_PYTHON, removeLink };
