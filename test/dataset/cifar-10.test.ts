import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadCifar10 } from "../../lib/dataset/cifar-10.js";
import { dataName } from "../../lib/dataset/data-name.js";
import { type Images, countByClass } from "../../lib/dataset/images.js";
import { loadData } from "../../lib/dataset/load-data.js";
import { InputError } from "../../lib/input/errors.js";

const names = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`).concat("test_batch.bin");

/** A record whose first red, green and blue pixel identify it. */
function record(label: number, file: number, index: number): Buffer {
  const bytes = Buffer.alloc(3073);
  bytes[0] = label;
  bytes.set([file], 1);
  bytes.set([index], 1 + 1024);
  bytes.set([200 + label], 1 + 2048);
  return bytes;
}

const identity = (images: Images, index: number): string =>
  images.pixels.subarray(index * 3072, index * 3072 + 3).join(" ");
const identities = (images: Images): string[] =>
  Array.from({ length: images.count }, (_, index) => identity(images, index));

/** Runs `work` as a user without root's rights over files. */
function asAnother(work: () => void): void {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    work();
  } finally {
    process.seteuid?.(0);
  }
}

describe("loadCifar10", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "cifar 10 "));
    names.forEach((name, file) => {
      writeFileSync(
        join(folder, name),
        Buffer.concat(Array.from({ length: 20 }, (_, index) => record(index % 10, file, index))),
      );
    });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const refuses = (rule: RegExp, config = {}) =>
    assert.throws(
      () => loadCifar10(folder, { validationCount: 30, ...config }),
      (error) => error instanceof InputError && rule.test(error.message) && !error.message.includes("\n"),
    );

  /** A study names its images first, before they are loaded. */
  const refusesFiles = (rule: RegExp) => {
    refuses(rule);
    assert.throws(
      () => dataName(folder),
      (error) => error instanceof InputError && rule.test(error.message) && !error.message.includes("\n"),
    );
  };

  it("is named by its bytes and not by its path", () => {
    const name = dataName(folder);
    assert.match(name, /^CIFAR-10 [0-9a-f]{12}$/);
    const nested = join(folder, "cifar-10-batches-bin");
    mkdirSync(nested);
    names.forEach((file) => renameSync(join(folder, file), join(nested, file)));
    assert.equal(dataName(folder), name);
    writeFileSync(join(nested, names[2]), record(1, 2, 3));
    assert.notEqual(dataName(folder), name);
    assert.equal(dataName("sample"), "sample");
    assert.throws(() => dataName(join(folder, "nowhere")), InputError);
  });

  it("turns colour planes into pixels of red, green and blue", () => {
    const { test } = loadCifar10(folder, { validationCount: 30 });
    assert.deepEqual([test.count, test.height, test.width, test.channels], [20, 32, 32, 3]);
    assert.equal(identity(test, 13), "5 13 203");
    assert.equal(test.labels[13], 3);
  });

  it("splits the training files into training and validation without loss or overlap, by the seed", () => {
    const { training, validation } = loadCifar10(folder, { seed: 1, validationCount: 30 });
    assert.deepEqual([training.count, validation.count], [70, 30]);
    assert.equal(new Set([...identities(training), ...identities(validation)]).size, 100);
    assert.deepEqual(loadCifar10(folder, { seed: 1, validationCount: 30 }).validation, validation);
    assert.notDeepEqual(loadCifar10(folder, { seed: 2, validationCount: 30 }).validation, validation);
    identities(training).forEach((pixel, index) =>
      assert.equal(pixel.split(" ")[2], String(200 + training.labels[index])),
    );
  });

  it("finds the files in the official archive's folder", () => {
    const before = loadCifar10(folder, { validationCount: 30 });
    mkdirSync(join(folder, "cifar-10-batches-bin"));
    for (const name of names) renameSync(join(folder, name), join(folder, "cifar-10-batches-bin", name));
    assert.deepEqual(loadCifar10(folder, { validationCount: 30 }), before);
  });

  it("refuses a folder that is missing, or is a file", () => {
    assert.throws(
      () => loadCifar10(join(folder, "nowhere")),
      /nowhere: no such folder; give the folder .* or "sample"/,
    );
    assert.throws(() => loadCifar10(join(folder, names[0])), InputError);
  });

  it("refuses a folder without one of the files, naming it", () => {
    rmSync(join(folder, names[3]));
    refusesFiles(/data_batch_4\.bin: no such file/);
  });

  it("refuses a truncated and an empty file", () => {
    writeFileSync(join(folder, names[1]), Buffer.alloc(3073 * 4 - 1));
    refusesFiles(/data_batch_2\.bin: got 12291 bytes, must be a multiple of 3073/);
    writeFileSync(join(folder, names[1]), "");
    refusesFiles(/data_batch_2\.bin: got 0 bytes/);
  });

  it("refuses a corrupt file, naming the image", () => {
    writeFileSync(join(folder, names[5]), Buffer.concat([record(9, 5, 0), record(10, 5, 1)]));
    refusesFiles(/test_batch\.bin, image 1: got label 10, must be 0 to 9/);
  });

  it("refuses a folder in place of a file", () => {
    rmSync(join(folder, names[0]));
    mkdirSync(join(folder, names[0]));
    refusesFiles(/data_batch_1\.bin: is a folder, a pipe or a device, must be a file/);
  });

  it("refuses a pipe and a device in place of a file, at once", () => {
    rmSync(join(folder, names[2]));
    execFileSync("mkfifo", [join(folder, names[2])]);
    refusesFiles(/data_batch_3\.bin: is a folder, a pipe or a device/);
    rmSync(join(folder, names[2]));
    symlinkSync("/dev/zero", join(folder, names[2]));
    refusesFiles(/data_batch_3\.bin: is a folder, a pipe or a device/);
  });

  it("refuses dangling and circular links, and anything but a folder in place of one, at once", () => {
    const file = join(folder, names[1]);
    for (const target of ["/nowhere", file]) {
      rmSync(file);
      symlinkSync(target, file);
      refusesFiles(/data_batch_2\.bin: no such file/);
    }
    const refusesPlace = (place: string) => {
      for (const call of [loadCifar10, loadData, dataName]) {
        assert.throws(
          () => call(place),
          (error) => error instanceof InputError && /: (no such|is no) folder; give the folder/.test(error.message),
        );
      }
    };
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    for (const place of [pipe, "/dev/zero", "/dev/null", file, join(folder, names[0]), "a\0b", ""]) refusesPlace(place);
  });

  it("refuses a pipe or a file in place of the archive's own folder, naming what is missing", () => {
    for (const name of names) rmSync(join(folder, name));
    const nested = join(folder, "cifar-10-batches-bin");
    execFileSync("mkfifo", [nested]);
    refusesFiles(/data_batch_1\.bin: no such file/);
    rmSync(nested);
    writeFileSync(nested, "");
    refusesFiles(/data_batch_1\.bin: no such file/);
  });

  it("refuses an unreadable file, and a folder without search permission", () => {
    chmodSync(folder, 0o755);
    for (const name of names) chmodSync(join(folder, name), name === names[4] ? 0 : 0o644);
    asAnother(() => refusesFiles(/data_batch_5\.bin: may not be read: check its permissions/));
    chmodSync(folder, 0);
    asAnother(() => refusesFiles(/no such file|may not be read/));
    chmodSync(folder, 0o755);
  });

  it("refuses a file of absurdly many images before reading it", () => {
    // Sparse: it takes no space on disk.
    truncateSync(join(folder, names[3]), 3073 * 100_001);
    refusesFiles(/data_batch_4\.bin: has 307303073 bytes, must have at most 307300000/);
  });

  it("refuses images of one class only", () => {
    for (const name of names)
      writeFileSync(join(folder, name), Buffer.concat(Array.from({ length: 20 }, (_, index) => record(4, 0, index))));
    refuses(/the training images have one class only/);
  });

  it("refuses a split that leaves nothing on one side", () => {
    for (const validationCount of [100, 0, -1, 2.5, NaN]) refuses(/validation ?[cC]ount/, { validationCount });
  });

  it("is what loadData returns for a folder, limited and balanced by the seed", () => {
    const config = { seed: 3, validationCount: 30, limits: { training: 20, test: 10 } };
    const limited = loadData(folder, JSON.parse(JSON.stringify(config)) as typeof config);
    assert.deepEqual([limited.training.count, limited.validation.count, limited.test.count], [20, 30, 10]);
    assert.deepEqual(countByClass(limited.test, 10), new Array(10).fill(1));
    assert.deepEqual(loadData(folder, config), limited);
    assert.throws(() => loadData(folder, { ...config, limits: { training: 71 } }), InputError);
  });
});

describe("loadData", () => {
  it("returns the bundled sample for the source named sample", () => {
    const { name, training, validation, test } = loadData("sample", { limits: { training: 30 } });
    assert.deepEqual([name, training.count, validation.count, test.count], ["CIFAR-10 sample", 30, 1000, 1000]);
    assert.deepEqual(countByClass(training, 10), new Array(10).fill(3));
  });
});
