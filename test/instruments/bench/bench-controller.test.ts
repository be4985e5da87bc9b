import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { benchController, type ControllerBench } from "../../../lib/instruments/bench/bench-controller.js";
import { runCommand } from "../../cli/command.js";

describe("hiernas bench controller", function () {
  this.timeout(120_000);
  let place: string;
  before(() => (place = mkdtempSync(join(tmpdir(), "hiernas-bench-controller-"))));
  after(() => rmSync(place, { recursive: true, force: true }));

  it("measures a growing study, and leaves nothing", async () => {
    const { code, stdout, stderr } = await runCommand(
      ["bench", "controller", "--folder", place, "--workers", "20", "--populations", "400,100", "--json"],
      place,
    );
    assert.equal(code, 0, stderr);
    const { rows, machine, workers } = JSON.parse(stdout) as ControllerBench;
    assert.ok(machine.cores >= 1);
    assert.equal(workers, 20);
    assert.deepEqual(
      rows.map(({ population }) => population),
      [100, 400],
    );
    for (const { stepsPerSecond, cpuMillisPerStep, rssBytes, bytesPerStep } of rows) {
      assert.ok(stepsPerSecond > 1 && stepsPerSecond < 100_000, String(stepsPerSecond));
      assert.ok(cpuMillisPerStep > 0.01 && cpuMillisPerStep < 1_000, String(cpuMillisPerStep));
      assert.ok(rssBytes > 30 * 2 ** 20);
      // A genotype is about a thousand bytes of text.
      assert.ok(bytesPerStep > 800 && bytesPerStep < 5_000, String(bytesPerStep));
    }
    assert.deepEqual(readdirSync(place), []);
  });

  it("refuses populations and folders that it cannot use, and can be stopped", async () => {
    const refused = await runCommand(["bench", "controller", "--populations", "10"], place);
    assert.deepEqual([refused.code, refused.stdout], [2, ""]);
    assert.match(refused.stderr, /populations: got 10, must be/);
    const missing = await runCommand(["bench", "controller", "--folder", join(place, "missing")], place);
    assert.match(missing.stderr, /missing: ENOENT; give a folder to write to/);
    const stop = new AbortController();
    const config = { space: hierarchicalSpace, populations: [5_000], steps: 10, workers: 5, seed: 1, folder: place };
    const onProgress = (): void => stop.abort();
    await assert.rejects(benchController({ ...config, signal: stop.signal, onProgress }), { name: "AbortError" });
    assert.deepEqual(readdirSync(place), []);
  });
});
