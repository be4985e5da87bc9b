"use strict";
// Step 5: the native half of @tensorflow/tfjs-node-gpu, compiled from the package's own sources against TensorFlow's
// wheel,
// with our session options. The same package then runs with and without a GPU. Only if that fails, the package's own
// install is tried: it downloads a TensorFlow of 2022.

const fs = require("node:fs");
const path = require("node:path");
const { findProgram, runCommand, SetupFailure } = require("../run-command.js");
const { differenceOf, hashFile, readStamp, writeStamp } = require("../stamp.js");
const { compileFusedKernels, hashFusedSources } = require("./fused-kernels.js");
const { npmCommand } = require("./npm-packages.js");
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
  };
}

/**
 * Where node_api.h is: Node's own headers, else the npm package that carries them.
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
 * The compiler's arguments, `objects` are linked in. The way to TensorFlow's libraries is written relative to the
 * addon, so the project may move.
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

/** Loads the addon's package and runs one operation. */
const TRIAL =
  'const util = require("node:util"); util.isNullOrUndefined ??= (v) => v == null; util.isArray ??= Array.isArray;' +
  'const tf = require("@tensorflow/tfjs-node-gpu");' +
  "if (tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync()[0] !== 3) process.exit(1);";

/**
 * @param {ProjectPaths} paths
 * @param {string} log
 * @returns {Promise<"fused" | "stock">} whether the fused kernels are in it
 */
async function compile(paths, log) {
  const compiler = [process.env["CXX"], "g++", "c++", "clang++"].find((name) => name && findProgram(name));
  if (!compiler) throw new SetupFailure("no C++ compiler on the PATH", "sudo apt-get install g++, then npm run setup");
  const folder = fs.mkdtempSync(path.join(path.dirname(addonFile(paths)), "compile-"));
  try {
    const objects = await compileFusedKernels(paths, compiler, folder, log).catch(() => []);
    const unfinished = path.join(folder, "tfjs_binding.node");
    await runCommand(compiler, compilerArguments(paths, unfinished, objects), { cwd: paths.root, log });
    // In one piece, and never into a file that a running program has loaded.
    fs.renameSync(unfinished, addonFile(paths));
    await runCommand(process.execPath, ["-e", TRIAL], { cwd: paths.root, log });
    return objects.length > 0 ? "fused" : "stock";
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
    const difference = differenceOf(stamp, wantedStamp(paths));
    const version = stamp ? `${stamp["binding"]}, ${stamp["origin"]}` : "";
    return { ready: difference === null, version, detail: difference ?? "" };
  },
  async make({ paths }, log) {
    fs.mkdirSync(path.dirname(addonFile(paths)), { recursive: true });
    fs.rmSync(stampFile(paths), { force: true });
    let origin = "compiled here";
    let kernels = "stock";
    try {
      kernels = await compile(paths, log);
    } catch (failure) {
      fs.rmSync(addonFile(paths), { force: true });
      const [npm, first] = npmCommand();
      const install = ["rebuild", "--ignore-scripts=false", "--foreground-scripts", "@tensorflow/tfjs-node-gpu"];
      try {
        await runCommand(npm, [...first, ...install], { cwd: paths.root, log });
        await runCommand(process.execPath, ["-e", TRIAL], { cwd: paths.root, log });
        origin = "the package's own";
      } catch {
        fs.rmSync(addonFile(paths), { force: true });
        throw failure;
      }
    }
    writeStamp(stampFile(paths), { ...wantedStamp(paths), origin, kernels });
  },
};

module.exports = { addon, compilerArguments };
