import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classFolders, isPictureFolder, scanFolder } from "../../../lib/dataset/pictures/scan-folder.js";
import { InputError } from "../../../lib/input/errors.js";
import { put } from "./made-pictures.js";

describe("scanFolder", () => {
  let folder: string;
  const fill = (...paths: readonly string[]): void => paths.forEach((path) => put(folder, path, "x"));
  const refuses = (message: RegExp): void =>
    assert.throws(
      () => scanFolder(folder),
      (error) => error instanceof InputError && message.test(error.message) && !error.message.includes("\n"),
    );

  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-scan-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("lists files by class and name, without hidden ones", () => {
    fill(
      "train/b/2.jpg",
      "train/b/10.JPEG",
      "train/a/x.webp",
      "train/a/.DS_Store",
      "train/.cache/y.jpg",
      "val/b/1.png",
    );
    const { classNames, train, val } = scanFolder(folder);
    assert.deepEqual(classNames, ["a", "b"]);
    assert.deepEqual(
      train.map(({ path, label, bytes }) => [path, label, bytes]),
      [
        ["train/a/x.webp", 0, 1],
        ["train/b/10.JPEG", 1, 1],
        ["train/b/2.jpg", 1, 1],
      ],
    );
    assert.deepEqual(
      val?.map(({ path, label }) => [path, label]),
      [["val/b/1.png", 1]],
    );
    assert.ok(isPictureFolder(folder));
    assert.ok(!isPictureFolder(join(folder, "train")));
  });

  it("has no val without the folder", () => {
    fill("train/a/1.jpg", "train/b/1.jpg");
    assert.equal(scanFolder(folder).val, undefined);
  });

  it("refuses fewer than two classes", () => {
    fill("train/1.jpg");
    refuses(/train: has no class folders \(its files lie loose\), must have at least two: train\/CLASS\/PICTURE$/);
    fill("train/a/1.jpg");
    refuses(/train: has one class only \(a\), must have at least two/);
  });

  it("refuses two classes of one name up to case, also by Unicode's other form", () => {
    fill("train/Cat/1.jpg", "train/cat/1.jpg");
    refuses(/train: classes Cat and cat differ in case only: rename or join them, elsewhere they are one folder$/);
    assert.throws(() => classFolders(folder), /differ in case only/);
    rmSync(join(folder, "train"), { recursive: true });
    fill("train/e\u0301/1.jpg", "train/\u00c9/1.jpg");
    refuses(/differ in case only/);
  });

  it("refuses an empty class, in either split", () => {
    fill("train/a/1.jpg");
    mkdirSync(join(folder, "train/b"));
    refuses(/train\/b: the class has no pictures; fill its folder or remove it$/);
    fill("train/b/1.jpg");
    mkdirSync(join(folder, "val/a"), { recursive: true });
    refuses(/val\/a: the class has no pictures/);
  });

  it("refuses a val of other classes, of loose files, and an empty one", () => {
    fill("train/a/1.jpg", "train/b/1.jpg");
    mkdirSync(join(folder, "val"));
    refuses(/val: is empty: must be val\/CLASS\/PICTURE; or remove it/);
    fill("val/1.jpg");
    refuses(/val: holds files, but no class folders: must be val\/CLASS\/PICTURE/);
    fill("val/dog/1.jpg");
    refuses(/val: class dog is not in train; rename or remove it$/);
  });

  it("refuses links in a circle and dead ones in the place of a class, and does not follow a class into itself", () => {
    fill("train/a/1.jpg", "train/b/1.jpg");
    symlinkSync("loop", join(folder, "train/loop"));
    refuses(/train\/loop: a link that leads nowhere or in a circle; mend or remove it$/);
    rmSync(join(folder, "train/loop"));
    symlinkSync("..", join(folder, "train/up"));
    const { classNames, train } = scanFolder(folder);
    assert.deepEqual(classNames, ["a", "b", "up"]);
    // Its entry is a folder, which no picture is.
    assert.deepEqual(
      train.filter(({ label }) => label === 2).map(({ path }) => path),
      ["train/up/train"],
    );
    symlinkSync("nowhere", join(folder, "train/a/2.jpg"));
    assert.equal(scanFolder(folder).train[1].bytes, undefined);
  });
});
