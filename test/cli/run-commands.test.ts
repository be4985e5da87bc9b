// `hiernas status` and `hiernas figures` of a run.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { runTraining } from "../../lib/training/run-training.js";
import { toyStudy } from "../study/toy-study.js";
import { tinyRun } from "../training/tiny-run.js";
import { runCommand } from "./command.js";

describe("a run's status and figures", function () {
  this.timeout(90_000);
  let folder: string;
  const command = (...args: readonly string[]) => runCommand(args, folder);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas run commands "));
    await runTraining(tinyRun(join(folder, "done"), 2));
    const controller = new AbortController();
    const begun = runTraining({
      ...tinyRun(join(folder, "my run")),
      signal: controller.signal,
      onProgress: ({ trainingStep }) => trainingStep >= 12 && controller.abort(),
    });
    await assert.rejects(begun, /stopped after/);
    await runStudy({ ...toyStudy, path: join(folder, "study.sqlite") });
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("status says at a glance what a finished run trained and how well", async () => {
    const { code, stdout, stderr } = await command("status", "done");
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(
      stdout,
      /^network +large, c0 = 2, N = 1: [\d,]+ parameters, [\d,]+ multiply-adds an image; genotype \w{16}$/m,
    );
    assert.match(stdout, /^training +40 training steps of batch 8 in 2 parts, 2 trainings, seed 1$/m);
    assert.match(
      stdout,
      /^images +sample: trained on 100 images, 50 validation images kept apart, 1,000 test images$/m,
    );
    assert.match(stdout, /^state +done$/m);
    assert.match(stdout, /^done +80 of 80 training steps \(100\.0 %\)$/m);
    assert.match(stdout, /^loss +\d\.\d{4} at training step 40 of training 2$/m);
    assert.match(stdout, /^validation +accuracy \d+\.\d\d % at 40, \d+\.\d\d % at 30, .* at 10$/m);
    assert.match(stdout, /^training 1 +test error \d+\.\d\d %$/m);
    assert.match(stdout, /^result +test error \d+\.\d\d % ± \d+\.\d\d % over 2 trainings \(accuracy \d+\.\d\d %\)$/m);
    assert.doesNotMatch(stdout, /^(checkpoints|ended)/m);
  });

  it("status says of a stopped run what is saved and which command resumes it", async () => {
    const { stdout } = await command("status", "my run");
    assert.match(stdout, /^state +not running; resume it with npx hiernas train --out 'my run'$/m);
    assert.match(stdout, /^ended +stopped on request, \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
    assert.match(stdout, /^done +\d+ of 40 training steps \(\d+\.\d %\)$/m);
    assert.match(stdout, /^checkpoints +at training step \d+(, \d+)*; 1 MiB each, the last \d{4}-/m);
    const { stdout: json } = await command("status", "my run", "--json");
    const { status, settings } = JSON.parse(json) as Record<string, Record<string, unknown>>;
    assert.deepEqual([status.state, status.trainingSteps, settings.accumulate], ["stopped", 40, 2]);
  });

  it("figures writes the curves, confusions, errors by class and the wrongest pictures", async () => {
    const { code, stdout, stderr } = await command("figures", "done", "--out", "f", "--format", "svg,json");
    assert.equal(code, 0, stderr);
    assert.deepEqual(readdirSync(join(folder, "f")).sort(), [
      ...["confusion-matrix.json", "confusion-matrix.svg", "error-by-class.json", "error-by-class.svg"],
      ...["training-curves.json", "training-curves.svg", "wrong-pictures.json", "wrong-pictures.svg"],
    ]);
    assert.match(stdout, /^done: large, c0 = 2, N = 1; sample; seed 1; 2 of 2 trainings finished$/m);
    assert.match(stdout, /^4 figures as svg, json in f$/m);
    assert.match(readFileSync(join(folder, "f", "training-curves.svg"), "utf8"), /validation accuracy/);
  });

  it("figures of an unfinished run say what is not there yet", async () => {
    const { code, stdout } = await command("figures", "my run", "--out", "g");
    assert.equal(code, 0);
    assert.deepEqual(readdirSync(join(folder, "g")).sort(), [
      ...["confusion-matrix.svg", "error-by-class.svg", "training-curves.svg"],
    ]);
    assert.match(readFileSync(join(folder, "g", "confusion-matrix.svg"), "utf8"), /No predictions yet/);
    assert.match(stdout, /0 of 1 training finished/);
  });

  it("figures of runs and a study compares the runs and gives each its folder", async () => {
    const { code, stderr } = await command("figures", "done", "study.sqlite", "my run", "--out", "h", "--bare");
    assert.equal(code, 0, stderr);
    const files = readdirSync(join(folder, "h"));
    for (const name of ["done", "study", "my run", "runs-training-curves.svg", "captions.md"])
      assert.ok(files.includes(name), name);
    assert.ok(!files.includes("searches-compared.svg"));
    assert.ok(readdirSync(join(folder, "h", "study")).includes("fitness-by-step.svg"));
  });

  it("figures without the images leaves out the pictures, in one line", async () => {
    const moved = join(folder, "moved");
    cpSync(join(folder, "done"), moved, { recursive: true });
    const file = join(moved, "run.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"dataPath": "sample"', '"dataPath": "/nowhere/images"'));
    const { code, stderr } = await command("figures", "moved", "--out", "m");
    assert.equal(code, 0);
    assert.match(stderr, /^left out the pictures most wrongly classified: \/nowhere\/images: [^\n]+\n/);
    assert.ok(!readdirSync(join(folder, "m")).includes("wrong-pictures.svg"));
  });

  it("say in one line what is neither a study nor a run, or a damaged run", async () => {
    mkdirSync(join(folder, "photos"));
    mkdirSync(join(folder, "broken"));
    writeFileSync(join(folder, "broken", "run.json"), '{"format":"hiernas run","version":7}');
    const torn = join(folder, "torn");
    cpSync(join(folder, "done"), torn, { recursive: true });
    writeFileSync(join(torn, "test-1.json"), '{"classNames":["a"],"labels":[0');
    for (const [path, message, commands] of [
      ["photos", /photos: is a folder without a run, must be a study's file or the folder of a run/],
      ["broken", /run\.json: is of version 7, this hiernas reads up to 1: use a newer hiernas/],
      ["none", /none: there is no such file/],
      ["torn", /test-1\.json: not JSON, or cut short/, ["figures"]],
    ] as const) {
      for (const name of commands ?? (["status", "figures"] as const)) {
        const { code, stdout, stderr } = await command(name, path, ...(name === "figures" ? ["--out", "x"] : []));
        assert.deepEqual([code, stdout], [2, ""], `${name} ${path}: ${stderr}`);
        assert.match(stderr, message);
        assert.match(stderr, /^hiernas: [^\p{Cc}]+\n$/u);
      }
    }
  });
});
