"use strict";
// A step of set-up: checks in milliseconds whether its part is ready, and installs it if not.

/**
 * @typedef {object} Setup the settings for every step
 * @property {import("../project-paths.js").ProjectPaths} paths
 * @property {boolean} training false: TensorFlow and the addon are left out
 */

/**
 * @typedef {object} Inspection
 * @property {boolean} ready
 * @property {string} version the installed version; "" for none
 * @property {string} detail why it is not ready
 * @property {string} [remark] an optional component that a ready part lacks
 * @property {string} [mend] how to get it
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} after names of the steps that it needs
 * @property {boolean} forTraining left out without training
 * @property {number} usualSeconds usual time with empty caches on two cores
 * @property {(setup: Setup) => Inspection} inspect
 * @property {(setup: Setup, log: string) => Promise<void>} make
 */

/**
 * The file name of a step's log.
 * @param {Step} step
 * @returns {string} `npm packages` → `npm-packages.log`
 */
function logNameOf(step) {
  return step.name.replaceAll(" ", "-") + ".log";
}

module.exports = { logNameOf };
