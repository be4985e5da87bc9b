import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { openSqliteFile } from "../../lib/study/store/sqlite-file.js";
import { startElsewhere } from "../study/elsewhere.js";
import { toyStudy, useStudyFile } from "../study/toy-study.js";
import { runCommand, startCommand } from "./command.js";

describe("hiernas status", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const status = (...options: readonly string[]) => runCommand(["status", place.path, ...options], place.folder);

  it("names the process that runs a study, and none after kill -9", async () => {
    const other = startElsewhere(place.path, 12, 6);
    try {
      await other.until("held 6");
      const { stdout, code } = await status();
      assert.equal(code, 0);
      assert.match(stdout, new RegExp(`^state +running in process ${other.child.pid} on \\S+, about .* left$`, "m"));
      assert.match(stdout, /^evaluated +5 of 12, 1 running$/m);
    } finally {
      await other.kill();
    }
    assert.match((await status()).stdout, /^state +not running; resume it with the same search command$/m);
    assert.deepEqual(readdirSync(place.folder), ["study.sqlite"]);
  });

  it("watches a study until it stops", async () => {
    const other = startElsewhere(place.path, 12, 6);
    await other.until("held 6");
    const { child, ended } = startCommand(["status", place.path, "--watch"], place.folder);
    const seen = new Promise<string>((resolve) =>
      child.stdout?.once("data", (text: Buffer) => resolve(text.toString())),
    );
    assert.match(await seen, /^state +running in process /m);
    await other.kill();
    const { stdout, code } = await ended;
    assert.equal(code, 0);
    assert.match(stdout, /^state +running[^]*\n\nsearch [^]*^state +not running/m);
    assert.match(stdout, /^stopped +without a word \(killed, or the machine went down\)$/m);
  });

  it("says what gave the fitness, and counts one of something as one", async () => {
    await runStudy({ ...toyStudy, path: place.path, steps: 1, initialCount: 1 });
    const { stdout } = await status();
    assert.match(stdout, /^search +tournament, hierarchical space, fitness toy, seed 1$/m);
    assert.match(stdout, /^worker 1 +1 evaluation, /m);
    assert.doesNotMatch(stdout, /^engine/m);
  });

  it("says why the study stopped, and how to go on", async () => {
    await runStudy({ ...toyStudy, path: place.path, steps: 60, stop: { patience: 4 } });
    const { stdout } = await status();
    assert.match(stdout, /^state +stopped by its own rule; to go on, give the same search command with another rule$/m);
    assert.match(stdout, /^stopped +no better network in 4 evaluations, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
    assert.match(stdout, /^ran for +\S/m);
    await runStudy({ ...toyStudy, path: place.path, steps: 20 });
    assert.match((await status()).stdout, /^stopped +all 20 steps are done, /m);
  });

  it("refuses a time that is none, in one line", async () => {
    for (const time of ["2", "0h", "-1h", "1w", "two hours"]) {
      const { stderr, code } = await runCommand(["search", "--out", place.path, "--max-time", time], place.folder);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^hiernas: --max-time: got .*, must be a time such as 90s, 45m, 2h or 3d\n$/);
    }
    assert.deepEqual(readdirSync(place.folder), []);
  });

  it("says when it cannot tell whether the process still runs", async () => {
    await runStudy({ ...toyStudy, path: place.path });
    const file = await openSqliteFile(place.path, "write");
    file.exec(
      "INSERT INTO holder (id, process_id, host, since_millis, machine) VALUES (1, 7, 'elsewhere', 5, 'another')",
    );
    file.close();
    assert.match(
      (await status()).stdout,
      /^state +running in process 7 on elsewhere \(according to the study; this machine cannot see whether it still is\)/m,
    );
  });

  it("shows a study's names without letting them control the terminal or forge a line", async () => {
    await runStudy({ ...toyStudy, path: place.path });
    const file = await openSqliteFile(place.path, "write");
    const hostile = "x\u001b]0;title\u0007\nstate        done\u009b2J";
    for (const key of ["space.name", "method.name", "data"]) {
      file.exec(`UPDATE study SET settings = json_set(settings, '$.${key}', '${hostile}')`);
    }
    file.exec("UPDATE individual SET engine = char(27) || '[2J' || char(10) || 'forged'");
    file.close();
    for (const args of [["status"], ["status", "--json"], ["best"], ["figures", "--out", join(place.folder, "f")]]) {
      const [command, ...options] = args;
      const { stdout, stderr } = await runCommand([command, place.path, ...options], place.folder);
      assert.ok(!/[\p{Cc}]/u.test((stdout + stderr).replaceAll("\n", "")), JSON.stringify(stdout + stderr));
      assert.ok(!/^state +done\\x9b|^forged/m.test(stdout + stderr), stdout + stderr);
    }
    const { stdout } = await status();
    assert.match(stdout, /^search +x\\x1b\]0;title\\x07\\x0astate/m);
    assert.equal(stdout.split("\n").filter((line) => line.startsWith("state ")).length, 1);
  });

  it("and search suggest commands that a shell can run", async () => {
    const search = [
      "search",
      "--protocol",
      "smoke",
      "--steps",
      "1",
      "--initial",
      "1",
      "--workers",
      "1",
      "--out",
      "a b.sqlite",
    ];
    const { stdout, stderr } = await runCommand(search, place.folder);
    assert.match(
      stdout,
      /^next: npx hiernas status 'a b\.sqlite', npx hiernas best 'a b\.sqlite' > genotype\.json$/m,
      stderr,
    );
  });
});
