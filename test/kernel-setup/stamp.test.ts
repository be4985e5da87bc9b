// Stamps that record whether a built part is up to date.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSetupFile } from "./project-root.js";

interface Stamps {
  readonly hashTree: (root: string, entries: readonly string[]) => string;
  readonly readStamp: (file: string) => Readonly<Record<string, string>> | null;
  readonly writeStamp: (file: string, stamp: Readonly<Record<string, string>>) => void;
  readonly differenceOf: (
    found: Readonly<Record<string, string>> | null,
    wanted: Readonly<Record<string, string>>,
  ) => string | null;
}

describe("kernel-setup/stamp", () => {
  const { hashTree, readStamp, writeStamp, differenceOf } = loadSetupFile<Stamps>("stamp.js");
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "hiernas stamp "));
    mkdirSync(path.join(folder, "lib", "inner"), { recursive: true });
    writeFileSync(path.join(folder, "lib", "inner", "a.ts"), "1");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("hashes a tree the same twice", () => {
    assert.equal(hashTree(folder, ["lib"]), hashTree(folder, ["lib"]));
  });

  it("hashes a tree differently when a file is edited, added or removed", () => {
    const hashes = [hashTree(folder, ["lib"])];
    utimesSync(path.join(folder, "lib", "inner", "a.ts"), 1, 2);
    hashes.push(hashTree(folder, ["lib"]));
    writeFileSync(path.join(folder, "lib", "b.ts"), "");
    hashes.push(hashTree(folder, ["lib"]));
    rmSync(path.join(folder, "lib", "inner", "a.ts"));
    hashes.push(hashTree(folder, ["lib"]));
    assert.equal(new Set(hashes).size, 4);
  });

  it("leaves out missing files", () => {
    assert.equal(hashTree(folder, ["lib", "nowhere"]), hashTree(folder, ["lib"]));
  });

  it("reads back what it wrote, and treats a damaged stamp as missing", () => {
    const file = path.join(folder, "stamp.json");
    writeStamp(file, { a: "1" });
    assert.deepEqual(readStamp(file), { a: "1" });
    writeFileSync(file, '{"a": ');
    assert.equal(readStamp(file), null);
    assert.equal(readStamp(path.join(folder, "nowhere")), null);
  });

  it("names the first entry that differs, and ignores extra ones", () => {
    assert.equal(differenceOf(null, { a: "1" }), "not made yet");
    assert.equal(differenceOf({ a: "1", b: "2" }, { a: "1", b: "3" }), "made from another b");
    assert.equal(differenceOf({ a: "1", remark: "x" }, { a: "1" }), null);
  });
});
