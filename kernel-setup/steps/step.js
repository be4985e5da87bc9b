"use strict";
// What a step of set-up is: it looks in milliseconds whether its part is there, and makes it when it is not.

/**
 * @typedef {object} Setup what every step knows
 * @property {import("../project-paths.js").ProjectPaths} paths
 * @property {boolean} training false: TensorFlow and the addon are left out
 */

/**
 * @typedef {object} Inspection
 * @property {boolean} ready
 * @property {string} version what is there; "" for nothing
 * @property {string} detail why it is not ready
 * @property {string} [remark] what is missing in a part that is ready without it
 * @property {string} [mend] what brings that
 */

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} after names of the steps without which it cannot be done
 * @property {boolean} forTraining left out where nobody trains
 * @property {number} usualSeconds with empty caches on two cores
 * @property {(setup: Setup) => Inspection} inspect
 * @property {(setup: Setup, log: string) => Promise<void>} make
 */

/**
 * A name as a file name.
 * @param {Step} step
 * @returns {string} `npm packages` → `npm-packages.log`
 */
function logNameOf(step) {
  return step.name.replaceAll(" ", "-") + ".log";
}

module.exports = { logNameOf };
