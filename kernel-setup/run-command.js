"use strict";
// Runs a program with its output in a log file, and reports a failure in one line.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { NEEDED_GIGABYTES } = require("./disk-use.js");

/** A step's failure with a known reason: its message is one line, `mend` the command that helps. */
class SetupFailure extends Error {
  /**
   * @param {string} message
   * @param {string} [mend]
   */
  constructor(message, mend = "npm run setup") {
    super(message);
    this.mend = mend;
  }
}

/** Patterns to find in a log, each with its cause and remedy. */
const KNOWN_CAUSES = /** @type {ReadonlyArray<readonly [RegExp, string, string]>} */ ([
  [
    /No space left on device|ENOSPC/,
    "the disk is full",
    `free some space (set-up needs ${NEEDED_GIGABYTES} GB in total), then npm run setup`,
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|name resolution|NewConnectionError|ReadTimeoutError|from versions: none/,
    "the package registry does not answer",
    "check the network, then npm run setup",
  ],
  [
    /EACCES|Permission denied/,
    "no permission to write a file",
    "give this user the project's folder, then npm run setup",
  ],
  [
    /npm error code EUSAGE/,
    "package.json and package-lock.json do not agree",
    "npm install --ignore-scripts to update the lock file, then npm run setup",
  ],
  [
    /THESE PACKAGES DO NOT MATCH THE HASHES/,
    "the hash of a downloaded package differs from the lock file's",
    "pip cache purge && npm run setup",
  ],
]);

/**
 * Explains a failed command: a known cause, otherwise the first line of its log that looks like an error.
 * @param {string} log
 * @returns {{ what: string, mend: string }}
 */
function explainLog(log) {
  for (const [pattern, what, mend] of KNOWN_CAUSES) if (pattern.test(log)) return { what, mend };
  const lines = log.split("\n").map((line) => line.trim());
  const errors = lines.filter(
    (line) => /error|fail|not found/i.test(line) && !/complete log of this run|npm error code/i.test(line),
  );
  return { what: (errors[0] ?? lines.filter(Boolean).at(-1) ?? "no output").slice(0, 160), mend: "npm run setup" };
}

/**
 * Runs a program to its end, appending its output to a log.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, log: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 * @throws {SetupFailure} when it cannot be started or does not exit with 0
 */
function runCommand(command, args, { cwd, log, env = process.env }) {
  fs.mkdirSync(path.dirname(log), { recursive: true });
  fs.appendFileSync(log, `$ ${[command, ...args].join(" ")}\n`);
  const before = fs.statSync(log).size;
  const out = fs.openSync(log, "a");
  return new Promise((resolve, reject) => {
    const child = childProcess.spawn(command, args, { cwd, env, stdio: ["ignore", out, out] });
    const stop = () => child.kill("SIGTERM");
    process.once("exit", stop);
    const finish = () => {
      process.off("exit", stop);
      fs.closeSync(out);
    };
    child.once("error", (error) => {
      finish();
      reject(new SetupFailure(`${path.basename(command)} cannot be started: ${error.message}`));
    });
    child.once("close", (code, signal) => {
      if (child.pid === undefined) return;
      finish();
      if (code === 0) return resolve();
      const { what, mend } = explainLog(fs.readFileSync(log).subarray(before).toString("utf8"));
      reject(new SetupFailure(signal ? `ended by ${signal}` : what, mend));
    });
  });
}

/**
 * The full path of a program; null if there is none that is executable.
 * @param {string} name a name to find on the PATH, or a path
 * @returns {string | null}
 */
function findProgram(name) {
  const folders = name.includes(path.sep) ? [""] : (process.env["PATH"] ?? "").split(path.delimiter);
  for (const folder of folders) {
    const file = path.join(folder, name);
    try {
      fs.accessSync(file, fs.constants.X_OK);
      if (fs.statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

module.exports = { runCommand, findProgram, explainLog, SetupFailure };
