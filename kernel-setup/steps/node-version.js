"use strict";
// Step 1: checks that Node is new enough. Nothing is installed.

const { SetupFailure } = require("../run-command.js");

const LEAST = /** @type {const} */ ([20, 19]);

/** @type {import("./step.js").Step} */
const nodeVersion = {
  name: "Node",
  after: [],
  forTraining: false,
  usualSeconds: 0,
  inspect() {
    const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
    const ready = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
    return { ready, version: process.versions.node, detail: ready ? "" : `needs ${LEAST.join(".")} or newer` };
  },
  async make() {
    throw new SetupFailure(
      `Node ${process.versions.node} is too old: ${LEAST.join(".")} or newer is needed`,
      "install a newer Node (kernel-setup/README.md says how), then npm run setup",
    );
  },
};

module.exports = { nodeVersion };
