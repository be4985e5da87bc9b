import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, writeFileWhole } from "../../lib/files/write-file.js";

const compiled = require.resolve("../../lib/files/write-file.js");

describe("writeFileWhole", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-test-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("creates folders, replaces an existing file and leaves nothing else", () => {
    const path = join(folder, "a", "b", "c.txt");
    writeFileWhole(path, "one");
    writeFileWhole(path, Buffer.from("two"));
    assert.equal(readFileSync(path, "utf8"), "two");
    assert.deepEqual(readdirSync(join(folder, "a", "b")), ["c.txt"]);
  });

  it("writes bytes in parts one after the other, empty ones too", () => {
    const path = join(folder, "parts");
    writeFileWhole(path, [Buffer.from("one "), new Uint8Array(0), Buffer.from("two")]);
    assert.equal(readFileSync(path, "utf8"), "one two");
    writeFileWhole(path, []);
    assert.equal(readFileSync(path, "utf8"), "");
  });

  it("writes to a pipe, which stays a pipe", () => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    // Opened for reading and writing, so that the writer does not block.
    const reader = openSync(path, constants.O_RDWR);
    try {
      writeFileWhole(path, "said");
      const read = Buffer.alloc(4);
      readSync(reader, read);
      assert.equal(read.toString(), "said");
      assert.ok(statSync(path).isFIFO());
    } finally {
      closeSync(reader);
    }
  });

  it("writes through a link, and keeps permissions", () => {
    const [path, link] = [join(folder, "target"), join(folder, "link")];
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    symlinkSync(path, link);
    writeFileWhole(link, "new");
    assert.equal(readFileSync(path, "utf8"), "new");
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(statSync(path).mode & 0o777, 0o640);
  });

  it("leaves the old content when the new does not fit, even if a part of it would", () => {
    const path = join(folder, "kept");
    writeFileSync(path, "kept");
    const call = `require(${JSON.stringify(compiled)}).writeFileWhole(${JSON.stringify(path)}, "x".repeat(5000))`;
    // A file size limit of 1 KB stands in for a full disk.
    const script = 'ulimit -f 1; trap "" XFSZ; exec "$@"';
    assert.throws(
      () => execFileSync("bash", ["-c", script, "bash", process.execPath, "-e", call], { stdio: "pipe" }),
      /EFBIG/,
    );
    assert.equal(readFileSync(path, "utf8"), "kept");
    assert.ok(readdirSync(folder).every((name) => !name.endsWith(".unfinished")));
  });

  it("fails when a folder cannot be created", () => assert.throws(() => makeFolder("/proc/hiernas/x")));
});
