import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const LIBRARY = resolve(__dirname, "../../lib/notebook/interruptible.js");

/** A process with a SIGINT listener of its own, as the kernel has; it says `kernel` when that one is called. */
const PROGRAM = (work: string): string => `
  const { interruptible } = require(${JSON.stringify(LIBRARY)});
  process.on("SIGINT", () => { console.log("kernel"); process.exit(3); });
  const alive = setInterval(() => {}, 1000);
  interruptible(${work}).then(
    (result) => { console.log("result", result, process.listenerCount("SIGINT")); clearInterval(alive); },
    (error) => { console.log("error", error.message, process.listenerCount("SIGINT")); clearInterval(alive); });`;

const ABORTS = (then: string): string =>
  `(signal) => new Promise((done, fail) => { signal.addEventListener("abort", () => { ${then} }); console.log("ready"); })`;

/** Runs the program, sends an interrupt after each line `ready`, and gives the lines. */
async function interrupted(work: string): Promise<readonly string[]> {
  const child: ChildProcess = spawn(process.execPath, ["-e", PROGRAM(work)], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout?.on("data", (data: Buffer) => {
    text += data.toString();
    if (data.toString().includes("ready")) child.kill("SIGINT");
  });
  await once(child, "close");
  return text.trim().split("\n");
}

describe("interruptible", () => {
  it("gives what the work gives when it is interrupted, and the kernel its listener back", async () => {
    assert.deepEqual(await interrupted(ABORTS('done("so far")')), ["ready", "result so far 1"]);
  });

  it("gives undefined and one line when the work throws because of the interrupt", async () => {
    const line = "Interrupted: what was done is kept.";
    assert.deepEqual(await interrupted(ABORTS("fail(signal.reason)")), ["ready", line, "result undefined 1"]);
  });

  it("lets other errors through, interrupted or not", async () => {
    assert.deepEqual(await interrupted(ABORTS('fail(new Error("a bug"))')), ["ready", "error a bug 1"]);
    assert.deepEqual(await interrupted('async () => { throw new Error("a bug"); }'), ["error a bug 1"]);
  });

  it("gives a second interrupt to the kernel", async () => {
    assert.deepEqual(await interrupted(ABORTS('console.log("ready")')), ["ready", "ready", "kernel"]);
  });

  it("gives the result of work that nobody interrupts", async () => {
    assert.deepEqual(await interrupted("async () => 5"), ["result 5 1"]);
  });
});
