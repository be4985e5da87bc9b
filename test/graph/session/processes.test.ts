import assert from "node:assert/strict";
import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  makeGraphFolder,
  removeGraphFolder,
  removeGraphFoldersOf,
  sweepGraphFolders,
} from "../../../lib/graph/session/graph-folder.js";

const child = path.join(__dirname, "training-child.js");
const foldersOf = (pid: number | undefined): readonly string[] =>
  fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith(`hiernas-graph-${pid}-`));

async function answerOf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const process = start(args, env);
  const [message] = await Promise.all([once(process, "message"), once(process, "exit")]);
  return String(message[0]);
}

function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return fork(child, args, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "ignore", "ipc"] });
}

describe("training in separate processes", function () {
  this.timeout(60_000);

  it("gives the same weights bit for bit for the same seed with one thread, others for another seed", async () => {
    const oneThread = { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1" };
    const first = await answerOf(["train", "1"], oneThread);
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(await answerOf(["train", "1"], oneThread), first);
    assert.notEqual(await answerOf(["train", "2"], oneThread), first);
  });

  it("leaves no folder behind once the graph is loaded", async () => {
    const process = start(["wait"]);
    await once(process, "message");
    assert.deepEqual(foldersOf(process.pid), []);
    process.kill("SIGKILL");
    await once(process, "exit");
  });

  it("when killed while it loads, leaves only what its parent can remove", async () => {
    const process = start(["folder"]);
    await once(process, "message");
    assert.equal(foldersOf(process.pid).length, 1);
    process.kill("SIGKILL");
    await once(process, "exit");
    assert.equal(removeGraphFoldersOf(process.pid as number), 1);
    assert.deepEqual(foldersOf(process.pid), []);
  });

  it("removes its folders when it exits by itself", async () => {
    const process = start(["folder", "exit"]);
    await once(process, "exit");
    assert.deepEqual(foldersOf(process.pid), []);
  });
});

describe("sweepGraphFolders", () => {
  it("removes old folders of ended processes, and no others", () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    const [old, young] = ["old", "young"].map((name) => path.join(os.tmpdir(), `hiernas-graph-${pid}-${name}`));
    const ours = makeGraphFolder();
    for (const folder of [old, young]) fs.mkdirSync(folder);
    const hourAgo = new Date(Date.now() - 3_600_000);
    for (const folder of [old, ours]) fs.utimesSync(folder, hourAgo, hourAgo);
    sweepGraphFolders();
    assert.deepEqual(
      [old, young, ours].map((folder) => fs.existsSync(folder)),
      [false, true, true],
    );
    removeGraphFoldersOf(pid);
    removeGraphFolder(ours);
    assert.deepEqual(
      [young, ours].map((folder) => fs.existsSync(folder)),
      [false, false],
    );
  });
});
