// Set-up with fake, instant steps.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { cloneSetup, type SetupClone, stubSteps } from "./setup-clone.js";

describe("kernel-setup/prepare", () => {
  let clone: SetupClone;
  beforeEach(() => (clone = cloneSetup()));
  afterEach(() => clone.remove());

  /** Runs set-up in a separate process, and returns the output of `then`. */
  const prepare = (then: string) =>
    spawnSync(process.execPath, ["-e", `require("./kernel-setup/prepare.js").prepare().then((made) => { ${then} })`], {
      cwd: clone.folder,
      encoding: "utf8",
    });

  it("leaves no signal listener behind, so that the next program handles signals itself", () => {
    stubSteps(clone, "done();");
    const counts = 'console.log(made.made.length, process.listenerCount("SIGINT"), process.listenerCount("SIGTERM"))';
    assert.equal(prepare(counts).stdout, "7 0 0\n");
    assert.equal(prepare(counts).stdout, "0 0 0\n");
  });

  it("leaves none behind after a failed step either, and names the part that is not ready", () => {
    stubSteps(clone, 'throw new Error("no such thing");');
    const { stdout, stderr } = prepare('console.log(made.failed.length, process.listenerCount("SIGINT"))');
    assert.equal(stdout, "7 0\n");
    assert.match(stderr, /^Node failed: no such thing\n {2}log: .setup\/log\/Node.log; then: npm run setup\n/);
  });

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    it(`ends in the middle of a step on ${signal}, and releases its lock`, async () => {
      stubSteps(clone, 'process.stdout.write("begun"); setInterval(() => {}, 1000); await new Promise(() => {});');
      const child = spawn(process.execPath, ["kernel-setup/setup.js"], {
        cwd: clone.folder,
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(child.stdout, "data");
      assert.ok(existsSync(clone.file(".setup", "lock")));
      child.kill(signal);
      const [status] = (await once(child, "exit")) as [number | null];
      assert.equal(status, code);
      assert.ok(!existsSync(clone.file(".setup", "lock")));
    });
  }

  it("says what a working part lacks, and how to fix it", () => {
    stubSteps(clone, "done();");
    const addon = clone.file("kernel-setup", "steps", "addon.js");
    writeFileSync(
      addon,
      `const stub = { name: "addon", after: [], forTraining: false, usualSeconds: 0 };
let made = false;
const inspect = () => ({ ready: made, version: "1", detail: "", remark: "slow (no room)", mend: "another machine" });
exports.addon = { ...stub, inspect, make: async () => { made = true; } };`,
    );
    const { stderr } = prepare("");
    assert.match(stderr, /\n {2}slow \(no room\); log: .setup\/log\/addon.log; fix: another machine\n/);
  });
});
