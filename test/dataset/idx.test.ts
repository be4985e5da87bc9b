import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { dataName } from "../../lib/dataset/data-name.js";
import { dataClassNames, dataKind, defaultValidationCount } from "../../lib/dataset/data-source.js";
import { loadData } from "../../lib/dataset/load-data.js";
import { InputError } from "../../lib/input/errors.js";
import { idxImages, idxLabels, writeIdx } from "./made-idx.js";

describe("IDX files", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-idx-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const refuses = (message: RegExp): void =>
    assert.throws(
      () => loadData(folder),
      (error) => error instanceof InputError && message.test(error.message) && !error.message.includes("\n"),
    );
  const put = (name: string, bytes: Uint8Array): void => writeFileSync(join(folder, name), bytes);

  it("are data: grey as three equal channels, classes by label, a fifth for validation", () => {
    writeIdx(folder);
    assert.equal(dataKind(folder), "idx");
    assert.deepEqual(dataClassNames(folder), ["0", "1", "2"]);
    assert.equal(defaultValidationCount(folder), 6);
    const { training, validation, test, name } = loadData(folder);
    assert.deepEqual([name, training.count, validation.count, test.count], ["IDX", 24, 6, 9]);
    assert.deepEqual([test.height, test.width, test.channels], [6, 5, 3]);
    assert.deepEqual([...test.labels], [0, 1, 2, 0, 1, 2, 0, 1, 2]);
    // Pixel p of image i is 7·i + p, as made.
    assert.deepEqual([...test.pixels.subarray(0, 9)], [0, 0, 0, 1, 1, 1, 2, 2, 2]);
    assert.deepEqual([...test.pixels.subarray(90, 96)], [7, 7, 7, 8, 8, 8]);
    const grey = [...training.labels].map((label, image) => [label, training.pixels[image * 90]]);
    for (const [label, first] of grey) assert.equal(label, (first / 7) % 3, "a label stays with its image");
  });

  it("are resized, split by the seed, and limited", () => {
    writeIdx(folder);
    const sized = loadData(folder, { size: { height: 12, width: 10 }, validationCount: 10, limits: { test: 3 } });
    assert.deepEqual([sized.training.height, sized.training.width, sized.training.count], [12, 10, 20]);
    assert.deepEqual([sized.validation.count, sized.test.count], [10, 3]);
    const other = loadData(folder, { size: { height: 12, width: 10 }, validationCount: 10, seed: 2 });
    assert.notDeepEqual(other.training.pixels, sized.training.pixels);
    assert.throws(
      () => loadData(folder, { validationCount: 30 }),
      /got a validation count of 30, must be below its 30/,
    );
  });

  it("have one name whether compressed or not, and wherever they are", () => {
    writeIdx(folder);
    const [name, plain] = [dataName(folder), loadData(folder)];
    assert.match(name, /^IDX [0-9a-f]{12}$/);
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), "hiernas-idx-"));
    writeIdx(folder, { compress: true });
    assert.equal(dataName(folder), name);
    assert.deepEqual(loadData(folder), plain);
    put("t10k-labels-idx1-ubyte.gz", gzipSync(idxLabels([0, 1, 2, 0, 1, 2, 0, 1, 1])));
    assert.notEqual(dataName(folder), name);
  });

  it("are refused when they are missing, truncated, of another kind or do not fit each other", () => {
    writeIdx(folder);
    rmSync(join(folder, "t10k-labels-idx1-ubyte"));
    refuses(/t10k-labels-idx1-ubyte: no such file, nor t10k-labels-idx1-ubyte\.gz; get it as well$/);
    put("t10k-labels-idx1-ubyte", idxLabels([0, 1]));
    refuses(/t10k-images-idx3-ubyte: has 9 images, but .*t10k-labels-idx1-ubyte has 2 labels$/);
    put("t10k-labels-idx1-ubyte", idxLabels([0, 1, 2, 0, 1, 2, 0, 1, 3]));
    refuses(/class 3 of the test images is not in the training images$/);
    put("t10k-images-idx3-ubyte", idxImages(9, 6, 5).subarray(0, 100));
    refuses(/t10k-images-idx3-ubyte: got 100 bytes, must be 286; the file is truncated, get it again$/);
    put("t10k-images-idx3-ubyte", idxLabels([1, 2]));
    refuses(/t10k-images-idx3-ubyte: is no IDX file of images in bytes; get it again$/);
    put("t10k-images-idx3-ubyte", new Uint8Array());
    refuses(/is no IDX file of images/);
    put("t10k-images-idx3-ubyte", idxImages(9, 5, 5));
    put("t10k-labels-idx1-ubyte", idxLabels([0, 1, 2, 0, 1, 2, 0, 1, 2]));
    refuses(/its images are 6×5 and 5×5, must be of one size$/);
    rmSync(join(folder, "t10k-images-idx3-ubyte"));
    put("t10k-images-idx3-ubyte.gz", gzipSync(idxImages(9, 6, 5)).subarray(0, 30));
    refuses(/t10k-images-idx3-ubyte\.gz: cannot be uncompressed \(.*\); get it again$/);
  });

  it("are refused with one class, and with more than can be held", () => {
    writeIdx(folder, { labelOf: () => 0 });
    refuses(/the training images have one class only, must have at least two$/);
    const header = Buffer.alloc(16);
    [0x803, 2 ** 31, 4096, 4096].forEach((value, side) => header.writeUInt32BE(value, 4 * side));
    put("train-images-idx3-ubyte", header);
    refuses(/train-images-idx3-ubyte: got 16 bytes, must be \d+; the file is truncated/);
  });
});
