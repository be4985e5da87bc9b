import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "../../lib/instruments/run-program.js";
import { isRunning, waitUntilGone } from "../evaluation/processes.js";

const run = (script: string, more: Partial<Parameters<typeof runProgram>[2]> = {}) =>
  runProgram("sh", ["-c", script], { name: "a program", ...more });

describe("runProgram", () => {
  it("resolves with code 0 and no words on success, whatever is on stderr", async () => {
    assert.deepEqual(await run("echo careful >&2"), { code: 0, words: "" });
  });

  it("resolves with the last line on stderr on failure", async () => {
    assert.deepEqual(await run("echo one >&2; echo ' two ' >&2; echo >&2; exit 3"), { code: 3, words: "two" });
  });

  it("says how a silent program ended, even a killed one", async () => {
    assert.deepEqual(await run("exit 3"), { code: 3, words: "ended with 3" });
    assert.deepEqual(await run("kill -9 $$"), { code: null, words: "ended with SIGKILL" });
  });

  it("reports a program that cannot be started", async () => {
    const { code, words } = await runProgram("/no/such/program", [], { name: "a program" });
    assert.equal(code, null);
    assert.match(words, /ENOENT/);
  });

  it("passes on each line of stdout, and variables to the program", async () => {
    const lines: string[] = [];
    await run('echo "$FIRST"; echo two', { variables: { FIRST: "one" }, onLine: (line) => lines.push(line) });
    assert.deepEqual(lines, ["one", "two"]);
  });

  describe("when aborted", () => {
    let folder: string;
    before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-run-"))));
    after(() => rmSync(folder, { recursive: true }));

    it("does not start", async () => {
      await assert.rejects(run("touch begun", { signal: AbortSignal.abort() }), { name: "AbortError" });
    });

    it("ends the whole process group, and rejects once the program is gone", async () => {
      const controller = new AbortController();
      const pids: number[] = [];
      const running = run('sleep 1000 & echo "$$ $!"; wait', {
        signal: controller.signal,
        onLine: (line) => {
          pids.push(...line.split(" ").map(Number));
          controller.abort();
        },
      });
      await assert.rejects(running, { name: "AbortError", message: "a program: aborted" });
      assert.equal(isRunning(pids[0]), false);
      await waitUntilGone(pids[1]);
    });

    it("lets the program exit by itself if it is given time", async () => {
      const controller = new AbortController();
      const file = join(folder, "cleaned");
      const running = run(`trap 'echo cleaned > "${file}"; exit 1' TERM; echo ready; while true; do sleep 0.01; done`, {
        signal: controller.signal,
        onLine: () => controller.abort(),
        graceMillis: 100_000,
      });
      await assert.rejects(running, { name: "AbortError" });
      assert.equal(readFileSync(file, "utf8"), "cleaned\n");
    });

    it("kills processes that the program leaves behind when it exits by itself", async () => {
      const controller = new AbortController();
      const pids: number[] = [];
      const running = run(`trap 'exit 1' TERM; (trap '' TERM; sleep 1000) & echo "$!"; wait`, {
        signal: controller.signal,
        onLine: (line) => {
          pids.push(Number(line));
          controller.abort();
        },
        graceMillis: 100_000,
      });
      await assert.rejects(running, { name: "AbortError" });
      await waitUntilGone(pids[0]);
    });

    it("kills a program that exceeds its time", async () => {
      const controller = new AbortController();
      const running = run("trap '' TERM; echo ready; while true; do sleep 0.01; done", {
        signal: controller.signal,
        onLine: () => controller.abort(),
        graceMillis: 50,
      });
      await assert.rejects(running, { name: "AbortError" });
    });
  });
});
