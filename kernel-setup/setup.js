"use strict";
// `npm run setup`: sets up the machine and reports where everything is.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { CUDA_GIGABYTES, GIGABYTES } = require("./disk-use.js");
const { prepare, readSetup, sayNotReady } = require("./prepare.js");

const HELP = `npm run setup [-- OPTION]

Sets up this folder: npm packages, a Python environment with JupyterLab, TensorFlow, its addon for Node, the compiled
library, the notebook kernel. Parts that are up to date are left unchanged.

  --without-training   leave out TensorFlow and its addon (saves ${GIGABYTES[".setup"]} GB): draws, mutates and steps, but cannot train
  --with-training      include them again
  --help               print this text

Everything goes into this folder; to uninstall, remove these four:
  node_modules/  npm packages          ${GIGABYTES.node_modules} GB
  .venv/         Python, JupyterLab    ${GIGABYTES[".venv"]} GB
  .setup/        TensorFlow, logs      ${GIGABYTES[".setup"]} GB (with an NVIDIA driver, CUDA included: ${CUDA_GIGABYTES} GB)
  build/         the compiled library  a few MB
Outside it, npm and pip keep their usual download caches (about 0.5 GB; npm_config_cache and PIP_CACHE_DIR move them).
`;

/**
 * The disk use of a folder in readable form.
 * @param {string} folder
 * @returns {string} "" if it is missing
 */
function sayDiskUse(folder) {
  if (!fs.existsSync(folder)) return "";
  const bytes = 1024 * Number.parseInt(childProcess.spawnSync("du", ["-sk", folder], { encoding: "utf8" }).stdout, 10);
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;
}

/** @returns {string} */
function sayWhereFilesAre() {
  const { paths } = readSetup();
  return [paths.nodeModules, paths.venv, paths.state, paths.build]
    .map((folder) => [path.basename(folder) + "/", sayDiskUse(folder)])
    .filter(([, size]) => size)
    .map(([name, size]) => `${name} ${size}`)
    .join(", ");
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  const known = ["--help", "-h", "--without-training", "--with-training"];
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown) {
    process.stderr.write(`setup: unknown option ${unknown}; npm run setup -- --help lists the options\n`);
    return 2;
  }
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const training = args.includes("--without-training") ? false : args.includes("--with-training") ? true : undefined;
  const began = Date.now();
  const preparation = await prepare(training === undefined ? {} : { training });
  if (preparation.failed.length > 0) {
    process.stdout.write(sayNotReady(preparation));
    return 1;
  }
  if (preparation.made.length > 0) process.stdout.write(`In this folder: ${sayWhereFilesAre()}\n`);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  process.stdout.write(`ready (${seconds} s)${preparation.training ? "" : ", without training"}\n`);
  return 0;
}

if (require.main === module) main(process.argv.slice(2)).then((code) => (process.exitCode = code));

module.exports = { main, HELP };
