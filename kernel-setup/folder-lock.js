"use strict";
// One set-up at a time in one folder: a second one waits, and a lock whose owner died is taken over (ours; no package
// can
// be used before the packages are there).

const fs = require("node:fs");
const path = require("node:path");

const POLL_MILLIS = 300;

/** @typedef {{ pid: number, born: string }} LockOwner */

/**
 * When a process began, so that a number given anew to another process is not taken for the old one; "" where the
 * system does not tell.
 * @param {number} pid
 * @returns {string}
 */
function birthOf(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/**
 * Whether the owner of a lock still runs.
 * @param {LockOwner} owner
 * @returns {boolean}
 */
function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH") return false;
  }
  return birthOf(owner.pid) === owner.born;
}

/**
 * @param {string} folder
 * @returns {LockOwner | null} null: there is no lock
 */
function ownerOf(folder) {
  try {
    return JSON.parse(fs.readFileSync(path.join(folder, "owner.json"), "utf8"));
  } catch {
    return null;
  }
}

/**
 * Takes the lock if it is free. A folder prepared under another name is renamed: that happens at once or not at all,
 * and the owner is inside from the first moment.
 * @param {string} folder
 * @returns {boolean} whether it is ours now
 */
function tryLock(folder) {
  const prepared = `${folder}.${process.pid}`;
  fs.rmSync(prepared, { recursive: true, force: true });
  fs.mkdirSync(prepared, { recursive: true });
  fs.writeFileSync(path.join(prepared, "owner.json"), JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }));
  try {
    fs.renameSync(prepared, folder);
    return true;
  } catch {
    fs.rmSync(prepared, { recursive: true, force: true });
    return false;
  }
}

/**
 * Waits for the lock and takes it.
 * @param {string} folder the lock: a folder that is there while it is held
 * @param {(owner: LockOwner) => void} onWait called once when another process holds it
 * @returns {Promise<() => void>} gives the lock back
 */
async function takeFolderLock(folder, onWait) {
  let told = false;
  while (!tryLock(folder)) {
    const owner = ownerOf(folder);
    if (owner && !isAlive(owner)) {
      const dead = `${folder}.dead-${owner.pid}-${process.pid}`;
      try {
        fs.renameSync(folder, dead);
        const moved = ownerOf(dead);
        // Between reading and moving, another process may have cleared the dead lock and taken it: then it is put back.
        if (moved && isAlive(moved)) fs.renameSync(dead, folder);
        else fs.rmSync(dead, { recursive: true, force: true });
      } catch {
        // Another process cleared it first.
      }
      continue;
    }
    if (owner && !told) {
      told = true;
      onWait(owner);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
  }
  const release = () => {
    process.off("exit", release);
    if (ownerOf(folder)?.pid === process.pid) fs.rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", release);
  return release;
}

module.exports = { takeFolderLock };
