"use strict";
// Step 6: the library and its tests, compiled by TypeScript into build/.

const fs = require("node:fs");
const path = require("node:path");
const { runCommand, SetupFailure } = require("../run-command.js");
const { differenceOf, hashTree, readStamp, writeStamp } = require("../stamp.js");

const SOURCES = ["lib", "test", "tsconfig.json"];

/** @typedef {import("../project-paths.js").ProjectPaths} ProjectPaths */

/** @param {ProjectPaths} paths */
const stampFile = (paths) => path.join(paths.build, "hiernas-stamp.json");

/** @param {ProjectPaths} paths */
const compilerFolder = (paths) => path.join(paths.nodeModules, "typescript");

/**
 * @param {ProjectPaths} paths
 * @returns {Record<string, string>}
 */
function wantedStamp(paths) {
  const manifest = path.join(compilerFolder(paths), "package.json");
  return {
    source: hashTree(paths.root, SOURCES),
    compiler: fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, "utf8")).version : "",
  };
}

/**
 * Removes compiled files whose source is gone, because mocha would still run them.
 * @param {ProjectPaths} paths
 */
function removeOrphans(paths) {
  for (const folder of ["lib", "test"]) {
    const compiled = path.join(paths.build, folder);
    if (!fs.existsSync(compiled)) continue;
    for (const entry of fs.readdirSync(compiled, { recursive: true, encoding: "utf8" })) {
      const stem = /^(.*?)\.(js|d\.ts)(\.map)?$/.exec(entry)?.[1];
      if (stem === undefined || fs.existsSync(path.join(paths.root, folder, `${stem}.ts`))) continue;
      fs.rmSync(path.join(compiled, entry), { force: true });
    }
  }
}

/** @type {import("./step.js").Step} */
const library = {
  name: "library",
  after: ["npm packages"],
  forTraining: false,
  usualSeconds: 12,
  inspect({ paths }) {
    const stamp = readStamp(stampFile(paths));
    const difference = differenceOf(stamp, wantedStamp(paths));
    return {
      ready: difference === null,
      version: stamp ? `TypeScript ${stamp["compiler"]}` : "",
      detail: difference ?? "",
    };
  },
  async make({ paths }, log) {
    // The compiler trusts its own record of what it has written, which may be wrong without a stamp.
    if (!readStamp(stampFile(paths))) fs.rmSync(path.join(paths.build, ".tsbuildinfo"), { force: true });
    fs.rmSync(stampFile(paths), { force: true });
    removeOrphans(paths);
    const stamp = wantedStamp(paths);
    const compiler = path.join(compilerFolder(paths), "bin", "tsc");
    try {
      await runCommand(process.execPath, [compiler, "-p", "tsconfig.json"], { cwd: paths.root, log });
    } catch (failure) {
      const errors = fs.readFileSync(log, "utf8").match(/^\S+\(\d+,\d+\): error TS.*/gm);
      if (!errors) throw failure;
      throw new SetupFailure(`${errors.length} type errors, first ${errors[0]}`, "npm run build, which lists them");
    }
    writeStamp(stampFile(paths), stamp);
  },
};

module.exports = { library };
