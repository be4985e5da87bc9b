import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { runTraining } from "../../lib/training/run-training.js";
import { tinyProtocol, tinyRun } from "../training/tiny-run.js";
import { runCommand } from "./command.js";

describe("hiernas export and hiernas predict", function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas take away "));
    const protocol = { ...tinyProtocol, trainingSteps: 5 };
    await runTraining({ ...tinyRun(join(folder, "run")), protocol, validateEvery: undefined });
    const picture = sharp({ create: { width: 40, height: 30, channels: 3, background: "#3366cc" } });
    await picture.png().toFile(join(folder, "sea.png"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const run = (...args: readonly string[]) => runCommand(args, folder);

  it("export a run and a genotype, and classify pictures alike by the run and by its export", async () => {
    const exported = await run("export", "run", "--format", "pytorch", "--out", "my export");
    assert.equal(exported.code, 0, exported.stderr);
    assert.match(
      exported.stdout,
      /^my export: PyTorch module, [\d,]+ parameters, trained weights\n {2}weights\.safetensors [\d,]+ bytes\n/,
    );
    assert.equal(exported.stderr, "");
    const own = await run("predict", "run", "sea.png", "--top", "3");
    assert.equal(own.code, 0, own.stderr);
    assert.match(own.stdout, /^sea\.png\n( {2}[a-z]+ +\d+\.\d\d %\n){3}$/);
    assert.equal(own.stderr, "");
    const other = await run("predict", "my export", "sea.png", "--top", "3");
    assert.equal(other.stdout, own.stdout);
    const { stdout } = await run("predict", "my export", "sea.png", "sea.png", "--json");
    const rows = JSON.parse(stdout) as readonly { readonly picture: string; readonly classes: readonly object[] }[];
    assert.deepEqual(
      rows.map(({ picture, classes }) => [picture, classes.length]),
      [
        ["sea.png", 5],
        ["sea.png", 5],
      ],
    );
    const initial = ["--network", "small", "--channels", "2", "--seed", "9", "--out", "initial"];
    const { stdout: said } = await run("export", "random:7", "--format", "savedmodel", ...initial);
    assert.match(said, /^initial: TensorFlow SavedModel, [\d,]+ parameters, initial weights, seed 9: not trained\n/);
    assert.deepEqual(readdirSync(join(folder, "initial")).sort(), [
      "README.md",
      "genotype.svg",
      "network.json",
      "saved_model.pb",
    ]);
  });

  for (const [what, args, message] of [
    [
      "an unknown format",
      ["export", "best", "--format", "kears", "--out", "none"],
      /got "kears", must be .*; did you mean keras\?/,
    ],
    ["a folder of other files", ["export", "best", "--format", "onnx", "--out", "."], /\.: holds other files/],
    [
      "a seed for a run",
      ["export", "run", "--seed", "3", "--format", "onnx", "--out", "none"],
      /--seed: is for a genotype; leave it out/,
    ],
    [
      "a training of a genotype",
      ["export", "best", "--training", "1", "--format", "onnx", "--out", "none"],
      /--training: is for a run/,
    ],
    [
      "a training that is not there",
      ["export", "run", "--training", "2", "--format", "onnx", "--out", "none"],
      /training 2 is not finished/,
    ],
    [
      "a genotype that is not there",
      ["export", "none.json", "--format", "onnx", "--out", "none"],
      /none\.json: no such file/,
    ],
    ["an empty --out", ["export", "best", "--format", "onnx", "--out", ""], /--out: got an empty path/],
    ["no network", ["predict", ".", "sea.png"], /\.: is neither a run nor an export/],
    ["no picture", ["predict", "run", "none.png"], /none\.png: no such file/],
    ["a folder for a picture", ["predict", "run", "."], /is a folder, a pipe or a device/],
    ["no classes", ["predict", "run", "sea.png", "--top", "0"], /--top: got 0/],
  ] as const) {
    it(`refuse ${what} in one line, and make nothing`, async () => {
      const { code, stdout, stderr } = await run(...args);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
      assert.match(stderr, /^hiernas: [^\p{Cc}]+\n$/u);
      assert.equal(existsSync(join(folder, "none")), false);
    });
  }
});
