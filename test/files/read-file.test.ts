import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFile, piecesOf, readFileText } from "../../lib/files/read-file.js";
import { InputError } from "../../lib/input/errors.js";

describe("readFileText", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-test-"))));
  after(() => rmSync(folder, { recursive: true }));

  const refuses = (path: string, message: RegExp, most?: number) =>
    assert.throws(
      () => readFileText(path, most),
      (error) => error instanceof InputError && message.test(error.message),
    );

  it("reads text and drops a byte order mark", () => {
    const path = join(folder, "bom.json");
    writeFileSync(path, "\ufeff{}");
    assert.equal(readFileText(path), "{}");
  });

  it("refuses files whose reading would block or never end", () => {
    const [pipe, zero] = [join(folder, "pipe"), join(folder, "zero")];
    execFileSync("mkfifo", [pipe]);
    symlinkSync("/dev/zero", zero);
    for (const path of [pipe, zero, folder]) refuses(path, /: is a folder, a pipe or a device, must be a file$/);
  });

  it("refuses a file that is missing, too large, or not text", () => {
    const path = join(folder, "large");
    writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]));
    refuses(join(folder, "none"), /none: no such file$/);
    refuses(path, /large: has 3 bytes, must have at most 2$/, 2);
    refuses(path, /large: is not text in UTF-8$/);
    refuses(join(folder, "a".repeat(300)), /the name is too long$/);
  });

  if (process.platform === "linux") {
    it("reads files of Linux that say they have 0 bytes to their end, and gives up soon after the bound", () => {
      assert.match(readFileText("/proc/self/status"), /^Name:.*\nPid:\s+\d+\n/s);
      refuses("/proc/self/pagemap", /pagemap: has more than 1000 bytes, must have at most 1000$/, 1_000);
      refuses("/proc/version", /version: has more than 5 bytes, must have at most 5$/, 5);
    });
  }
});

describe("openFile", () => {
  it("reads on piece by piece, and says where the file ends", () => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas-test-"));
    try {
      const path = join(folder, "file");
      writeFileSync(path, "abcdefg");
      const file = openFile(path);
      const [first, rest] = [Buffer.alloc(3), Buffer.alloc(9)];
      assert.deepEqual([file.size, file.fill(first), file.fill(rest), file.fill(rest)], [7, 3, 4, 0]);
      assert.equal(first.toString() + rest.toString("utf8", 0, 4), "abcdefg");
      file.close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("piecesOf", () => {
  it("covers all bytes in order with views of at most that many, and none for no bytes", () => {
    const bytes = Uint8Array.of(1, 2, 3, 4, 5);
    const pieces = [...piecesOf(bytes, 2)];
    assert.deepEqual(pieces, [Uint8Array.of(1, 2), Uint8Array.of(3, 4), Uint8Array.of(5)]);
    assert.ok(pieces.every(({ buffer }) => buffer === bytes.buffer));
    assert.deepEqual([...piecesOf(new Uint8Array(0))], []);
  });
});
