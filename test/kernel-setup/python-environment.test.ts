// Obstacles to a Python environment, and files that it must not touch.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSetupFile } from "./project-root.js";

interface PythonEnvironment {
  readonly removeLink: (name: string) => void;
}

describe("kernel-setup/python-environment", () => {
  it("removes a link itself, never its target", () => {
    const { removeLink } = loadSetupFile<PythonEnvironment>("steps/python-environment.js");
    const folder = mkdtempSync(path.join(tmpdir(), "hiernas environment "));
    const [another, link] = ["another", "link"].map((name) => path.join(folder, name)) as [string, string];
    try {
      mkdirSync(another);
      writeFileSync(path.join(another, "kept"), "");
      symlinkSync(another, link);
      for (const name of [link, link, another]) removeLink(name);
      assert.ok(!existsSync(link));
      assert.ok(existsSync(path.join(another, "kept")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
