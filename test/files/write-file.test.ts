import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, writeFileWhole } from "../../lib/files/write-file.js";

describe("writeFileWhole", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-test-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("makes folders, replaces what is there and leaves nothing else", () => {
    const path = join(folder, "a", "b", "c.txt");
    writeFileWhole(path, "one");
    writeFileWhole(path, Buffer.from("two"));
    assert.equal(readFileSync(path, "utf8"), "two");
    assert.deepEqual(readdirSync(join(folder, "a", "b")), ["c.txt"]);
  });

  it("ends where a folder cannot be made", () => assert.throws(() => makeFolder("/proc/hiernas/x")));
});
