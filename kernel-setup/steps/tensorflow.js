"use strict";
// Step 4: TensorFlow's wheel, unpacked beside the Python environment, not in it: Node needs only its libraries and
// headers, none of its Python dependencies, and the same wheel works with any Python on the machine.

const fs = require("node:fs");
const path = require("node:path");
const { findProgram, runCommand } = require("../run-command.js");
const { hashFile, readStamp, writeStamp } = require("../stamp.js");
const { CLEAN_PYTHON } = require("./python-environment.js");

/** The wheel's Python version; Python code in the wheel is never run. */
const WHEEL_PYTHON = "3.12";

/** @typedef {"cpu" | "cuda"} Variant */

/**
 * Whether this machine has an NVIDIA driver, including Windows's driver in WSL.
 * @returns {boolean}
 */
function hasNvidiaDriver() {
  if (process.platform !== "linux") return false;
  const places = ["/proc/driver/nvidia/version", "/usr/lib/wsl/lib/nvidia-smi"];
  return places.some((place) => fs.existsSync(place)) || findProgram("nvidia-smi") !== null;
}

/** @param {import("../project-paths.js").ProjectPaths} paths @param {Variant} variant */
const lockFile = (paths, variant) => path.join(paths.own, `tensorflow-${variant}.lock`);

/** @param {import("../project-paths.js").ProjectPaths} paths */
const stampFile = (paths) => path.join(paths.tensorflow, "hiernas-stamp.json");

/**
 * The installed version as in the addon's stamp.
 * @param {import("../project-paths.js").ProjectPaths} paths
 * @returns {string} `2.21.0 cpu`, "" for nothing
 */
function installedTensorflow(paths) {
  const stamp = readStamp(stampFile(paths));
  return stamp ? `${stamp["version"]} ${stamp["variant"]}` : "";
}

/**
 * The version of the unpacked wheel.
 * @param {string} folder
 * @returns {string}
 */
function wheelVersion(folder) {
  const info = fs.readdirSync(folder).find((name) => /^tensorflow(_cpu)?-[\d.]+\.dist-info$/.test(name));
  return info ? (/-([\d.]+)\.dist-info$/.exec(info)?.[1] ?? "") : "";
}

/**
 * Removes the files that only Python uses, a sixth of the wheel.
 * @param {string} folder
 */
function keepLibrariesAndHeaders(folder) {
  const wheel = path.join(folder, "tensorflow");
  for (const name of fs.readdirSync(wheel)) {
    if (name !== "include" && !name.startsWith("libtensorflow"))
      fs.rmSync(path.join(wheel, name), { recursive: true, force: true });
  }
}

/** @type {import("./step.js").Step} */
const tensorflow = {
  name: "TensorFlow",
  after: ["Python environment"],
  forTraining: true,
  usualSeconds: hasNvidiaDriver() ? 240 : 30,
  inspect({ paths }) {
    const stamp = readStamp(stampFile(paths));
    const version = installedTensorflow(paths);
    if (!stamp) return { ready: false, version, detail: "not installed yet" };
    // The CUDA build also runs without a GPU, so only switching to it is worth a download.
    const variant = hasNvidiaDriver() ? "cuda" : stamp["variant"] === "cuda" ? "cuda" : "cpu";
    if (variant !== stamp["variant"]) return { ready: false, version, detail: "an NVIDIA driver has been installed" };
    const same = stamp["lock file"] === hashFile(lockFile(paths, variant));
    return { ready: same, version, detail: same ? "" : "made from another lock file" };
  },
  async make({ paths }, log) {
    const variant = hasNvidiaDriver() ? "cuda" : "cpu";
    const unfinished = `${paths.tensorflow}.new`;
    const temporary = path.join(paths.state, "tmp");
    fs.rmSync(unfinished, { recursive: true, force: true });
    fs.mkdirSync(temporary, { recursive: true });
    try {
      // pip unpacks in its temporary folder first, and /tmp is often too small.
      const env = { ...process.env, ...CLEAN_PYTHON, TMPDIR: temporary };
      await runCommand(
        paths.python,
        ["-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
          .concat(["--no-deps", "--only-binary=:all:", "--python-version", WHEEL_PYTHON, "--target", unfinished])
          .concat(["--require-hashes", "-r", lockFile(paths, variant)]),
        { cwd: paths.root, log, env },
      );
      keepLibrariesAndHeaders(unfinished);
      writeStamp(stampFile({ ...paths, tensorflow: unfinished }), {
        variant,
        version: wheelVersion(unfinished),
        "lock file": hashFile(lockFile(paths, variant)),
      });
      fs.rmSync(paths.tensorflow, { recursive: true, force: true });
      fs.renameSync(unfinished, paths.tensorflow);
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
      fs.rmSync(unfinished, { recursive: true, force: true });
    }
  },
};

module.exports = { tensorflow, installedTensorflow, hasNvidiaDriver };
