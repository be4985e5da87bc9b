"use strict";
// Step 2: the npm packages of package-lock.json, without their install scripts, which none of them needs (zeromq,
// libsql and resvg include their binaries; TensorFlow's addon is compiled here).

const fs = require("node:fs");
const path = require("node:path");
const { runCommand } = require("../run-command.js");

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} LockedPackage */

/**
 * @param {string} file
 * @returns {Readonly<Record<string, LockedPackage>>} by folder
 */
function readLock(file) {
  return JSON.parse(fs.readFileSync(file, "utf8")).packages;
}

/**
 * The first package in which the installed tree differs from the lock. As its last act npm records in
 * node_modules/.package-lock.json what it installed, so a manual `npm install` counts too.
 * @param {string} lockFile
 * @param {string} installedFile
 * @returns {string | null} the difference in words; null if they agree
 */
function findDifference(lockFile, installedFile) {
  if (!fs.existsSync(installedFile)) return "not installed yet";
  const installed = readLock(installedFile);
  for (const [folder, wanted] of Object.entries(readLock(lockFile))) {
    const found = installed[folder];
    if (folder === "" || wanted.link || (!found && wanted.optional)) continue;
    if (!found) return `${folder} is missing`;
    if (found.version !== wanted.version || found.integrity !== wanted.integrity)
      return `${folder} has another version`;
  }
  return null;
}

/**
 * The npm to run: the one that started this process, otherwise the one on the PATH.
 * @returns {readonly [string, readonly string[]]} program and first arguments
 */
function npmCommand() {
  const npm = process.env["npm_execpath"];
  return npm && /npm-cli\.c?js$/.test(npm) ? [process.execPath, [npm]] : ["npm", []];
}

/** @type {import("./step.js").Step} */
const npmPackages = {
  name: "npm packages",
  after: ["Node"],
  forTraining: false,
  usualSeconds: 15,
  inspect({ paths }) {
    const installedFile = path.join(paths.nodeModules, ".package-lock.json");
    const difference = findDifference(path.join(paths.root, "package-lock.json"), installedFile);
    const count = fs.existsSync(installedFile) ? Object.keys(readLock(installedFile)).length : 0;
    return { ready: difference === null, version: count ? `${count} packages` : "", detail: difference ?? "" };
  },
  async make({ paths }, log) {
    const [command, first] = npmCommand();
    await runCommand(command, [...first, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: paths.root,
      log,
    });
  },
};

module.exports = { npmPackages, npmCommand, findDifference };
