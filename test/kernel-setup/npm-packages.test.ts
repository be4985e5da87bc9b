// Checks of the installed packages against the lock file, and of the logs of failed commands.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSetupFile } from "./project-root.js";

interface NpmPackages {
  readonly findDifference: (lockFile: string, installedFile: string) => string | null;
}
interface RunCommand {
  readonly explainLog: (log: string) => { readonly what: string; readonly mend: string };
  readonly findProgram: (name: string) => string | null;
}

describe("kernel-setup/npm-packages", () => {
  const { findDifference } = loadSetupFile<NpmPackages>("steps/npm-packages.js");
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), "hiernas packages "))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const compare = (lock: object, installed: object) => {
    const files = ["lock.json", "installed.json"].map((name) => path.join(folder, name));
    [lock, installed].forEach((packages, index) => writeFileSync(files[index] ?? "", JSON.stringify({ packages })));
    return findDifference(files[0] ?? "", files[1] ?? "");
  };

  it("agrees when every locked package is installed, except links and other platforms' optional ones", () => {
    const a = { version: "1.0.0", integrity: "x" };
    const lock = { "": {}, a, other: { ...a, optional: true }, self: { link: true } };
    assert.equal(compare(lock, { a }), null);
  });

  it("names a package that is missing or of another version", () => {
    const a = { version: "1.0.0", integrity: "x" };
    assert.equal(compare({ a }, {}), "a is missing");
    assert.equal(compare({ a }, { a: { ...a, version: "1.0.1" } }), "a has another version");
    assert.equal(compare({ a }, { a: { ...a, integrity: "y" } }), "a has another version");
  });

  it("recognizes that nothing is installed", () => {
    assert.equal(findDifference(path.join(folder, "lock.json"), path.join(folder, "none.json")), "not installed yet");
  });
});

describe("kernel-setup/run-command", () => {
  const { explainLog, findProgram } = loadSetupFile<RunCommand>("run-command.js");

  it("recognizes common causes in a log", () => {
    assert.equal(explainLog("npm error code ENOSPC").what, "the disk is full");
    assert.equal(
      explainLog("npm error request to … failed, reason: getaddrinfo EAI_AGAIN").what,
      "the package registry does not answer",
    );
  });

  it("falls back to the first line that looks like an error, then to the last line", () => {
    assert.equal(explainLog("a\nx.cc:3: error: no such thing\nb").what, "x.cc:3: error: no such thing");
    assert.equal(explainLog("a\nb\n").what, "b");
    assert.equal(explainLog("").what, "no output");
  });

  it("finds a program on the PATH or by its path, but none that is not executable", () => {
    assert.equal(findProgram("sh"), findProgram(findProgram("sh") ?? ""));
    assert.equal(findProgram(process.execPath), process.execPath);
    for (const name of ["no-such-program", "/no/such/program", __filename, "/"]) assert.equal(findProgram(name), null);
  });
});
