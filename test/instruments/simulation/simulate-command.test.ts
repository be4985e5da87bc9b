import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import type { RecordedSimulation } from "../../../lib/instruments/simulation/simulate-recorded.js";
import { runCommand } from "../../cli/command.js";

describe("hiernas simulate", function () {
  this.timeout(120_000);

  it("keeps the paper's 200 workers busy for 7,000 steps, where generations do not", async () => {
    const { code, stdout, stderr } = await runCommand(
      ["simulate", "--workers", "200", "--steps", "7000", "--json"],
      tmpdir(),
    );
    assert.equal(code, 0, stderr);
    const found = JSON.parse(stdout) as RecordedSimulation;
    assert.ok(found.utilization >= 0.995 && found.utilization <= 1, String(found.utilization));
    assert.ok(found.generationalUtilization < 0.6, String(found.generationalUtilization));
    assert.ok(found.hours < found.generationalHours);
    assert.ok(found.failed > 70 && found.failed < 280, String(found.failed));
    const mean = found.overTime.filter(({ kind }) => kind === "controller");
    assert.equal(mean.length, 200);
    assert.ok(mean.slice(0, 150).every(({ busyShare }) => busyShare > 0.99));
  });

  it("says it in words", async () => {
    const { stdout } = await runCommand(["simulate", "--workers", "10", "--steps", "100", "--initial", "10"], tmpdir());
    assert.match(stdout, /^100 steps by 10 workers, an hour each on average; \d+ failed, \d+ machines? lost\n/);
    assert.match(stdout, /workers busy: 99\.\d\d % until the last proposal; in generations \d\d\.\d\d %\n/);
  });
});
