"use strict";
// The paths that set-up uses, all inside the project's folder.

const path = require("node:path");

/**
 * @typedef {object} ProjectPaths
 * @property {string} root the project's folder
 * @property {string} own kernel-setup itself
 * @property {string} nodeModules
 * @property {string} venv the Python environment
 * @property {string} python the environment's Python
 * @property {string} state set-up's downloads and records: TensorFlow, logs, choices
 * @property {string} logs one log per step
 * @property {string} tensorflow TensorFlow's wheel, unpacked
 * @property {string} binding the npm package whose native half is compiled here
 * @property {string} build the compiled library and tests
 */

/**
 * The project's paths.
 * @param {string} [root] the project's folder; default: the one that contains this file
 * @returns {ProjectPaths} absolute paths
 */
function projectPaths(root = path.resolve(__dirname, "..")) {
  const state = path.join(root, ".setup");
  const venv = path.join(root, ".venv");
  return Object.freeze({
    root,
    own: path.join(root, "kernel-setup"),
    nodeModules: path.join(root, "node_modules"),
    venv,
    python: path.join(venv, "bin", "python"),
    state,
    logs: path.join(state, "log"),
    tensorflow: path.join(state, "tensorflow"),
    binding: path.join(root, "node_modules", "@tensorflow", "tfjs-node-gpu"),
    build: path.join(root, "build"),
  });
}

module.exports = { projectPaths };
