"use strict";
// `npm run gallery`: makes the machine ready, then draws notebooks/gallery.

const path = require("node:path");
const { prepare } = require("./prepare.js");

/**
 * @param {readonly string[]} args passed on
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  const { failed } = await prepare();
  if (failed.length > 0) {
    process.stderr.write(`not ready: ${failed.join(", ")}; npx hiernas doctor says more\n`);
    return 1;
  }
  return require(path.join(__dirname, "..", "build", "lib", "instruments", "gallery", "gallery.js")).main(args);
}

if (require.main === module) main(process.argv.slice(2)).then((code) => (process.exitCode = code));
