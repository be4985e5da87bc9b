// Exports as folders: what they hold, what is refused in one line, and that nothing is lost.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodePicture, type Picture } from "../../lib/dataset/decode-picture.js";
import { loadSample } from "../../lib/dataset/sample.js";
import { type ExportConfig, exportNetwork } from "../../lib/export/export-network.js";
import { exportFormats } from "../../lib/export/formats/formats.js";
import { predict } from "../../lib/export/predict.js";
import { readExport } from "../../lib/export/read-export.js";
import { projectFolder } from "../../lib/files/project-folder.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { InputError } from "../../lib/input/errors.js";
import { smallNetwork } from "../../lib/network/network-config.js";
import { readRun, readRunTest, type Run } from "../../lib/training/read-run.js";
import { runTraining } from "../../lib/training/run-training.js";
import { callBadly, callBadlyAndWait } from "../input/bad-calls.js";
import { tinyProtocol, tinyRun } from "../training/tiny-run.js";

const network = { ...smallNetwork, channels: 2, imageSize: { height: 8, width: 8, channels: 3 } };

/** A test image of the sample as a picture in memory. */
function testPicture(image: number): Picture {
  const { height, width, pixels } = loadSample().test;
  const size = height * width * 3;
  return { name: `test image ${image}`, height, width, pixels: pixels.slice(image * size, (image + 1) * size) };
}

