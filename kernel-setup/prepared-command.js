"use strict";
// Shared by `npm run reproduce` and `npm run gallery`: parses options, sets up the machine, then runs the compiled
// library.

const path = require("node:path");
const { prepare, sayNotReady } = require("./prepare.js");
const { sayDuration } = require("./progress-line.js");
const { projectPaths } = require("./project-paths.js");

/**
 * @typedef {object} PreparedCommand
 * @property {string} name the name in npm
 * @property {string} help
 * @property {boolean} trains whether it needs TensorFlow
 * @property {readonly string[]} program the compiled file in `build/lib`; its `main({ fresh })` returns the exit code
 */

/**
 * Runs one of the commands.
 * @param {PreparedCommand} command
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function runPrepared({ name, help, trains, program }, args) {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(help);
    return 0;
  }
  const unknown = args.find((argument) => argument !== "--fresh");
  if (unknown !== undefined) {
    process.stderr.write(`${name}: unknown option ${unknown}; npm run ${name} -- --help lists the options\n`);
    return 2;
  }
  const began = Date.now();
  const preparation = await prepare();
  const { made, failed, training } = preparation;
  if (made.length > 0) process.stderr.write(`set-up took ${sayDuration((Date.now() - began) / 1000)}\n`);
  if (trains && !training) {
    process.stderr.write(`${name} trains, and training was left out: npm run setup -- --with-training\n`);
    return 1;
  }
  if (failed.length > 0) {
    process.stderr.write(sayNotReady(preparation));
    return 1;
  }
  return require(path.join(projectPaths().build, "lib", ...program)).main({ fresh: args.includes("--fresh") });
}

module.exports = { runPrepared };
