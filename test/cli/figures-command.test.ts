import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { createStudy } from "../../lib/study/study.js";
import { createSettings } from "../../lib/study/study-settings.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";
import { toyStudy } from "../study/toy-study.js";
import { type Ended, runCommand } from "./command.js";

let folder: string;
const run = (...args: readonly string[]): Promise<Ended> => runCommand(["figures", ...args], folder);

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "hiernas figures "));
  await runStudy({ ...toyStudy, path: join(folder, "one.sqlite") });
  await runStudy({ ...toyStudy, path: join(folder, "two.sqlite"), seed: 2 });
  const settings = { space: hierarchicalSpace(), method: tournamentSearch(), protocol: smokeProtocol, data: "sample" };
  const empty = await createStudy(
    join(folder, "empty.sqlite"),
    createSettings({ ...settings, steps: 5, initialCount: 2, seed: 1 }),
  );
  await empty.close();
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("hiernas figures", () => {
  it("writes all figures of a study at a size on paper", async () => {
    const { code, stdout } = await run(
      "one.sqlite",
      "--out",
      "a/b",
      "--format",
      "svg,json",
      "--width",
      "160",
      "--height",
      "120",
    );
    assert.equal(code, 0);
    const files = readdirSync(join(folder, "a", "b"));
    assert.ok(files.includes("fitness-by-step.svg") && files.includes("worker-time.json"));
    assert.match(stdout, new RegExp(`${files.length / 2} figures as svg, json in a/b`));
    assert.match(readFileSync(join(folder, "a", "b", "fitness-by-step.svg"), "utf8"), /width="160mm" height="120mm"/);
  });

  it("writes those that compare several studies beside the figures of each", async () => {
    const { code, stdout } = await run("one.sqlite", "two.sqlite", "--out", "both", "--bare");
    assert.equal(code, 0, stdout);
    assert.deepEqual(readdirSync(join(folder, "both")).sort(), [
      ...["captions.md", "one", "searches-best-so-far.svg", "searches-compared.svg", "two"],
    ]);
    assert.match(
      readFileSync(join(folder, "both", "captions.md"), "utf8"),
      /- one\/fitness-by-step: \*\*Fitness by step\.\*\*/,
    );
  });

  it("writes figures that say so of a study without evaluations", async () => {
    const { code } = await run("empty.sqlite", "--out", "nothing");
    assert.equal(code, 0);
    assert.match(readFileSync(join(folder, "nothing", "fitness-by-step.svg"), "utf8"), /No evaluations yet/);
  });

  it("says in one line what is wrong", async () => {
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "there"));
    const wrong: readonly (readonly [RegExp, ...string[]])[] = [
      [/--format: got "gif", must be svg, png, pdf, json/, "one.sqlite", "--out", "x", "--format", "gif"],
      [/--width: got 0, must be a number above 0/, "one.sqlite", "--out", "x", "--width", "0"],
      [/--out: file\/\S+ cannot be written/, "one.sqlite", "--out", "file"],
      [/none\.sqlite/, "none.sqlite", "--out", "x"],
      [/none\.json: no such file/, "one.sqlite", "--out", "x", "--check", "none.json"],
    ];
    for (const [message, ...args] of wrong) {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
      assert.equal(stderr.split("\n").filter((line) => line.startsWith("hiernas:")).length, 1, stderr);
    }
  });
});
