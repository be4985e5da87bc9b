// Only one set-up runs at a time in one folder.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSetupFile, projectRoot } from "./project-root.js";

interface FolderLock {
  readonly takeFolderLock: (
    folder: string,
    onWait: (line: string) => void,
    config?: { readonly patienceMillis: number },
  ) => Promise<() => void>;
}

/** A process that takes the lock, reports it, and holds it until told to release it. */
async function holdElsewhere(lock: string): Promise<ChildProcess> {
  const script =
    "require(process.argv[1]).takeFolderLock(process.argv[2], () => {}).then((release) => {" +
    "process.send('held'); process.once('message', () => { release(); process.disconnect(); }); });";
  const child = spawn(
    process.execPath,
    ["-e", script, path.join(projectRoot, "kernel-setup", "folder-lock.js"), lock],
    { stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
  await once(child, "message");
  return child;
}

describe("kernel-setup/folder-lock", () => {
  const { takeFolderLock } = loadSetupFile<FolderLock>("folder-lock.js");
  let folder = "";
  let lock = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "hiernas lock "));
    lock = path.join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("is taken at once if free, and gone when released", async () => {
    const release = await takeFolderLock(lock, () => assert.fail("nobody holds it"));
    assert.ok(existsSync(lock));
    release();
    assert.ok(!existsSync(lock));
  });

  it("waits until another process releases it, and names that process", async () => {
    const holder = await holdElsewhere(lock);
    const said: string[] = [];
    const release = await takeFolderLock(lock, (line) => {
      said.push(line);
      holder.send("let go");
    });
    release();
    assert.deepEqual(said, [`waiting for the set-up by process ${holder.pid} in this folder`]);
  });

  it("is taken over from a process that was killed", async () => {
    const holder = await holdElsewhere(lock);
    const ended = once(holder, "exit");
    holder.kill("SIGKILL");
    await ended;
    assert.ok(existsSync(lock));
    const release = await takeFolderLock(lock, () => undefined);
    release();
  });

  it("is not held by a process that merely has the dead owner's number", async function () {
    if (!existsSync("/proc/self/stat")) return this.skip();
    mkdirSync(lock);
    writeFileSync(path.join(lock, "owner.json"), JSON.stringify({ pid: process.pid, born: "long ago" }));
    const release = await takeFolderLock(lock, () => assert.fail("its owner is dead"));
    release();
  });

  for (const [what, text] of [
    ["is missing", undefined],
    ["is empty", ""],
    ["is half written", '{"pid": 12'],
    ["names no process", '{"owner": "me"}'],
    ["is not an object", "null"],
  ] as const) {
    it(`is not waited for forever if its owner.json ${what}, and the wait is announced`, async () => {
      mkdirSync(lock);
      // An empty folder would be replaced at once.
      writeFileSync(path.join(lock, "something"), "");
      if (text !== undefined) writeFileSync(path.join(lock, "owner.json"), text);
      const said: string[] = [];
      const release = await takeFolderLock(lock, (line) => said.push(line), { patienceMillis: 500 });
      assert.equal(said.length, 1);
      assert.match(said[0], /^waiting for an unidentified set-up in this folder \(.*owner\.json.*\)$/);
      const owner = JSON.parse(readFileSync(path.join(lock, "owner.json"), "utf8")) as { readonly pid: number };
      assert.equal(owner.pid, process.pid);
      release();
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it("is taken over from a file in its place", async () => {
    writeFileSync(lock, "");
    const release = await takeFolderLock(lock, () => undefined, { patienceMillis: 0 });
    assert.ok(statSync(lock).isDirectory());
    release();
  });

  it("reports the obstacle when it cannot be created, instead of waiting", async () => {
    writeFileSync(path.join(folder, "file"), "");
    const below = path.join(folder, "file", "lock");
    await assert.rejects(takeFolderLock(below, assert.fail), /ENOTDIR: not a directory, .*lock/);
  });

  it("reports the obstacle when it cannot be renamed", async () => {
    // Nothing can be renamed to a folder's `.`.
    await assert.rejects(takeFolderLock(`${folder}/.`, assert.fail, { patienceMillis: 0 }), /EBUSY|EINVAL/);
    assert.deepEqual(readdirSync(folder), []);
  });
});
