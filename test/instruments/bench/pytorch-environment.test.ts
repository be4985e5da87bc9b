import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preparePyTorch, PYTORCH_VARIABLE } from "../../../lib/instruments/bench/pytorch-environment.js";
import { InputError } from "../../../lib/input/errors.js";
import { waitUntilGone } from "../../evaluation/processes.js";

describe("a custom Python for PyTorch", () => {
  const before = process.env[PYTORCH_VARIABLE];
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  let folder: string;
  const usePython = (script: string): string => {
    const python = join(folder, "python");
    writeFileSync(python, `#!/bin/sh\n${script}\n`);
    chmodSync(python, 0o755);
    process.env[PYTORCH_VARIABLE] = python;
    return python;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-python-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
    if (before === undefined) delete process.env[PYTORCH_VARIABLE];
    else process.env[PYTORCH_VARIABLE] = before;
  });

  it("is used if it has PyTorch, and nothing is installed", async () => {
    const python = usePython("exit 0");
    assert.equal(await preparePyTorch(say), python);
    assert.deepEqual(said, []);
  });

  it("is refused with Python's last line if it has not", async () => {
    usePython("echo Traceback >&2; echo \"ModuleNotFoundError: No module named 'torch'\" >&2; exit 1");
    await assert.rejects(preparePyTorch(say), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^--peer pytorch: .*python -c import numpy, torch: ModuleNotFoundError: .*'torch'$/);
      return true;
    });
  });

  it("is ended with its children when aborted", async () => {
    const started = join(folder, "started");
    execFileSync("mkfifo", [started]);
    usePython(`sleep 1000 & echo $! > "${started}"; wait`);
    const controller = new AbortController();
    const preparing = preparePyTorch(say, controller.signal);
    // Reading the pipe waits for its writer.
    const sleeping = Number(await readFile(started, "utf8"));
    controller.abort();
    await assert.rejects(preparing, { name: "AbortError" });
    await waitUntilGone(sleeping);
    await assert.rejects(preparePyTorch(say, controller.signal), { name: "AbortError" });
  });
});
