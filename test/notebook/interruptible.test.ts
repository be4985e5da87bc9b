import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

const LIBRARY = resolve(__dirname, "../../lib/notebook/interruptible.js");

/** A process with its own SIGINT listener, like the kernel; it prints `kernel` when that is called. */
const PROGRAM = `
  const { interruptible } = require(${JSON.stringify(LIBRARY)});
  function kernel() { console.log("kernel"); process.exit(3); }
  process.on("SIGINT", kernel);
  const alive = setInterval(() => {}, 1000);`;
const RUN = (work: string): string => `
  interruptible(${work}).then(
    (result) => { console.log("result", result, process.listenerCount("SIGINT")); clearInterval(alive); },
    (error) => { console.log("error", error.message, process.listenerCount("SIGINT")); clearInterval(alive); });`;

const ABORTS = (then: string): string =>
  `(signal) => new Promise((done, fail) => { signal.addEventListener("abort", () => { ${then} }); console.log("ready"); })`;

/** Runs the program, sends an interrupt after each line `ready`, and returns the lines. */
async function interrupted(body: string): Promise<readonly string[]> {
  const child: ChildProcess = spawn(process.execPath, ["-e", PROGRAM + body], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout?.on("data", (data: Buffer) => {
    text += data.toString();
    if (data.toString().includes("ready")) child.kill("SIGINT");
  });
  await once(child, "close");
  return text.trim().split("\n");
}

describe("interruptible", () => {
  it("returns the work's result after an interrupt, and restores the kernel's listener", async () => {
    assert.deepEqual(await interrupted(RUN(ABORTS('done("so far")'))), ["ready", "result so far 1"]);
  });

  it("returns undefined and prints one line when the work throws because of the interrupt", async () => {
    const line = "Interrupted: finished work is kept.";
    assert.deepEqual(await interrupted(RUN(ABORTS("fail(signal.reason)"))), ["ready", line, "result undefined 1"]);
  });

  it("passes on other errors, interrupted or not", async () => {
    assert.deepEqual(await interrupted(RUN(ABORTS('fail(new Error("a bug"))'))), ["ready", "error a bug 1"]);
    assert.deepEqual(await interrupted(RUN('async () => { throw new Error("a bug"); }')), ["error a bug 1"]);
  });

  it("leaves a second interrupt to the kernel", async () => {
    assert.deepEqual(await interrupted(RUN(ABORTS('console.log("ready")'))), ["ready", "ready", "kernel"]);
  });

  it("returns the result of uninterrupted work", async () => {
    assert.deepEqual(await interrupted(RUN("async () => 5")), ["result 5 1"]);
  });

  /** Runs a program that starts work named `name`, waits until it runs, and ends it by `ends[name](result)`. */
  const several = (body: string): Promise<readonly string[]> =>
    interrupted(`
      const ends = {};
      const works = {};
      const start = (name) => new Promise((begun) => {
        works[name] = interruptible((signal) => new Promise((done, fail) => {
          ends[name] = done;
          signal.addEventListener("abort", () => { console.log("abort", name); fail(signal.reason); });
          begun();
        })).then((result) => console.log(name, "gives", result));
      });
      const end = (name) => { ends[name]("done"); return works[name]; };
      const tell = () => console.log("listeners:", process.listeners("SIGINT").map(({ name }) => name).join());
      (async () => { ${body}; clearInterval(alive); })();`);

  it("aborts all concurrent work, whichever began first, and restores the listener once", async () => {
    const lines = await several(`
      for (const name of ["a", "b", "c"]) await start(name);
      await end("a");
      console.log("ready");
      await Promise.all([works.b, works.c]);
      tell()`);
    assert.deepEqual(lines.slice(0, 4), ["a gives done", "ready", "abort b", "abort c"]);
    for (const name of ["b", "c"]) assert.ok(lines.includes(`${name} gives undefined`), lines.join());
    assert.equal(lines.at(-1), "listeners: kernel");
  });

  it("leaves no listener behind, in whatever order works end", async () => {
    const lines = await several(`
      for (const order of ["ab", "ba"]) {
        await start("a");
        await start("b");
        for (const name of order) await end(name);
        tell();
      }`);
    assert.deepEqual(lines, [
      ...["a gives done", "b gives done", "listeners: kernel"],
      ...["b gives done", "a gives done", "listeners: kernel"],
    ]);
  });

  it("accepts new work after an interrupt while the old is ending, and leaves the next interrupt to the kernel", async () => {
    const lines = await several(`
      await new Promise((told) => {
        void interruptible((signal) => new Promise(() => {
          signal.addEventListener("abort", () => { console.log("deaf"); told(); });
          console.log("ready");
        }));
      });
      await start("b");
      tell();
      await end("b");
      tell();
      console.log("ready");
      await new Promise(() => {})`);
    assert.deepEqual(lines, [
      ...["ready", "deaf", "listeners: interrupt", "b gives done", "listeners: kernel"],
      ...["ready", "kernel"],
    ]);
  });

  it("restores a once listener as a once listener", async () => {
    const lines = await several(`
      const called = new Promise((resolve) => process.once("SIGINT", function once() { console.log("once"); resolve(); }));
      await start("a");
      await end("a");
      process.removeListener("SIGINT", kernel);
      console.log("ready");
      await called;
      tell()`);
    assert.deepEqual(lines, ["a gives done", "ready", "once", "listeners:"]);
  });

  it("refuses anything but a function", async () => {
    const line = "interruptible: got undefined, must be a function";
    assert.deepEqual(await interrupted(RUN("undefined")), [`error ${line} 1`]);
  });
});
