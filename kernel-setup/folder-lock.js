"use strict";
// Ensures one set-up at a time per folder: a second one waits, and a lock whose owner died is taken over. Written
// without packages, because it runs before they are installed.

const fs = require("node:fs");
const path = require("node:path");

const POLL_MILLIS = 300;
/** How long to wait for a lock without a readable owner: a live holder writes the owner before it takes the lock. */
const PATIENCE_MILLIS = 5_000;
/** Error codes of a rename onto a held lock. */
const HELD = ["ENOTEMPTY", "EEXIST", "ENOTDIR", "EISDIR"];

/** @typedef {{ pid: number, born: string }} LockOwner */

/**
 * The start time of a process, which distinguishes it from a later one with the same number; "" if the system does not
 * report it.
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
 * Whether the owner of a lock is still running.
 * @param {LockOwner} owner
 * @returns {boolean}
 */
function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
  }
  return birthOf(owner.pid) === owner.born;
}

/**
 * The holder of the lock.
 * @param {string} folder
 * @returns {{ owner: LockOwner } | { damage: string }} damage: why the owner cannot be read
 */
function readOwner(folder) {
  try {
    const owner = JSON.parse(fs.readFileSync(path.join(folder, "owner.json"), "utf8"));
    return Number.isSafeInteger(owner?.pid) ? { owner } : { damage: "owner.json names no process" };
  } catch (error) {
    return { damage: error instanceof SyntaxError ? "owner.json is damaged" : wordsOf(error) };
  }
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code ?? "";
/** @param {unknown} error */
const wordsOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * Takes the lock if it is free, by renaming a prepared folder that already contains the owner: a rename is atomic.
 * @param {string} folder
 * @returns {boolean} whether this process holds it now
 * @throws {Error} if no lock can be created here
 */
function tryLock(folder) {
  const prepared = `${folder}.${process.pid}`;
  fs.rmSync(prepared, { recursive: true, force: true });
  fs.mkdirSync(prepared, { recursive: true });
  fs.writeFileSync(path.join(prepared, "owner.json"), JSON.stringify({ pid: process.pid, born: birthOf(process.pid) }));
  try {
    fs.renameSync(prepared, folder);
    return true;
  } catch (error) {
    fs.rmSync(prepared, { recursive: true, force: true });
    if (HELD.includes(codeOf(error))) return false;
    throw error;
  }
}

/**
 * Clears an abandoned lock. If another process cleared and took it between reading and moving, it is put back.
 * @param {string} folder
 */
function clearLock(folder) {
  const moved = `${folder}.dead-${process.pid}`;
  fs.rmSync(moved, { recursive: true, force: true });
  try {
    fs.renameSync(folder, moved);
  } catch (error) {
    // Another process cleared it first.
    if (codeOf(error) === "ENOENT") return;
    throw new Error(`${folder} is abandoned and cannot be cleared: ${wordsOf(error)}`, { cause: error });
  }
  const found = readOwner(moved);
  try {
    if ("owner" in found && isAlive(found.owner)) fs.renameSync(moved, folder);
  } catch {
    // A third process has taken it by now.
  }
  fs.rmSync(moved, { recursive: true, force: true });
}

/**
 * Waits for the lock and takes it.
 * @param {string} folder the lock: a folder that exists while it is held
 * @param {(line: string) => void} onWait called with a line of text when it waits, once for each reason
 * @param {{ patienceMillis?: number }} [config] how long a lock without a readable owner is respected
 * @returns {Promise<() => void>} releases the lock
 * @throws {Error} whose message is one line, if no lock can be created or cleared here
 */
async function takeFolderLock(folder, onWait, { patienceMillis = PATIENCE_MILLIS } = {}) {
  let said = "";
  const say = (/** @type {string} */ line) => {
    if (line !== said) onWait(line);
    said = line;
  };
  let damagedSince = 0;
  while (!tryLock(folder)) {
    const found = readOwner(folder);
    if ("owner" in found) {
      damagedSince = 0;
      if (!isAlive(found.owner)) {
        clearLock(folder);
        continue;
      }
      say(`waiting for the set-up by process ${found.owner.pid} in this folder`);
    } else {
      damagedSince ||= Date.now();
      const millis = Date.now() - damagedSince;
      if (millis >= patienceMillis) {
        clearLock(folder);
        continue;
      }
      // A lock that is being released has no owner for a moment.
      if (millis >= POLL_MILLIS) say(`waiting for an unidentified set-up in this folder (${found.damage})`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
  }
  const release = () => {
    process.off("exit", release);
    const found = readOwner(folder);
    if ("owner" in found && found.owner.pid === process.pid) fs.rmSync(folder, { recursive: true, force: true });
  };
  process.on("exit", release);
  return release;
}

module.exports = { takeFolderLock };
