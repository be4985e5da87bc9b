"use strict";
// One set-up at a time in one folder: a second one waits, and a lock whose owner died is taken over. By hand, since no
// package can be used before the packages are there.

const fs = require("node:fs");
const path = require("node:path");

const POLL_MILLIS = 300;
/** How long a lock without a readable owner is waited for: its holder writes the owner before it takes the lock. */
const PATIENCE_MILLIS = 5_000;
/** What renaming onto a lock that is held gives. */
const HELD = ["ENOTEMPTY", "EEXIST", "ENOTDIR", "EISDIR"];

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
    if (codeOf(error) === "ESRCH") return false;
  }
  return birthOf(owner.pid) === owner.born;
}

/**
 * Who holds the lock.
 * @param {string} folder
 * @returns {{ owner: LockOwner } | { damage: string }} damage: nobody that can be read, and why
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
 * Takes the lock if it is free. A folder prepared under another name is renamed: that happens at once or not at all,
 * and the owner is inside from the first moment.
 * @param {string} folder
 * @returns {boolean} whether it is ours now
 * @throws {Error} where no lock can be made here
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
 * Clears a lock that nobody holds. Between reading and moving, another process may have cleared it and taken it anew:
 * then it is put back.
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
    throw new Error(`${folder} is held by nobody and cannot be cleared: ${wordsOf(error)}`, { cause: error });
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
 * @param {string} folder the lock: a folder that is there while it is held
 * @param {(line: string) => void} onWait called with a line for a person when it waits, once for each reason
 * @param {{ patienceMillis?: number }} [config] how long a lock without a readable owner is respected
 * @returns {Promise<() => void>} gives the lock back
 * @throws {Error} whose message is one line, where no lock can be made or cleared here
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
      say(`waiting for the set-up that process ${found.owner.pid} is doing in this folder`);
    } else {
      damagedSince ||= Date.now();
      const millis = Date.now() - damagedSince;
      if (millis >= patienceMillis) {
        clearLock(folder);
        continue;
      }
      // A lock that is just being given back has no owner for a moment.
      if (millis >= POLL_MILLIS) say(`waiting for a set-up in this folder that left no name (${found.damage})`);
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
