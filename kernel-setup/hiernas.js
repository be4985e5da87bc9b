#!/usr/bin/env node
"use strict";
// The command `hiernas`: plain JavaScript that works before anything is set up. It runs `doctor` and `lab` itself, and
// everything else through the compiled library and the project's instruments.

const fs = require("node:fs");
const path = require("node:path");

const program = path.join(__dirname, "..", "build", "lib", "instruments", "main.js");
const packages = path.join(__dirname, "..", "node_modules");
const [command, ...rest] = process.argv.slice(2);

// A reader of the output may stop early, like `head`, which is not a failure.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`hiernas: the output cannot be written: ${error.message}\n`);
  process.exit(2);
});
process.stderr.on("error", () => {});

/** @returns {Promise<number>} */
async function run() {
  if (command === "doctor") return require("./doctor.js").main(rest);
  if (command === "lab") return require("./lab.js").main(rest);
  if (!fs.existsSync(program) || !fs.existsSync(packages)) {
    process.stderr.write("not set up: npm run setup\n");
    return 1;
  }
  return require(program).main(process.argv.slice(2));
}

run().then((code) => {
  process.exitCode = code;
  // What an interrupted command left open, like connections to a silent server, would keep it for minutes.
  if (code === 130) setTimeout(() => process.exit(), 3_000).unref();
});
