"use strict";
// Where set-up finds and puts things, all of it inside the project's folder.

const path = require("node:path");

/**
 * @typedef {object} ProjectPaths
 * @property {string} root the project's folder
 * @property {string} own kernel-setup itself
 * @property {string} nodeModules
 * @property {string} venv the Python environment
 * @property {string} python the environment's Python
 * @property {string} state what set-up remembers and downloads: TensorFlow, logs, choices
 * @property {string} logs one log a step
 * @property {string} tensorflow TensorFlow's wheel, unpacked
 * @property {string} binding the npm package whose native half we compile
 * @property {string} build the compiled library and tests
 */

/**
 * The project's places.
 * @param {string} [root] the project's folder; default: the one this file is in
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
