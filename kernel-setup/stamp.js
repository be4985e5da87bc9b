"use strict";
// Stamps: small JSON files that record what a part was built from, so that set-up can tell in milliseconds whether it
// is up to date.

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

/**
 * The SHA-256 of a file's bytes, or of the empty string if there is no such file.
 * @param {string} file
 * @returns {string} 64 hexadecimal digits
 */
function hashFile(file) {
  const hash = crypto.createHash("sha256");
  if (fs.existsSync(file)) hash.update(fs.readFileSync(file));
  return hash.digest("hex");
}

/**
 * A hash of the names, sizes and times of all files in some folders, which changes when a file is edited, added or
 * removed.
 * @param {string} root names are relative to it
 * @param {readonly string[]} entries files or folders, relative to root
 * @returns {string} 64 hexadecimal digits
 */
function hashTree(root, entries) {
  const hash = crypto.createHash("sha256");
  /** @param {string} entry */
  const visit = (entry) => {
    const stat = fs.statSync(path.join(root, entry), { throwIfNoEntry: false });
    if (stat?.isDirectory()) {
      for (const name of fs.readdirSync(path.join(root, entry)).sort()) visit(path.join(entry, name));
    } else if (stat) {
      hash.update(`${entry}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const entry of entries) visit(entry);
  return hash.digest("hex");
}

/**
 * The contents of a stamp file; null if it is missing or damaged.
 * @param {string} file
 * @returns {Readonly<Record<string, string>> | null}
 */
function readStamp(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * Writes a stamp atomically: a killed process leaves the old stamp or the new one.
 * @param {string} file
 * @param {Readonly<Record<string, string>>} stamp
 */
function writeStamp(file, stamp) {
  const unfinished = `${file}.${process.pid}`;
  fs.writeFileSync(unfinished, JSON.stringify(stamp, null, 2) + "\n");
  fs.renameSync(unfinished, file);
}

/**
 * Describes the first entry in which a stamp differs from the wanted one; null if all agree.
 * @param {Readonly<Record<string, string>> | null} found
 * @param {Readonly<Record<string, string>>} wanted
 * @returns {string | null}
 */
function differenceOf(found, wanted) {
  if (!found) return "not made yet";
  const key = Object.keys(wanted).find((name) => found[name] !== wanted[name]);
  return key === undefined ? null : `made from another ${key}`;
}

module.exports = { hashFile, hashTree, readStamp, writeStamp, differenceOf };
