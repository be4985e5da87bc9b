import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../lib/input/errors.js";
import { makeWritableFolder } from "../../lib/instruments/writable-folder.js";

describe("makeWritableFolder", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-folder-"))));
  after(() => rmSync(folder, { recursive: true }));

  /** As a user who may read `folder` but not write it, even if this process is root. */
  const asStranger = (work: () => void): void => {
    const isRoot = process.getuid?.() === 0;
    chmodSync(folder, isRoot ? 0o755 : 0o555);
    if (isRoot) process.seteuid?.(65534);
    try {
      work();
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(folder, 0o755);
    }
  };

  it("creates the folder with its parents, and leaves an existing one", () => {
    for (let round = 0; round < 2; round++) makeWritableFolder(join(folder, "a", "b"), "mend");
    assert.ok(existsSync(join(folder, "a", "b")));
  });

  it("says in one line that the folder is another user's, and what to do", () => {
    const path = join(folder, "c");
    asStranger(() =>
      assert.throws(
        () => makeWritableFolder(path, "take another"),
        new InputError(`${path}: belongs to another user; take another`),
      ),
    );
  });

  it("reports other causes", () => {
    writeFileSync(join(folder, "file"), "");
    assert.throws(() => makeWritableFolder(join(folder, "file", "d"), "take another"), {
      name: "InputError",
      message: /^.*: cannot be written: E(NOTDIR|EXIST).*; take another$/,
    });
  });
});
