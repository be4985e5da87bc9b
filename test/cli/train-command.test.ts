import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { readStudy } from "../../lib/study/study.js";
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import { readRun } from "../../lib/training/read-run.js";
import { toyStudy } from "../study/toy-study.js";
import { runCommand, shareCommands, startCommand } from "./command.js";

describe("hiernas train", function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas train "));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: readonly string[]) => runCommand(["train", ...args], folder);
  const runShared = shareCommands(() => folder);
  const small = ["--network", "small", "--channels", "1", "--batch", "4", "--steps", "30", "--out", "my run"];

  it("is stopped by Ctrl-C with the line that says how to go on, which ends it with the test error", async () => {
    const { child, ended } = startCommand(["train", "best", ...small, "--seed", "3", "--trainings", "2"], folder);
    // What it takes is said before the first training step.
    let said = "";
    await new Promise<void>((resolve) => {
      child.stderr?.on("data", (text: Buffer) => {
        said += text.toString();
        if (said.includes("scored once at the end")) resolve();
      });
    });
    child.kill("SIGINT");
    const { code, stderr: told } = await ended;
    assert.equal(code, 130, told);
    assert.match(
      told,
      /\nhiernas: my run: stopped (before|after) .*training step.*; resume with npx hiernas train --out 'my run'\n$/,
    );
    assert.match(
      said,
      /^small, c0 = 1, N = 1: [\d,]+ parameters, [\d,]+ multiply-adds an image; at most about [\d,]+ MiB of memory; checkpoints of \d+ MiB, 3 kept\n/,
    );
    assert.match(
      said,
      /\n30 training steps of batch 4, 2 times, on 5,000 images \(training and validation images together\); 1,000 test images/,
    );
    const stopped = await runShared("train", "best", ...small, "--seed", "4");
    assert.equal(stopped.code, 2);
    assert.match(
      stopped.stderr,
      /my run: holds another run \((seed|protocol\.trainingCount): the run has \d, got \d\)/,
    );
    const { code: resumed, stdout, stderr } = await run("--out", "my run");
    assert.equal(resumed, 0, stderr);
    assert.match(stdout, /^my run: test error \d+\.\d\d % ± \d+\.\d\d % over 2 trainings \(accuracy \d+\.\d\d %\)\n$/);
    const { settings, result } = readRun(join(folder, "my run"));
    assert.deepEqual([settings.seed, settings.protocol.trainingCount, result.trainings.length], [3, 2, 2]);
    assert.deepEqual(settings.protocol.schedule, { kind: "steps", rate: 0.1, dropAt: [24, 27], factor: 0.1 });
  });

  it("trains the genotype of a step of a study", async () => {
    await runStudy({ ...toyStudy, path: join(folder, "study.sqlite") });
    const individual = await readStudy(join(folder, "study.sqlite"), (study) => study.individual(2));
    const args = ["--network", "small", "--channels", "1", "--batch", "4", "--steps", "2", "--cutout", "8"];
    const { code, stderr } = await run("study.sqlite:2", ...args, "--accumulate", "2", "--out", "step");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /batch 4 in 2 parts, each normalized by its own statistics, on/);
    const { settings } = readRun(join(folder, "step"));
    assert.equal(settings.hash, phenotypeHash(individual?.genotype ?? assert.fail()));
    assert.equal(settings.protocol.augmentation.cutout, 8);
  });

  const cases: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
    ["no channels", ["best", "--channels", "0"], /--channels: got 0, must be a whole number from 1 to 1048576/],
    ["the ImageNet network on other data", ["best", "--network", "imagenet"], /sample: is no folder of pictures/],
    ["no genotype for a new run", [], /none: holds no run to resume; give a genotype to begin one/],
    [
      "more parts than images",
      ["best", "--batch", "8", "--accumulate", "9"],
      /accumulate: got 9, must be at most .* 8/,
    ],
    ["a network beyond memory", ["best", "--channels", "4096"], /predicted memory: .* no batch size fits/],
    ["a step that a study lacks", ["study.sqlite:99999"], /study\.sqlite: has no evaluated step 99999/],
    ["a cutout beyond the image", ["best", "--cutout", "33"], /got a cutout of 33, must fit into the image of 32×32/],
    [
      "a folder without images",
      ["best", "--data", "."],
      /holds no known images: data_batch_1\.bin .* or train\/CLASS\/PICTURE/,
    ],
    ["an empty --out", ["best", "--out", " "], /--out: got an empty path/],
  ];
  for (const [what, args, message] of cases) {
    it(`refuses ${what} in one line, and makes nothing`, async () => {
      const out = args.includes("--out") ? [] : ["--out", "none"];
      const { code, stdout, stderr } = await runShared("train", ...args, ...out);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
      assert.match(stderr, /^hiernas: [^\p{Cc}]+\n$/u);
      assert.equal(existsSync(join(folder, "none")), false);
    });
  }
});
