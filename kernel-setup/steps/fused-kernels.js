"use strict";
// The fused CPU kernels: the project's own C++, compiled into the addon beside the binding. Optional: without them the
// library runs TensorFlow's own operations.

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { runCommand } = require("../run-command.js");
const { hashFile } = require("../stamp.js");

/** @typedef {import("../project-paths.js").ProjectPaths} ProjectPaths */

/** @param {ProjectPaths} paths */
const sourceFolder = (paths) => path.join(paths.own, "native", "fused");

/**
 * A hash of the source files.
 * @param {ProjectPaths} paths
 * @returns {string}
 */
function hashFusedSources(paths) {
  const hash = crypto.createHash("sha256");
  const sources = fs.readdirSync(sourceFolder(paths)).filter((name) => /\.(cc|h)$/.test(name));
  for (const name of sources.sort()) hash.update(`${name} ${hashFile(path.join(sourceFolder(paths), name))}\n`);
  return hash.digest("hex");
}

/** The kernels are compiled once per vector width; the one to run is chosen on loading. */
const BUILDS = [
  ...(process.arch === "x64"
    ? [
        { isa: "avx512", lanes: 16, flags: ["-march=skylake-avx512", "-mprefer-vector-width=512"] },
        { isa: "avx2", lanes: 8, flags: ["-march=haswell"] },
      ]
    : []),
  { isa: "portable", lanes: 4, flags: [] },
];

/**
 * The compiler's arguments for each object file of the kernels.
 * @param {ProjectPaths} paths
 * @param {string} folder the folder for the objects
 * @returns {readonly { readonly object: string, readonly args: readonly string[] }[]}
 */
function fusedCompilations(paths, folder) {
  const source = (/** @type {string} */ name) => path.join(sourceFolder(paths), name);
  const common = ["-std=c++20", "-O3", "-fPIC", "-Wall", "-Wextra", "-pthread"];
  const x86 = process.arch === "x64" ? ["-DHIERNAS_X86"] : [];
  const headers = path.join(paths.tensorflow, "tensorflow", "include");
  const compilation = (/** @type {string} */ name, /** @type {readonly string[]} */ flags, object = name) => {
    const out = path.join(folder, `${object}.o`);
    return { object: out, args: [...common, ...flags, "-c", source(name), "-o", out] };
  };
  return [
    ...BUILDS.map(({ isa, lanes, flags }) =>
      compilation("network.cc", [...flags, `-DHIERNAS_ISA=${isa}`, `-DHIERNAS_LANES=${lanes}`], `network-${isa}`),
    ),
    compilation("program.cc", []),
    compilation("sizes.cc", []),
    compilation("make-network.cc", x86),
    compilation("operation.cc", ["-isystem", headers]),
  ];
}

/**
 * Compiles the kernels, all files at once, and returns the object files.
 * @param {ProjectPaths} paths
 * @param {string} compiler
 * @param {string} folder
 * @param {string} log
 * @returns {Promise<readonly string[]>}
 */
async function compileFusedKernels(paths, compiler, folder, log) {
  const compilations = fusedCompilations(paths, folder);
  const runs = await Promise.allSettled(
    compilations.map(({ args }) => runCommand(compiler, args, { cwd: paths.root, log })),
  );
  // Their folder may be removed only when all have ended.
  for (const run of runs) if (run.status === "rejected") throw run.reason;
  return compilations.map(({ object }) => object);
}

module.exports = { compileFusedKernels, fusedCompilations, hashFusedSources };
