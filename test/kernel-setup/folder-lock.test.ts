// One set-up at a time in one folder.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSetupFile, projectRoot } from "./project-root.js";

interface FolderLock {
  readonly takeFolderLock: (folder: string, onWait: (owner: { readonly pid: number }) => void) => Promise<() => void>;
}

/** A process that takes the lock, says so, and holds it until it is told to let go. */
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

  it("is taken at once where nobody holds it, and gone when given back", async () => {
    const release = await takeFolderLock(lock, () => assert.fail("nobody holds it"));
    assert.ok(existsSync(lock));
    release();
    assert.ok(!existsSync(lock));
  });

  it("waits, saying for whom, until another process gives it back", async () => {
    const holder = await holdElsewhere(lock);
    const waitedFor: number[] = [];
    const release = await takeFolderLock(lock, (owner) => {
      waitedFor.push(owner.pid);
      holder.send("let go");
    });
    release();
    assert.deepEqual(waitedFor, [holder.pid]);
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

  it("is not kept by a process that only has the dead owner's number", async function () {
    if (!existsSync("/proc/self/stat")) return this.skip();
    mkdirSync(lock);
    writeFileSync(path.join(lock, "owner.json"), JSON.stringify({ pid: process.pid, born: "long ago" }));
    const release = await takeFolderLock(lock, () => assert.fail("its owner is dead"));
    release();
  });
});
