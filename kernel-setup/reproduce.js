"use strict";
// `npm run reproduce`: makes the machine ready, then searches, runs the notebooks and writes out/.

const path = require("node:path");
const { prepare } = require("./prepare.js");
const { sayDuration } = require("./progress-line.js");

/**
 * @param {readonly string[]} args passed on
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  const began = Date.now();
  const { made, failed, training } = await prepare();
  if (made.length > 0) process.stderr.write(`set-up took ${sayDuration((Date.now() - began) / 1000)}\n`);
  if (!training) {
    process.stderr.write("reproduce trains, and training was left out: npm run setup -- --with-training\n");
    return 1;
  }
  if (failed.length > 0) {
    process.stderr.write(`not ready: ${failed.join(", ")}; npx hiernas doctor says more\n`);
    return 1;
  }
  return require(path.join(__dirname, "..", "build", "lib", "instruments", "reproduction", "reproduce.js")).main(args);
}

if (require.main === module) main(process.argv.slice(2)).then((code) => (process.exitCode = code));
