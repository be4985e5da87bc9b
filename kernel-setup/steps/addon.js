"use strict";
// Step 5: the native half of @tensorflow/tfjs-node-gpu, compiled from the package's own sources against TensorFlow's
// wheel, with the project's session options. The same package then runs with and without a GPU. The package's install
// script is never run: it downloads from outside the registries.

const childProcess = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { findProgram, runCommand, SetupFailure } = require("../run-command.js");
const { differenceOf, hashFile, readStamp, writeStamp } = require("../stamp.js");
const { compileFusedKernels, hashFusedSources } = require("./fused-kernels.js");
const { installedTensorflow } = require("./tensorflow.js");

/** @typedef {import("../project-paths.js").ProjectPaths} ProjectPaths */

/** @param {ProjectPaths} paths */
const addonFile = (paths) => path.join(paths.binding, "lib", "napi-v8", "tfjs_binding.node");
/** @param {ProjectPaths} paths */
const stampFile = (paths) => path.join(paths.binding, "lib", "napi-v8", "hiernas-stamp.json");
/** @param {ProjectPaths} paths */
const optionsHeader = (paths) => path.join(paths.own, "native", "session-options.h");

/**
 * @param {ProjectPaths} paths
 * @returns {string} "" when the package is missing
 */
function bindingVersion(paths) {
  const file = path.join(paths.binding, "package.json");
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")).version : "";
}

/**
 * @param {ProjectPaths} paths
 * @returns {Record<string, string>}
 */
function wantedStamp(paths) {
  return {
    TensorFlow: installedTensorflow(paths),
    "session options": hashFile(optionsHeader(paths)),
    "fused kernels": hashFusedSources(paths),
    binding: bindingVersion(paths),
    machine: `${process.platform} ${process.arch}`,
    // Earlier versions installed a prebuilt addon.
    origin: "compiled here",
  };
}

/** @returns {string | undefined} the C++ compiler to use, by name or path */
const findCompiler = () => [process.env["CXX"], "g++", "c++", "clang++"].find((name) => name && findProgram(name));

/**
 * A compiler's own description, so that a new one gets another try.
 * @param {string | undefined} compiler
 * @returns {string} "" for none
 */
function compilerVersion(compiler) {
  if (compiler === undefined) return "";
  return childProcess.spawnSync(compiler, ["--version"], { encoding: "utf8" }).stdout?.split("\n")[0] ?? "";
}

/**
 * The folder of node_api.h: Node's own headers, otherwise those of an npm package.
 * @param {ProjectPaths} paths
 * @returns {string}
 */
function nodeHeaders(paths) {
  const own = path.resolve(fs.realpathSync(process.execPath), "..", "..", "include", "node");
  return fs.existsSync(path.join(own, "node_api.h"))
    ? own
    : path.join(paths.nodeModules, "node-api-headers", "include");
}

/**
 * The compiler's arguments; `objects` are linked in. The path to TensorFlow's libraries is relative to the addon, so
 * that the project can be moved.
 * @param {ProjectPaths} paths
 * @param {string} out
 * @param {readonly string[]} [objects]
 * @returns {string[]}
 */
function compilerArguments(paths, out, objects = []) {
  const wheel = path.join(paths.tensorflow, "tensorflow");
  const mac = process.platform === "darwin";
  const libraries = mac
    ? ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"]
    : ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
  const here = mac ? "@loader_path" : "$ORIGIN";
  return [
    ...["-O2", "-shared", "-fPIC", "-std=c++17", "-DNAPI_VERSION=8"],
    ...(mac ? ["-undefined", "dynamic_lookup"] : []),
    ...["-include", optionsHeader(paths)],
    ...[`-I${path.join(wheel, "include")}`, `-I${nodeHeaders(paths)}`],
    ...["tfjs_backend.cc", "tfjs_binding.cc"].map((name) => path.join(paths.binding, "binding", name)),
    ...objects,
    ...(objects.length > 0 ? ["-pthread"] : []),
    ...libraries.map((name) => path.join(wheel, name)),
    `-Wl,-rpath,${here}/${path.relative(path.dirname(addonFile(paths)), wheel)}`,
    ...["-o", out],
  ];
}

