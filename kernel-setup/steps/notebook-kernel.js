"use strict";
// Step 7: registers tslab, the TypeScript kernel, with the environment's JupyterLab only.

const fs = require("node:fs");
const path = require("node:path");
const { runCommand } = require("../run-command.js");
const { CLEAN_PYTHON } = require("./python-environment.js");

/** @typedef {import("../project-paths.js").ProjectPaths} ProjectPaths */

/** @param {ProjectPaths} paths */
const kernelFile = (paths) => path.join(paths.venv, "share", "jupyter", "kernels", "tslab", "kernel.json");

/** @param {ProjectPaths} paths */
const program = (paths) => path.join(paths.nodeModules, "tslab", "bin", "tslab");

/**
 * The command by which Jupyter starts the kernel: with this Node, which need not be on the PATH of the user who starts
 * Jupyter.
 * @param {ProjectPaths} paths
 * @returns {string[]}
 */
function wantedArguments(paths) {
  return [process.execPath, program(paths), "kernel", "--config-path", "{connection_file}"];
}

/** @type {import("./step.js").Step} */
const notebookKernel = {
  name: "tslab kernel",
  after: ["npm packages", "Python environment"],
  forTraining: false,
  usualSeconds: 2,
  inspect({ paths }) {
    const manifest = path.join(paths.nodeModules, "tslab", "package.json");
    const version = fs.existsSync(manifest) ? JSON.parse(fs.readFileSync(manifest, "utf8")).version : "";
    if (!fs.existsSync(kernelFile(paths))) return { ready: false, version, detail: "not made yet" };
    const found = JSON.parse(fs.readFileSync(kernelFile(paths), "utf8")).argv;
    const ready = fs.existsSync(found[0]) && found[1] === program(paths) && fs.existsSync(found[1]);
    return { ready, version, detail: ready ? "" : "made for another Node or folder" };
  },
  async make({ paths }, log) {
    await runCommand(
      process.execPath,
      [program(paths), "install", "--prefix", paths.venv, "--python", paths.python, "--binary", program(paths)],
      { cwd: paths.root, log, env: { ...process.env, ...CLEAN_PYTHON } },
    );
    const kernel = JSON.parse(fs.readFileSync(kernelFile(paths), "utf8"));
    fs.writeFileSync(kernelFile(paths), JSON.stringify({ ...kernel, argv: wantedArguments(paths) }, null, 2) + "\n");
  },
};

module.exports = { notebookKernel };
