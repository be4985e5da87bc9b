"use strict";
// Runs a program with its output in a log file, and says in one line what went wrong.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { NEEDED_GIGABYTES } = require("./disk-use.js");

/** A step that failed for a reason we can name: its message is one line, `mend` the command that helps. */
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

/** What is looked for in a log, the words for it, and what helps. */
const KNOWN_CAUSES = /** @type {ReadonlyArray<readonly [RegExp, string, string]>} */ ([
  [
    /No space left on device|ENOSPC/,
    "the disk is full",
    `free some space (set-up needs ${NEEDED_GIGABYTES} GB in all), then npm run setup`,
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|name resolution|NewConnectionError|ReadTimeoutError|from versions: none/,
    "the package registry does not answer",
    "check the network, then npm run setup",
  ],
  [/EACCES|Permission denied/, "a file may not be written", "give this user the project's folder, then npm run setup"],
  [
    /npm error code EUSAGE/,
    "package.json and package-lock.json do not agree",
    "npm install --ignore-scripts mends the lock file, then npm run setup",
  ],
  [
    /THESE PACKAGES DO NOT MATCH THE HASHES/,
    "a downloaded package has another hash than the lock file says",
    "pip cache purge && npm run setup",
  ],
]);

/**
 * The words for a failed command: a known cause, else the last line of its log that looks like an error.
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
 * Runs a program to its end; its output is appended to a log.
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
 * The full path of a program, or null where there is none that may be run.
 * @param {string} name looked for on the PATH; or a path
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
