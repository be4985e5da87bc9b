// A search on a folder of pictures and on IDX files: its settings, its resumption, what it refuses.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateGenotype } from "../../lib/evaluation/evaluate-genotype.js";
import { pictureAugmentation } from "../../lib/dataset/augment.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { InputError } from "../../lib/input/errors.js";
import { runStudy } from "../../lib/study/run-study.js";
import type { GivenStudyConfig } from "../../lib/study/run-study-config.js";
import { readStudy } from "../../lib/study/study.js";
import { writeIdx } from "../dataset/made-idx.js";
import { makePictureFolder, put } from "../dataset/pictures/made-pictures.js";

describe("a study on images of its own", function () {
  this.timeout(120_000);
  let place: string;
  let pictures: string;
  const { HIERNAS_CACHE: cacheBefore } = process.env;
  const protocol = { ...smokeProtocol, trainingImages: undefined, scoringImages: undefined, trainingSteps: 2 };
  const config = (name: string, data: string): GivenStudyConfig => ({
    ...{ path: join(place, `${name}.sqlite`), space: hierarchicalSpace, protocol, data },
    ...{ steps: 2, initialCount: 2, workers: 1, threadsPerWorker: 1 },
  });

  before(async () => {
    place = mkdtempSync(join(tmpdir(), "hiernas-picture-study-"));
    process.env.HIERNAS_CACHE = join(place, "cache");
    pictures = await makePictureFolder(join(place, "pictures"), { classes: 4, train: 6, val: 2 });
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env.HIERNAS_CACHE;
    else process.env.HIERNAS_CACHE = cacheBefore;
    rmSync(place, { recursive: true, force: true });
  });

  it("takes the classes from the pictures, records which they are, and resumes elsewhere", async () => {
    const before = config("pictures", pictures);
    const { rows } = await runStudy(before);
    assert.deepEqual(
      rows.map(({ status }) => status),
      ["scored", "scored"],
    );
    // Four validation pictures of four classes.
    for (const { fitness } of rows) assert.ok(fitness !== null && Number.isInteger(4 * fitness), String(fitness));
    const { data, protocol: recorded } = await readStudy(before.path, (study) => study.settings());
    assert.match(data, /^pictures [0-9a-f]{12}$/);
    assert.equal(recorded.network.classCount, 4);
    const moved = await makePictureFolder(join(place, "moved"), { classes: 4, train: 6, val: 2 });
    const again = await runStudy({ ...before, data: moved, steps: 3 });
    assert.equal(again.rows.length, 3);
    const fresh = await runStudy({ ...config("fresh", moved), steps: 3 });
    assert.deepEqual(
      fresh.rows.map(({ fitness }) => fitness),
      again.rows.map(({ fitness }) => fitness),
    );
    put(moved, "train/class 0/extra.jpg", "no picture");
    await assert.rejects(
      runStudy({ ...before, data: moved, steps: 3, onWarning: () => {} }),
      /was made with data "pictures [0-9a-f]{12}", got "pictures [0-9a-f]{12}": give the same settings/,
    );
  });

  it("decodes once for all workers", async () => {
    const cached = readdirSync(join(place, "cache")).filter((name) => name.startsWith("images-"));
    await runStudy({ ...config("two", pictures), workers: 2 });
    assert.deepEqual(
      readdirSync(join(place, "cache")).filter((name) => name.startsWith("images-")),
      cached,
    );
  });

  it("skips bad pictures with a warning, or refuses them and leaves nothing", async () => {
    const folder = await makePictureFolder(join(place, "bad"), { classes: 2, train: 6, val: 2 });
    put(folder, "train/class 1/bad.jpg", "");
    const strict = config("strict", folder);
    await assert.rejects(
      runStudy({ ...strict, strict: true }),
      (error) =>
        error instanceof InputError && /1 of 17 pictures cannot be used: .*leave out --strict/.test(error.message),
    );
    assert.ok(!readdirSync(place).includes("strict.sqlite"));
    const warnings: string[] = [];
    await runStudy({ ...strict, steps: 1, initialCount: 1, onWarning: (message) => warnings.push(message) });
    assert.deepEqual(
      warnings.map((line) => /; skipped$/.test(line)),
      [true],
    );
  });

  it("takes IDX files", async () => {
    const folder = join(place, "idx");
    mkdirSync(folder);
    writeIdx(folder, { compress: true, training: 60, height: 28, width: 28 });
    const { rows } = await runStudy({ ...config("idx", folder), steps: 1, initialCount: 1 });
    assert.equal(rows[0].status, "scored");
    const settings = await readStudy(join(place, "idx.sqlite"), (study) => study.settings());
    assert.equal(settings.protocol.network.classCount, 3);
    assert.match(settings.data, /^IDX /);
  });

  it("refuses a protocol that needs pictures in their files", async () => {
    const augmentation = { ...pictureAugmentation, resizedCrop: { height: 8, width: 8 } };
    await assert.rejects(
      evaluateGenotype(publishedCell, { data: pictures, protocol: { ...protocol, augmentation } }),
      /protocol: got a resizedCrop, which needs pictures in their files: only a training in earnest takes them/,
    );
  });
});
