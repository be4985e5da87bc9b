import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { dataName } from "../../../lib/dataset/data-name.js";
import { dataClassNames, dataKind, defaultValidationCount, prepareSource } from "../../../lib/dataset/data-source.js";
import type { Images } from "../../../lib/dataset/images.js";
import { loadData } from "../../../lib/dataset/load-data.js";
import {
  openIndex,
  preparePictures,
  type PreparationProgress,
} from "../../../lib/dataset/pictures/prepare-pictures.js";
import { InputError } from "../../../lib/input/errors.js";
import { hugePng, makePictureFolder, put, stripes } from "./made-pictures.js";

const SIDE = { height: 16, width: 16 };

describe("a folder of pictures", function () {
  this.timeout(60_000);
  let place: string;
  /** Three classes, six pictures to train on and two to test, each. */
  let made: string;
  const { HIERNAS_CACHE: cacheBefore } = process.env;

  before(async () => {
    place = mkdtempSync(join(tmpdir(), "hiernas-pictures-"));
    process.env.HIERNAS_CACHE = join(place, "cache");
    made = await makePictureFolder(join(place, "made"));
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env.HIERNAS_CACHE;
    else process.env.HIERNAS_CACHE = cacheBefore;
    rmSync(place, { recursive: true, force: true });
  });

  const copied = (name: string): string => {
    cpSync(made, join(place, name), { recursive: true });
    return join(place, name);
  };
  const rejects = (work: Promise<unknown>, message: RegExp): Promise<void> =>
    assert.rejects(work, (error) => {
      assert.ok(error instanceof InputError, String((error as Error).stack));
      assert.match(error.message, message);
      return !error.message.includes("\n");
    });
  const pixel = ({ pixels, width }: Images, image: number, x: number, y: number): readonly number[] => {
    const at = 3 * (image * width * SIDE.height + y * width + x);
    return [...pixels.subarray(at, at + 3)];
  };

  it("is data: kind, classes, splits, images at a size", async () => {
    assert.equal(dataKind(made), "pictures");
    assert.deepEqual(dataClassNames(made), ["class 0", "class 1", "class 2"]);
    const progress: PreparationProgress[] = [];
    await prepareSource(made, { size: SIDE, onProgress: (each) => progress.push(each) });
    assert.deepEqual(progress.at(-1), { phase: "decoding", done: 24, count: 24 });
    assert.equal(defaultValidationCount(made), 3);
    const { training, validation, test, classNames } = loadData(made, { size: SIDE });
    assert.deepEqual([training.count, validation.count, test.count, classNames.length], [15, 3, 6, 3]);
    assert.deepEqual([training.height, training.width, training.channels], [16, 16, 3]);
    assert.deepEqual([...test.labels], [0, 0, 1, 1, 2, 2]);
    assert.equal(loadData(made).training.height, 32);
    const four = loadData(made, { size: SIDE, validationCount: 4, limits: { training: 6 } });
    assert.deepEqual([four.training.count, four.validation.count], [6, 4]);
    assert.throws(
      () => loadData(made, { size: SIDE, validationCount: 16 }),
      /16 of its 18 training pictures are to be kept apart, must be at most 15: one of each class stays$/,
    );
    assert.throws(
      () => loadData(made, { size: { height: 8192, width: 8192 } }),
      /pictures: got 24 images of 8192×8192×3/,
    );
  });

  it("is named by its bytes and names, not by its place, and read once", async () => {
    const [name, other] = [dataName(made), copied("moved")];
    assert.match(name, /^pictures [0-9a-f]{12}$/);
    assert.equal(dataName(other), name);
    const cache = () => readdirSync(join(place, "cache")).sort();
    const before = cache();
    let progressed = false;
    await preparePictures(made, { onProgress: () => (progressed = true) });
    assert.deepEqual([progressed, cache()], [false, before]);
    const [file] = readdirSync(join(other, "train/class 0"));
    const path = join(other, "train/class 0", file);
    utimesSync(path, 1, 1);
    assert.equal(dataName(other), name, "a time alone changes nothing");
    writeFileSync(path, await stripes(0, "other", 20, 20).jpeg().toBuffer());
    assert.notEqual(dataName(other), name);
  });

  it("keeps a fifth apart for the test where there is no val, and says so", async () => {
    const folder = await makePictureFolder(join(place, "no val"), { val: 0, train: 10 });
    const warnings: string[] = [];
    await preparePictures(folder, { onWarning: (message) => warnings.push(message) });
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0],
      /no val: has no folder val: a fifth of the pictures in train are kept apart as test images$/,
    );
    const { training, validation, test } = loadData(folder, { size: SIDE });
    assert.deepEqual([training.count, validation.count, test.count], [20, 4, 6]);
    assert.deepEqual(loadData(folder, { size: SIDE }).test.pixels, test.pixels);
    const all = [training, validation, test].map(({ pixels }) => pixels);
    const images = all.flatMap((pixels) =>
      Array.from({ length: pixels.length / 768 }, (_, at) =>
        Buffer.from(pixels.subarray(at * 768, (at + 1) * 768)).toString("hex"),
      ),
    );
    assert.equal(new Set(images).size, 30, "no picture is in two splits");
  });

  it("reads JPEG, PNG and WebP, grey, CMYK, 16 bits, transparent and turned, whatever the name says", async () => {
    const folder = join(place, "formats");
    const width = 40;
    // Red above, blue below: turned pictures must come out as that.
    const upright = Buffer.from(
      Array.from({ length: width * width }, (_, at) =>
        at < (width * width) / 2 ? [220, 30, 30] : [30, 30, 220],
      ).flat(),
    );
    const picture = () => sharp(upright, { raw: { width, height: width, channels: 3 } });
    // Stored on its side: EXIF 6 is turned by 90° to the right when shown.
    const turned = await picture().rotate(-90).toBuffer();
    const onSide = sharp(turned, { raw: { width, height: width, channels: 3 } });
    const files: Readonly<Record<string, Buffer>> = {
      "a.jpg": await picture().jpeg({ quality: 95 }).toBuffer(),
      "b.png": await picture().png().toBuffer(),
      "c.webp": await picture().webp({ quality: 95 }).toBuffer(),
      "d.jpg": await picture().png().toBuffer(),
      "e.jpg": await onSide.jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer(),
      "f.jpg": await picture().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer(),
      "g.png": await picture().toColourspace("rgb16").png().toBuffer(),
    };
    for (const [name, bytes] of Object.entries(files)) put(folder, `val/colour/${name}`, bytes);
    const grey = sharp(Buffer.alloc(width * width, 100), { raw: { width, height: width, channels: 1 } });
    put(folder, "val/grey/a.png", await grey.clone().png().toBuffer());
    put(folder, "val/grey/b.jpg", await grey.clone().jpeg().toBuffer());
    const clear = sharp(Buffer.alloc(width * width * 4), { raw: { width, height: width, channels: 4 } });
    put(folder, "val/grey/c.png", await clear.png().toBuffer());
    cpSync(join(folder, "val"), join(folder, "train"), { recursive: true });
    const warnings: string[] = [];
    await preparePictures(folder, { onWarning: (message) => warnings.push(message) });
    assert.deepEqual(warnings, []);
    const { test, classNames } = loadData(folder, { size: SIDE, validationCount: 1 });
    assert.deepEqual([classNames, test.count], [["colour", "grey"], 10]);
    const near = (got: readonly number[], wanted: readonly number[], far: number, what: string): void =>
      got.forEach((value, channel) => assert.ok(Math.abs(value - wanted[channel]) <= far, `${what}: ${got.join(" ")}`));
    Object.keys(files).forEach((name, image) => {
      // What CMYK can show of them is duller.
      const below = name === "f.jpg" ? [30, 55, 136] : [30, 30, 220];
      const above = name === "f.jpg" ? [222, 26, 10] : [220, 30, 30];
      near(pixel(test, image, 8, 2), above, name === "f.jpg" ? 20 : 8, `${name} above`);
      near(pixel(test, image, 8, 13), below, name === "f.jpg" ? 20 : 8, `${name} below`);
    });
    near(pixel(test, 7, 5, 5), [100, 100, 100], 1, "grey PNG");
    near(pixel(test, 8, 5, 5), [100, 100, 100], 2, "grey JPEG");
    near(pixel(test, 9, 5, 5), [255, 255, 255], 0, "transparent");
  });

  it("takes the middle of long pictures", async () => {
    const folder = join(place, "long");
    const bars = Buffer.from(
      Array.from({ length: 40 * 120 }, (_, at) =>
        Math.floor((at % 120) / 40) === 1 ? [0, 255, 0] : [255, 0, 0],
      ).flat(),
    );
    const bytes = await sharp(bars, { raw: { width: 120, height: 40, channels: 3 } })
      .png()
      .toBuffer();
    for (const split of ["train", "val"])
      for (const name of ["a/1.png", "b/1.png", "b/2.png"]) put(folder, `${split}/${name}`, bytes);
    const { test } = loadData(folder, { size: SIDE, validationCount: 1 });
    for (const x of [1, 8, 14]) assert.deepEqual(pixel(test, 0, x, 8), [0, 255, 0]);
  });

  it("skips what cannot be used, counted and named with its reason, or refuses it", async () => {
    const folder = copied("bad");
    const jpeg = await stripes(1, "bad", 200, 200).jpeg().toBuffer();
    const png = await stripes(1, "bad", 200, 200).png().toBuffer();
    put(folder, "train/class 0/empty.jpg", "");
    put(folder, "train/class 0/text.jpg", "no picture");
    put(folder, "train/class 0/notes.txt", "no picture either");
    put(folder, "train/class 1/cut.jpg", jpeg.subarray(0, jpeg.length / 2));
    put(folder, "train/class 1/cut.png", png.subarray(0, png.length / 2));
    put(folder, "train/class 1/huge.png", hugePng(40_000, 40_000));
    mkdirSync(join(folder, "val/class 2/folder.jpg"));
    symlinkSync("loop.jpg", join(folder, "val/class 2/loop.jpg"));
    assert.equal(spawnSync("mkfifo", [join(folder, "val/class 2/pipe.jpg")]).status, 0);
    put(folder, "val/class 2/picture.gif", Buffer.from("GIF89a\u0001\0\u0001\0\0\0\0;", "latin1"));
    await rejects(
      preparePictures(folder, { strict: true }),
      /bad: 10 of 34 pictures cannot be used: .*; mend or remove them, or leave out --strict to skip them$/,
    );
    const warnings: string[] = [];
    const began = performance.now();
    const index = await preparePictures(folder, { size: SIDE, onWarning: (message) => warnings.push(message) });
    assert.ok(performance.now() - began < 20_000);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0], /^[^\n]*bad: 10 of 34 pictures cannot be used: [^\n]*; skipped$/);
    const reasons: Readonly<Record<string, string>> = Object.fromEntries(
      index.skipped.map(({ path, reason }) => [path.slice(path.lastIndexOf("/") + 1), reason]),
    );
    assert.deepEqual(Object.keys(reasons).sort(), [
      ..."cut.jpg cut.png empty.jpg folder.jpg huge.png loop.jpg notes.txt picture.gif pipe.jpg text.jpg".split(" "),
    ]);
    assert.equal(reasons["empty.jpg"], "has no bytes");
    assert.equal(reasons["text.jpg"], "is no JPEG, PNG or WebP");
    assert.equal(reasons["cut.jpg"], "cannot be decoded: cut short or damaged");
    assert.equal(reasons["cut.png"], "cannot be decoded: cut short or damaged");
    assert.equal(reasons["huge.png"], "has 40000×40000 pixels, more than 100000000");
    assert.equal(reasons["folder.jpg"], "is a folder, a pipe or a device, must be a file");
    assert.equal(reasons["loop.jpg"], "a link that leads nowhere or in a circle");
    for (const [name, reason] of Object.entries(reasons)) assert.ok(warnings[0].includes(`${name} (${reason})`), name);
    const { training, validation, test } = loadData(folder, { size: SIDE });
    assert.deepEqual([training.count + validation.count, test.count], [18, 6]);
    assert.notEqual(dataName(folder), dataName(made), "skipped files count in the name");
  });

  it("names ten of many, and where the others stand", async () => {
    const folder = copied("many bad");
    for (let index = 0; index < 12; index++) put(folder, `train/class 0/bad ${index}.jpg`, "");
    const warnings: string[] = [];
    await preparePictures(folder, { onWarning: (message) => warnings.push(message) });
    const [, path] = /, and 2 more: all stand in (.*\.json); skipped$/.exec(warnings[0]) ?? assert.fail(warnings[0]);
    const { skipped } = JSON.parse(readFileSync(path, "utf8")) as { readonly skipped: readonly unknown[] };
    assert.equal(skipped.length, 12);
  });

  it("refuses a class of which nothing can be used", async () => {
    const folder = copied("lost class");
    for (const name of readdirSync(join(folder, "train/class 1"))) put(folder, `train/class 1/${name}`, "");
    await rejects(
      preparePictures(folder, {}),
      /lost class: class class 1 has no picture that can be used \(train\/class 1\/000\.jpg: has no bytes\); mend or remove it$/,
    );
    assert.throws(() => openIndex(folder), InputError);
  });

  it("makes damaged files of its cache anew", async () => {
    const folder = copied("damaged");
    const { test } = loadData(folder, { size: SIDE });
    const files = readdirSync(join(place, "cache")).map((name) => join(place, "cache", name));
    for (const file of files) {
      const bytes = readFileSync(file);
      bytes[bytes.length - 1] ^= 1;
      writeFileSync(file, bytes);
    }
    assert.deepEqual(loadData(folder, { size: SIDE }).test, test);
  });

  it("stops when aborted, and says where its cache cannot be written", async () => {
    const folder = copied("stopped");
    const controller = new AbortController();
    const stopped = preparePictures(folder, { signal: controller.signal });
    controller.abort();
    await assert.rejects(stopped, { name: "AbortError" });
    const { HIERNAS_CACHE } = process.env;
    try {
      process.env.HIERNAS_CACHE = "/proc/nowhere";
      await rejects(
        preparePictures(folder, {}),
        /index-[0-9a-f]+\.json: cannot be written: .*; HIERNAS_CACHE=FOLDER keeps pictures elsewhere$/,
      );
    } finally {
      process.env.HIERNAS_CACHE = HIERNAS_CACHE;
    }
  });

  it("that is none says what is known", () => {
    const folder = join(place, "other");
    mkdirSync(folder);
    assert.throws(
      () => dataKind(folder),
      /other: holds no known images: data_batch_1\.bin .* or train\/CLASS\/PICTURE$/,
    );
  });

  it("loads no decoder where there are no pictures", () => {
    const program = `
      const { loadData } = require(${JSON.stringify(join(__dirname, "../../../lib/dataset/load-data.js"))});
      const { dataName } = require(${JSON.stringify(join(__dirname, "../../../lib/dataset/data-name.js"))});
      loadData("sample"); dataName("sample"); loadData(${JSON.stringify(made)}); dataName(${JSON.stringify(made)});
      console.log(Object.keys(require.cache).filter((path) => path.includes("sharp")).map((path) => path.split("/").at(-1)).join());`;
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", program], { encoding: "utf8" });
    // The library's own file alone, not the package.
    assert.equal(stdout.trim(), "sharp.js", stderr);
  });
});