/** The remedy when the fused kernels did not compile: set-up tries again with every new compiler. */
const MEND_FUSED = "install g++ 11 or newer, then npm run setup";

/** Loads the addon's package and runs one operation. */
const TRIAL =
  'const util = require("node:util"); util.isNullOrUndefined ??= (v) => v == null; util.isArray ??= Array.isArray;' +
  'const tf = require("@tensorflow/tfjs-node-gpu");' +
  "if (tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()[0] !== 3) process.exit(1);";

/** What is compiled: with the fused kernels (`reason` ""), or without them and why. */
/** @typedef {{ kernels: "fused" | "none", reason: string, compiler: string }} Compiled */

/**
 * @param {ProjectPaths} paths
 * @param {string} log
 * @returns {Promise<Compiled>}
 */
async function compile(paths, log) {
  const compiler = findCompiler();
  if (!compiler) {
    const mend = process.platform === "darwin" ? "xcode-select --install" : "sudo apt-get install g++";
    throw new SetupFailure("no C++ compiler (g++, c++ or clang++) on the PATH", `${mend}, then npm run setup`);
  }
  const folder = fs.mkdtempSync(path.join(path.dirname(addonFile(paths)), "compile-"));
  try {
    let reason = "";
    const objects = await compileFusedKernels(paths, compiler, folder, log).catch((failure) => {
      reason = String(failure instanceof Error ? failure.message : failure);
      return [];
    });
    const unfinished = path.join(folder, "tfjs_binding.node");
    await runCommand(compiler, compilerArguments(paths, unfinished, objects), { cwd: paths.root, log });
    // Atomic, and never into a file that a running program has loaded.
    fs.renameSync(unfinished, addonFile(paths));
    await runCommand(process.execPath, ["-e", TRIAL], { cwd: paths.root, log });
    return { kernels: objects.length > 0 ? "fused" : "none", reason, compiler: compilerVersion(compiler) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** @type {import("./step.js").Step} */
const addon = {
  name: "TensorFlow addon",
  after: ["npm packages", "TensorFlow"],
  forTraining: true,
  usualSeconds: 12,
  inspect({ paths }) {
    const stamp = fs.existsSync(addonFile(paths)) ? readStamp(stampFile(paths)) : null;
    const version = stamp ? `${stamp["binding"]}, ${stamp["origin"]}` : "";
    const difference = differenceOf(stamp, wantedStamp(paths));
    if (difference !== null) return { ready: false, version, detail: difference };
    if (stamp === null || stamp["kernels"] === "fused") return { ready: true, version, detail: "" };
    const compiler = findCompiler();
    if (compiler !== undefined && compilerVersion(compiler) !== stamp["compiler"]) {
      return { ready: false, version, detail: "the compiler has changed" };
    }
    return { ready: true, version, detail: "", remark: sayUnfused(stamp), mend: MEND_FUSED };
  },
  async make({ paths }, log) {
    fs.mkdirSync(path.dirname(addonFile(paths)), { recursive: true });
    fs.rmSync(stampFile(paths), { force: true });
    try {
      writeStamp(stampFile(paths), { ...wantedStamp(paths), ...(await compile(paths, log)) });
    } catch (failure) {
      fs.rmSync(addonFile(paths), { force: true });
      throw failure;
    }
  },
};

/**
 * The consequence of missing fused kernels, and their cause.
 * @param {Readonly<Record<string, string>>} stamp
 * @returns {string}
 */
function sayUnfused({ reason = "", compiler = "" }) {
  const why = [reason, compiler].filter(Boolean).join("; ");
  return `the fused kernels did not compile${why ? ` (${why})` : ""}: training is 2 to 3 times slower`;
}

module.exports = { addon, compilerArguments };
