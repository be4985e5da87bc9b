// An installation that belongs to another user: a line instead of a stack trace, and everything works that need not
// write.
import assert from "node:assert/strict";
import { chmodSync, existsSync } from "node:fs";
import { cloneSetup, runAsStranger, type SetupClone, stubSteps } from "./setup-clone.js";

describe("kernel-setup in another user's folder", () => {
  let clone: SetupClone;
  before(() => {
    clone = cloneSetup();
    stubSteps(clone, "done();");
  });
  after(() => clone.remove());

  const run = (file: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = runAsStranger(clone, [clone.file("kernel-setup", file), ...args]);
    return { status, stdout, stderr };
  };
  const belongs = /^not ready: .*belongs to another user: have its owner run npm run setup, or clone the project .*\n$/;

  for (const file of ["reproduce.js", "gallery.js", "test.js"]) {
    it(`${file} says in one line on stderr that it cannot run set-up`, () => {
      const { status, stdout, stderr } = run(file);
      assert.equal(status, 1);
      assert.match(stderr, belongs);
      assert.equal(stdout, "");
    });
  }

  it("setup.js says the same", () => {
    const { status, stdout, stderr } = run("setup.js");
    assert.equal(status, 1);
    assert.match(stdout, belongs);
    assert.equal(stderr, "");
  });

  it("says the same about an option that it cannot save", () => {
    assert.match(run("setup.js", "--without-training").stdout, belongs);
    assert.ok(!existsSync(clone.file(".setup")));
  });

  for (const [file, option] of [
    ["reproduce.js", "--frehs"],
    ["gallery.js", "--frehs"],
    ["setup.js", "--with-train"],
  ] as const) {
    it(`${file} refuses a wrong option in one line`, () => {
      const { status, stderr } = run(file, option);
      assert.equal(status, 2);
      assert.match(stderr, new RegExp(`^\\w+: unknown option ${option}; npm run \\w+ -- --help lists the options\\n$`));
    });
  }

  it("test.js says the same with mocha's options", () => {
    const { status, stderr } = run("test.js", "--grep", "x");
    assert.equal(status, 1);
    assert.match(stderr, belongs);
  });

  it("lab opens without saving its settings, and says so in one line", () => {
    clone.write(".venv/bin/jupyter-lab", "");
    clone.write(".venv/bin/python", '#!/bin/sh\necho "$2"; exit 7\n', 0o755);
    const { status, stdout, stderr } = run("hiernas.js", "lab");
    assert.deepEqual([status, stdout], [7, "jupyterlab\n"]);
    assert.match(stderr, /^JupyterLab may ask whether to fetch news: EACCES.*\n$/);
  });

  it("lab says in one line that it cannot be started", () => {
    chmodSync(clone.file(".venv/bin/python"), 0o600);
    const { status, stderr } = run("hiernas.js", "lab");
    assert.equal(status, 1);
    assert.match(stderr, /\nJupyterLab cannot be started: spawn .* EACCES; npm run setup fixes that\n$/);
  });
});