describe("exportNetwork", function () {
  this.timeout(120_000);
  let folder: string;
  let run: Run;
  const at = (name: string): string => join(folder, name);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-exports-"));
    const protocol = { ...tinyProtocol, trainingSteps: 20, trainingCount: 2, augmentation: { flip: true } };
    const whole = { height: 32, width: 32 };
    await runTraining({
      ...tinyRun(at("run")),
      protocol: {
        ...protocol,
        scoringSize: whole,
        network: { ...protocol.network, imageSize: { ...whole, channels: 3 } },
      },
      validateEvery: undefined,
    });
    run = readRun(at("run"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const refuses = (work: () => unknown, message: RegExp): Promise<void> =>
    assert.rejects(
      async () => work(),
      (error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, message);
        return !error.message.includes("\n");
      },
    );

  it("writes a model card that says data, protocol, error with its spread, limits and how to load it", async () => {
    for (const format of exportFormats) {
      const { files, isTrained } = exportNetwork(run, { format, path: at(`card-${format}`), training: 2 });
      const names = readdirSync(at(`card-${format}`)).sort();
      assert.deepEqual(names, files.map(({ name }) => name).sort());
      assert.deepEqual(
        files.map(({ bytes }) => bytes),
        files.map(({ name }) => statSync(join(at(`card-${format}`), name)).size),
      );
      assert.equal(isTrained, true);
      const card = readFileSync(join(at(`card-${format}`), "README.md"), "utf8");
      const { trainings, mean, spread } = run.result;
      const percent = (share: number | null): string => `${(100 * (share ?? NaN)).toFixed(2)} %`;
      for (const words of [
        `${percent(1 - (trainings[1].accuracy ?? NaN))} on 1,000 test images`,
        `${percent(1 - (mean ?? NaN))} ± ${percent(spread)} (mean and standard deviation) over 2 trainings`,
        "training 2 of 2",
        "the sample of CIFAR-10",
        "| parameters | 15,472 |",
        "| training steps | 20 of batch 8 |",
        "2, each normalized by its own statistics",
        "## What it is not for",
        "![Genotype 045a3f84f1033fe8](genotype.svg)",
        "](network.json)",
      ]) {
        assert.ok(card.includes(words), `${format}: ${words}\n${card}`);
      }
      const [, code] = /```(?:js|python)\n([^]*?)\n```/.exec(card) ?? [];
      const lines = code.split("\n").filter((line) => line !== "");
      assert.ok(lines.length <= 7 && lines.every((line) => line.length <= 110), code);
      assert.match(readFileSync(join(at(`card-${format}`), "genotype.svg"), "utf8"), /^<svg /);
    }
  });

  it("says that a genotype's weights are initial ones, by their seed", async () => {
    const own = async (name: string, seed?: number): Promise<string> => {
      exportNetwork(publishedCell, { format: "pytorch", path: at(name), network, seed });
      return readFileSync(join(at(name), "weights.safetensors"), "latin1");
    };
    const one = await own("seed-1");
    assert.equal(await own("seed-1-again", 1), one);
    assert.notEqual(await own("seed-2", 2), one);
    const card = readFileSync(join(at("seed-2"), "README.md"), "utf8");
    assert.match(card, /^# The small network .*, not trained\n/);
    assert.match(card, /seed `2`/);
    assert.match(card, /\| error \| not trained: its answers are chance \|/);
    assert.match(card, /Any use but training it/);
  });

  it("replaces an earlier export, and refuses a folder with anything else", async () => {
    const path = at("replaced");
    exportNetwork(publishedCell, { format: "pytorch", path, network });
    exportNetwork(publishedCell, { format: "onnx", path, network });
    assert.deepEqual(readdirSync(path).sort(), ["README.md", "genotype.svg", "network.json", "network.onnx"]);
    writeFileSync(join(path, "notes.txt"), "mine");
    const config: ExportConfig = { format: "keras", path, network };
    await refuses(
      () => exportNetwork(publishedCell, config),
      /replaced: holds other files \(notes\.txt\); give a new or empty/,
    );
    assert.ok(existsSync(join(path, "network.onnx")));
    await refuses(() => exportNetwork(run, { format: "onnx", path: at("run") }), /run: holds other files \(.*\)/);
    await refuses(() => exportNetwork(run, { format: "onnx", path: join(path, "notes.txt") }), /is no folder/);
    await refuses(
      () => exportNetwork(run, { format: "onnx", path: "/proc/none" }),
      /cannot be written: .*; nothing of it stays/,
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".unfinished")),
      [],
    );
  });

  it("leaves an earlier export when the disk is full", async () => {
    const path = at("full");
    exportNetwork(publishedCell, { format: "onnx", path, network });
    const before = readFileSync(join(path, "network.onnx"));
    // A limit on the size of files stops a write in its middle as a full disk does.
    const launcher = join(projectFolder, "kernel-setup", "hiernas.js");
    const command = `ulimit -f 200; trap "" XFSZ; exec "$0" "$@"`;
    const args = ["export", "best", "--network", "small", "--format", "pytorch", "--out", path];
    const { status, stderr } = spawnSync("bash", ["-c", command, process.execPath, launcher, ...args], {
      encoding: "utf8",
    });
    assert.equal(status, 2, stderr);
    assert.match(
      stderr,
      /^hiernas: best: .*full: cannot be written: a limit on the size of files; nothing of it stays\n$/,
    );
    assert.deepEqual(readFileSync(join(path, "network.onnx")), before);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith(".unfinished")),
      [],
    );
  });

  it("refuses an unknown format, suggesting the nearest", async () => {
    const path = at("none");
    for (const [format, near] of [
      ["torch", "pytorch"],
      ["onxx", "onnx"],
      ["SavedModel", "savedmodel"],
      ["tensorflow-js", undefined],
    ] as const) {
      const did = near === undefined ? "keras$" : `keras; did you mean ${near}\\?$`;
      await refuses(
        () => exportNetwork(publishedCell, { format: format as "onnx", path }),
        new RegExp(`^format: got "${format}", must be savedmodel, tfjs, onnx, pytorch or ${did}`),
      );
    }
    assert.equal(existsSync(path), false);
  });

  it("refuses a run that is not finished, and says why", async () => {
    const unfinished = { ...run, result: { ...run.result, trainings: [] } };
    await refuses(
      () => exportNetwork(unfinished, { format: "onnx", path: at("none") }),
      /run: training 1 is not finished, and its normalization averages are measured at its end; finish it with npx hiernas train --out/,
    );
    await refuses(
      () => exportNetwork(run, { format: "onnx", path: at("none"), training: 3 }),
      /training 3 is not finished/,
    );
    await refuses(
      () => exportNetwork(run, { format: "onnx", path: at("none"), seed: 3 }),
      /seed: got 3, a run takes none/,
    );
    await refuses(
      () => exportNetwork(publishedCell, { format: "onnx", path: at("none"), training: 1 }),
      /training: got 1, a genotype takes none/,
    );
  });

  it("refuses bad values", async () => {
    /** Bad texts for a path are folders' names, and belong into this folder; without a network the large one is slow. */
    const exportHere = (source: never, config: { readonly path?: unknown; readonly network?: unknown }) => {
      const ofGenotype = (source as object | null) === (publishedCell as object);
      const own = typeof config?.path === "string" ? { ...config, path: join(at("bad"), config.path) } : config;
      const isOpen = ofGenotype && typeof own === "object" && own !== null && own.network === undefined;
      return exportNetwork(source, (isOpen ? { ...own, network } : own) as never);
    };
    const config = { format: "onnx", path: "own", network, seed: 1 };
    assert.deepEqual([...callBadly(exportHere as never, [publishedCell, config])], []);
    const ofRun = (own: never) => exportHere(run as never, own);
    assert.deepEqual([...callBadly(ofRun, [{ format: "onnx", path: "own", training: 1 }])], []);
    for (const source of [1, null, {}, { settings: {} }])
      await refuses(() => exportHere(source as never, { format: "onnx", path: "own" } as never), /must be/);
    assert.deepEqual([...callBadly(readExport as never, [at("bad/own")])], []);
  });

  describe("read back", () => {
    for (const format of exportFormats) {
      it(`${format}: a truncated, missing or foreign file is one clear line`, async () => {
        const path = at(`cut-${format}`);
        exportNetwork(publishedCell, { format, path, network });
        const weights = readdirSync(path).find((name) =>
          /^(saved_model|.*\.bin$|network\.onnx|weights)/.test(name),
        ) as string;
        const copy = at(`copy-${format}`);
        cpSync(path, copy, { recursive: true });
        truncateSync(join(copy, weights), 5_000);
        await refuses(() => readExport(copy), /(truncated|damaged|must have|lacks).*/);
        writeFileSync(join(copy, weights), "something else");
        await refuses(() => readExport(copy), /(truncated|damaged|must have|lacks).*/);
        rmSync(join(copy, weights));
        await refuses(() => readExport(copy), /no such file/);
        copyFileSync(join(path, weights), join(copy, weights));
        assert.equal(readExport(copy).hash, "045a3f84f1033fe8");
        const manifest = readFileSync(join(path, "network.json"), "utf8");
        writeFileSync(
          join(copy, "network.json"),
          manifest.replace('"version": 1,\n "hiernas', '"version": 2,\n "hiernas'),
        );
        await refuses(
          () => readExport(copy),
          /network\.json: is of version 2, this hiernas reads up to 1: use a newer hiernas/,
        );
        writeFileSync(join(copy, "network.json"), manifest.slice(0, 500));
        await refuses(() => readExport(copy), /network\.json: not JSON, or cut short/);
      });
    }
  });

  describe("predict", () => {
    it("gives the run's own answers to test images, from the run and from each export", async () => {
      const images = [0, 1, 2, 3, 4, 5, 6, 7];
      const pictures = images.map(testPicture);
      const test = readRunTest(run);
      const own = await predict(run, pictures, { top: 1 });
      assert.deepEqual(
        own.map(({ picture, classes }) => [picture, classes[0].className]),
        images.map((image) => [`test image ${image}`, test.classNames[test.predicted[image]]]),
      );
      own.forEach(({ classes: [{ probability }] }, index) =>
        assert.ok(Math.abs(probability - test.probabilities[index]) < 1e-4),
      );
      mkdirSync(at("exports"));
      for (const format of exportFormats) {
        exportNetwork(run, { format, path: at(`exports/${format}`) });
        assert.deepEqual(await predict(at(`exports/${format}`), pictures, { top: 1 }), own, format);
      }
      const [{ classes }] = await predict(run, [pictures[0]], { top: 99, training: 2 });
      assert.equal(classes.length, 10);
      assert.ok(Math.abs(classes.reduce((sum, { probability }) => sum + probability, 0) - 1) < 1e-5);
      assert.deepEqual(
        [...classes].sort((one, other) => other.probability - one.probability),
        classes,
      );
    });

    it("refuses bad values, and pictures that cannot be read before it loads a network", async () => {
      const ofRun = (...args: never[]) => predict(run, ...(args as unknown as [never[]]));
      const problems = await callBadlyAndWait(ofRun, [[at("none.png")], { top: 1, training: 1 }]);
      assert.deepEqual(problems, []);
      await assert.rejects(predict(run, []), /pictures: got none/);
      await assert.rejects(predict(run, [testPicture(1), at("none.png")]), /none\.png: no such file$/);
      const bad = await callBadlyAndWait(decodePicture, [testPicture(0), { height: 8, width: 8 }]);
      assert.deepEqual(bad, []);
    });
  });
});
