import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { createStudy } from "../../lib/study/study.js";
import { createSettings } from "../../lib/study/store/study-settings.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";
import { smallestType, svgSize } from "../../lib/figures/output/scale-svg.js";
import { toyStudy } from "../study/toy-study.js";
import { type Ended, runCommand, shareCommands } from "./command.js";

let folder: string;
const run = (...args: readonly string[]): Promise<Ended> => runCommand(["figures", ...args], folder);

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "hiernas figures "));
  await runStudy({ ...toyStudy, path: join(folder, "one.sqlite") });
  await runStudy({ ...toyStudy, path: join(folder, "two.sqlite"), seed: 2 });
  await runStudy({ ...toyStudy, path: join(folder, "single.sqlite"), steps: 1, initialCount: 1 });
  const costs = { parameterCount: 10, multiplyAdds: 20, evaluationMillis: 1 };
  await runStudy({
    ...{ ...toyStudy, path: join(folder, "failed.sqlite"), steps: 4, initialCount: 2 },
    evaluate: () =>
      Promise.resolve({ ...costs, status: "failed", reason: "timeLimit", message: "too slow", trainings: [] }),
  });
  const settings = { space: hierarchicalSpace, method: tournamentSearch(), protocol: smokeProtocol, data: "sample" };
  const empty = await createStudy(
    join(folder, "empty.sqlite"),
    createSettings({ ...settings, steps: 5, initialCount: 2, seed: 1 }),
  );
  await empty.close();
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("hiernas figures", () => {
  const runShared = shareCommands(() => folder);

  it("writes all figures of a study at a print size", async () => {
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

  it("lays figures out for a slide, with no type below 12 points, and as pages", async () => {
    const { code, stdout, stderr } = await run(
      ...["one.sqlite", "--out", "slides", "--format", "svg,html", "--aspect", "16:9", "--theme", "dark"],
    );
    assert.equal(code, 0);
    // Labels of kinds of mutations take more than a slide's width; that is said.
    assert.match(stderr, /^(slides\/mutations-by-operation: needs more room at [\d.]+ pt, 34\d\.\d+ × 190\.5 mm\n)?$/);
    const files = readdirSync(join(folder, "slides"));
    assert.match(stdout, new RegExp(`${files.length / 2} figures as svg, html`));
    for (const file of files.filter((each) => each.endsWith(".svg"))) {
      const svg = readFileSync(join(folder, "slides", file), "utf8");
      const [, width] = / width="(3[34][\d.]+)mm" height="190\.5mm"/.exec(svg) ?? assert.fail(file);
      const points = (smallestType(svg) * Number(width) * 72) / 25.4 / svgSize(svg).width;
      assert.ok(points > 11.95, `${file}: ${points} points`);
    }
    const page = readFileSync(join(folder, "slides", "fitness-by-step.html"), "utf8");
    assert.match(page, /data-theme="dark"[\s\S]*<figure class="hiernas-figure"/);
  });

  it("writes comparisons of several studies as well as the figures of each", async () => {
    const { code, stdout } = await runShared("figures", "one.sqlite", "two.sqlite", "--out", "both", "--bare");
    assert.equal(code, 0, stdout);
    assert.deepEqual(readdirSync(join(folder, "both")).sort(), [
      ...["captions.md", "growing-complexity.svg", "one", "operations-by-accuracy.svg", "searches-best-so-far.svg"],
      ...["searches-by-multiply-adds.svg", "searches-by-parameters.svg", "searches-compared.svg", "two"],
    ]);
    assert.match(
      readFileSync(join(folder, "both", "captions.md"), "utf8"),
      /- one\/fitness-by-step: \*\*Fitness by step[:.]/,
    );
  });

  it("writes figures that say that a study has no evaluations", async () => {
    const { code } = await runShared("figures", "empty.sqlite", "--out", "nothing");
    assert.equal(code, 0);
    assert.match(readFileSync(join(folder, "nothing", "fitness-by-step.svg"), "utf8"), /No evaluations yet/);
  });

  it("writes figures of a study with one evaluation, and figures that say that all evaluations failed", async () => {
    const { code, stderr } = await runShared(
      "figures",
      "single.sqlite",
      "failed.sqlite",
      "--out",
      "few",
      "--format",
      "svg,png",
    );
    assert.deepEqual([code, stderr], [0, ""]);
    const read = (...place: readonly string[]): string => readFileSync(join(folder, "few", ...place), "utf8");
    assert.match(read("single", "fitness-by-step.svg"), /1 evaluation\b/);
    assert.match(read("single", "diversity-by-step.svg"), /nothing to compare/);
    for (const name of ["fitness-by-step", "best-so-far", "fitness-distribution", "fitness-by-cost"]) {
      assert.match(read("failed", `${name}.svg`), /No scored evaluation, 4 failed/);
    }
    assert.match(read("failed", "learning-curves.svg"), /No learning curves/);
  });

  it("reports bad input in one line", async () => {
    writeFileSync(join(folder, "file"), "");
    mkdirSync(join(folder, "there"));
    const wrong: readonly (readonly [RegExp, ...string[]])[] = [
      [/--format: got "gif", must be svg, png, pdf, json, html/, "one.sqlite", "--out", "x", "--format", "gif"],
      [/--width: got 0, must be a length such as/, "one.sqlite", "--out", "x", "--width", "0"],
      [/--aspect: gives the height/, "one.sqlite", "--out", "x", "--aspect", "4:3", "--height", "9in"],
      [/--theme: got "?blue/, "one.sqlite", "--out", "x", "--theme", "blue"],
      [/--out file\/\S+: cannot be written/, "one.sqlite", "--out", "file"],
      [/--out \/proc\/x\S*: cannot be written/, "one.sqlite", "--out", "/proc/x"],
      [/--out \/dev\/null\/x\S*: cannot be written/, "one.sqlite", "--out", "/dev/null/x"],
      [/none\.sqlite/, "none.sqlite", "--out", "x"],
      [/none\.json: no such file/, "one.sqlite", "--out", "x", "--final-test", "none.json"],
    ];
    for (const [message, ...args] of wrong) {
      const { code, stdout, stderr } = await runShared("figures", ...args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
      assert.equal(stderr.split("\n").filter((line) => line.startsWith("hiernas:")).length, 1, stderr);
    }
  });
});
