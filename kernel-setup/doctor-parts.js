"use strict";
// The parts that doctor lists: version, state, and the command that fixes each. Only inspects, in milliseconds.

const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { STEPS } = require("./prepare.js");
const { findProgram } = require("./run-command.js");
const { hashFile, readStamp } = require("./stamp.js");
const { addon } = require("./steps/addon.js");

/**
 * @typedef {"ready" | "missing" | "outdated" | "optional" | "left out"} PartState "optional": missing, but not needed
 */

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} version "" if it is missing
 * @property {PartState} state
 * @property {string} detail
 * @property {string} mend the command that fixes it; "" if it needs none
 */

/** @typedef {import("./steps/step.js").Setup} Setup */

/**
 * The part that a step of set-up installs.
 * @param {import("./steps/step.js").Step} step
 * @param {Setup} setup
 * @returns {Part}
 */
function partOfStep(step, setup) {
  const { ready, version, detail } = step.inspect(setup);
  const name = step.name;
  if (step.forTraining && !setup.training) {
    return { name, version: "", state: "left out", detail: "", mend: "npm run setup -- --with-training" };
  }
  if (ready) return { name, version, state: "ready", detail, mend: "" };
  const mend = name === "Node" ? "install Node 20.19 or newer (kernel-setup/README.md says how)" : "npm run setup";
  return { name, version, state: version ? "outdated" : "missing", detail, mend };
}

/**
 * A package of the Python environment.
 * @param {string} name
 * @param {Setup} setup
 * @returns {Part}
 */
function partOfPythonPackage(name, setup) {
  const folders = fs.existsSync(path.join(setup.paths.venv, "lib"))
    ? fs.readdirSync(path.join(setup.paths.venv, "lib"))
    : [];
  for (const folder of folders) {
    const packages = path.join(setup.paths.venv, "lib", folder, "site-packages");
    const info = (fs.existsSync(packages) ? fs.readdirSync(packages) : []).find(
      (entry) => entry.startsWith(`${name.toLowerCase()}-`) && entry.endsWith(".dist-info"),
    );
    if (info) {
      return { name, version: info.slice(name.length + 1, -".dist-info".length), state: "ready", detail: "", mend: "" };
    }
  }
  return { name, version: "", state: "missing", detail: "", mend: "npm run setup" };
}

/**
 * The stamp of the addon; null if there is none.
 * @param {Setup} setup
 */
const readAddonStamp = (setup) => readStamp(path.join(setup.paths.binding, "lib", "napi-v8", "hiernas-stamp.json"));

/**
 * Whether the addon was compiled with the project's session options.
 * @param {Setup} setup
 * @returns {Part}
 */
function partOfSessionOptions(setup) {
  const name = "session options";
  if (!setup.training) return { name, version: "", state: "left out", detail: "", mend: "" };
  const stamp = readAddonStamp(setup);
  const header = hashFile(path.join(setup.paths.own, "native", "session-options.h"));
  if (stamp?.["origin"] === "compiled here" && stamp["session options"] === header) {
    return { name, version: "", state: "ready", detail: "graph optimizer off", mend: "" };
  }
  return { name, version: "", state: "missing", detail: "", mend: "npm run setup" };
}

/**
 * Whether a training step is one fused operation.
 * @param {Setup} setup
 * @returns {Part}
 */
function partOfFusedKernels(setup) {
  const name = "fused kernels";
  if (!setup.training) return { name, version: "", state: "left out", detail: "", mend: "" };
  const stamp = readAddonStamp(setup);
  if (stamp?.["kernels"] === "fused") {
    return { name, version: "", state: "ready", detail: "a training step is one operation", mend: "" };
  }
  const { remark, mend = "npm run setup" } = addon.inspect(setup);
  if (remark === undefined) return { name, version: "", state: "missing", detail: "", mend };
  return { name, version: "", state: "optional", detail: remark, mend };
}

/**
 * The browser that prints decks, and that some tests use.
 * @returns {Part}
 */
function partOfChromium() {
  const name = "Chromium";
  const found = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].find(findProgram);
  if (found) return { name, version: "", state: "ready", detail: findProgram(found) ?? "", mend: "" };
  const detail = "prints decks as PDF; some tests use it";
  return { name, version: "", state: "optional", detail, mend: "sudo apt-get install chromium" };
}

/**
 * The letters in pictures.
 * @returns {Part}
 */
function partOfFonts() {
  const name = "Liberation fonts";
  const folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts"].concat(
    [".fonts", ".local/share/fonts", "Library/Fonts"].map((folder) => path.join(os.homedir(), folder)),
  );
  for (const folder of folders) {
    if (!fs.existsSync(folder)) continue;
    const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
    const file = files.find((entry) => path.basename(entry) === "LiberationSans-Regular.ttf");
    if (file) return { name, version: "", state: "ready", detail: path.join(folder, file), mend: "" };
  }
  const detail = "pictures get other letters";
  return { name, version: "", state: "optional", detail, mend: "sudo apt-get install fonts-liberation" };
}

/**
 * What carries evaluations to other machines.
 * @param {Setup} setup
 * @returns {Part}
 */
function partOfQueue(setup) {
  const name = "many machines";
  const file = path.join(setup.paths.root, "node_modules", "pg-boss", "package.json");
  if (!fs.existsSync(file)) return { name, version: "", state: "missing", detail: "", mend: "npm run setup" };
  const { version } = /** @type {{ version: string }} */ (JSON.parse(fs.readFileSync(file, "utf8")));
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isAsked = major > 22 || (major === 22 && minor >= 12);
  const detail = isAsked ? "pg-boss" : "pg-boss asks for Node 22.12; hiernas tests it with this one too";
  return { name, version, state: "ready", detail, mend: "" };
}

/**
 * All parts, in the order in which set-up makes them.
 * @param {Setup} setup
 * @returns {readonly Part[]}
 */
function listParts(setup) {
  return STEPS.flatMap((step) => {
    const part = partOfStep(step, setup);
    if (step.name === "Python environment") {
      const names = ["JupyterLab", "nbclient", "nbconvert", "nbstripout"];
      return [part, ...names.map((name) => partOfPythonPackage(name, setup))];
    }
    return step.name === "TensorFlow addon" ? [part, partOfSessionOptions(setup), partOfFusedKernels(setup)] : [part];
  }).concat([partOfQueue(setup), partOfChromium(), partOfFonts()]);
}

module.exports = { listParts };
