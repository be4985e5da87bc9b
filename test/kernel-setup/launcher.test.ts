// The commands `hiernas` and `doctor`, before and after set-up, as separate processes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "./project-root.js";

interface DoctorReport {
  readonly ok: boolean;
  readonly parts: readonly {
    readonly name: string;
    readonly version: string;
    readonly state: string;
    readonly detail: string;
    readonly mend: string;
  }[];
  readonly training: { readonly ok: boolean; readonly reason?: string } | null;
}

describe("kernel-setup/hiernas", () => {
  let clone = "";
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, [path.join(clone, "kernel-setup", "hiernas.js"), ...args], { encoding: "utf8" });

  before(() => {
    clone = mkdtempSync(path.join(tmpdir(), "hiernas clone "));
    for (const name of ["kernel-setup", "package.json", "package-lock.json"]) {
      cpSync(path.join(projectRoot, name), path.join(clone, name), { recursive: true });
    }
  });
  after(() => rmSync(clone, { recursive: true }));

  it("says what to do before set-up, and exits with 1", () => {
    const { status, stdout, stderr } = run("describe", "best");
    assert.deepEqual({ status, stdout, stderr }, { status: 1, stdout: "", stderr: "not set up: npm run setup\n" });
  });

  it("opens no notebooks before set-up", () => {
    assert.equal(run("lab").stderr, "not set up: npm run setup\n");
  });

  it("shows the help of doctor and lab before set-up", () => {
    assert.match(run("doctor", "--help").stdout, /Example: npx hiernas doctor/);
    assert.match(run("lab", "--help").stdout, /Example: npx hiernas lab/);
  });

  it("refuses an unknown argument of doctor", () => {
    assert.equal(run("doctor", "--jsno").status, 2);
  });

  it("lists every part before set-up, with the command that fixes each missing one", () => {
    const { status, stdout } = run("doctor", "--json");
    const report = JSON.parse(stdout) as DoctorReport;
    assert.equal(status, 1);
    assert.equal(report.ok, false);
    const states = new Map(report.parts.map((part) => [part.name, part.state]));
    assert.equal(states.get("Node"), "ready");
    for (const name of ["npm packages", "Python environment", "JupyterLab", "TensorFlow", "TensorFlow addon"]) {
      assert.equal(states.get(name), "missing", name);
    }
    for (const part of report.parts) assert.equal(part.mend === "", part.state === "ready", part.name);
    assert.equal(report.training?.ok, false);
  });

  it("does not require TensorFlow if training was left out", () => {
    mkdirSync(path.join(clone, ".setup"));
    writeFileSync(path.join(clone, ".setup", "choices.json"), '{"training": "left out"}');
    const report = JSON.parse(run("doctor", "--json").stdout) as DoctorReport;
    rmSync(path.join(clone, ".setup"), { recursive: true });
    const left = report.parts.filter((part) => part.state === "left out").map((part) => part.name);
    assert.deepEqual(left, ["TensorFlow", "TensorFlow addon", "session options", "fused kernels"]);
    assert.equal(report.training, null);
  });

  it("tolerates a closed pipe, and reports unwritable output in one line", () => {
    const launcher = [process.execPath, path.join(clone, "kernel-setup", "hiernas.js"), "doctor"];
    const inShell = (script: string) =>
      spawnSync("bash", ["-c", script, "bash", ...launcher], {
        encoding: "utf8",
        env: { ...process.env, LC_ALL: "C" },
      });
    const cut = inShell('{ "$@"; echo "code $?" >&2; } | head -c 1');
    assert.match(cut.stderr, /^code [01]\n$/);
    const full = inShell('"$@" >/dev/full');
    assert.equal(full.status, 2);
    assert.match(full.stderr, /^hiernas: the output cannot be written: ENOSPC[^\n]*\n$/);
  });

  it("passes on the command's exit code", () => {
    mkdirSync(path.join(clone, "build", "lib", "instruments"), { recursive: true });
    mkdirSync(path.join(clone, "node_modules"));
    writeFileSync(
      path.join(clone, "build", "lib", "instruments", "main.js"),
      "exports.main = async (args) => args.length + 40;",
    );
    assert.equal(run("status", "study.sqlite").status, 42);
  });
});
