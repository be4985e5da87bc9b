/** The Python environment that the peer runs in: made on request, used again after. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input/errors.js";
import { projectFolder } from "../../files/project-folder.js";
import { makeFolder } from "../../files/write-file.js";
import { runProgram } from "../run-program.js";

/** What the environment takes on disk, in bytes; pip needs as much again for what it unpacks. */
const PYTORCH_BYTES = 5.4e9;
/** The variable that names a Python with PyTorch and numpy of one's own. */
export const PYTORCH_VARIABLE = "HIERNAS_PYTORCH";

const folder = join(projectFolder, ".setup", "pytorch");
const stamp = join(folder, "hiernas-stamp.txt");
const requirements = join(projectFolder, "kernel-setup", "pytorch-peer", "requirements.txt");

/**
 * The Python to run the peer with: the one that HIERNAS_PYTORCH names, else that of `.setup/pytorch`, which is made
 * first if need be; `say` is told before.
 * Throws InputError when the named Python is not there or lacks PyTorch, the disk is too full, or the environment
 * cannot be made; AbortError when aborted.
 */
export async function preparePyTorch(say: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const named = process.env[PYTORCH_VARIABLE];
  if (named !== undefined && named !== "") {
    if (!fs.existsSync(named)) throw new InputError(`${PYTORCH_VARIABLE}: ${named}: no such file; name a Python`);
    await run(named, ["-c", "import numpy, torch"], signal);
    return named;
  }
  const python = join(folder, "bin", "python");
  const wanted = createHash("sha256").update(fs.readFileSync(requirements)).digest("hex");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted && fs.existsSync(python)) return python;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  makeFolder(join(projectFolder, ".setup"));
  const { bavail, bsize } = fs.statfsSync(join(projectFolder, ".setup"));
  if (bavail * bsize < 2 * PYTORCH_BYTES) {
    throw new InputError(
      `--peer pytorch: PyTorch takes ${gigabytes(PYTORCH_BYTES)} and as much while it is unpacked, the disk has ${gigabytes(bavail * bsize)} left; or name a Python that has it in ${PYTORCH_VARIABLE}`,
    );
  }
  say(
    `PyTorch goes into .setup/pytorch once: ${gigabytes(PYTORCH_BYTES)} on disk, some minutes; used again after, and rm -r .setup/pytorch takes it away`,
  );
  removeEnvironment();
  try {
    await makeEnvironment(python, signal);
  } catch (error) {
    // Half of it serves nobody and takes gigabytes.
    removeEnvironment();
    throw error;
  }
  fs.writeFileSync(stamp, wanted);
  return python;
}

function removeEnvironment(): void {
  // What was just ended may still be dying in it.
  fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

async function makeEnvironment(python: string, signal?: AbortSignal): Promise<void> {
  const own = join(projectFolder, ".venv", "bin", "python");
  await run(fs.existsSync(own) ? own : "python3", ["-m", "venv", folder], signal);
  const pip = [
    "-m",
    "pip",
    "install",
    "--no-input",
    "--disable-pip-version-check",
    "--no-cache-dir",
    "--no-compile",
    "--progress-bar=off",
  ];
  // pip unpacks in its temporary folder first, and /tmp is often too small for that.
  const temporary = join(folder, "tmp");
  fs.mkdirSync(temporary);
  await run(python, [...pip, "--only-binary=:all:", "-r", requirements], signal, { TMPDIR: temporary });
  fs.rmSync(temporary, { recursive: true, force: true });
  await run(python, ["-c", "import numpy, torch"], signal);
}

async function run(
  program: string,
  args: readonly string[],
  signal?: AbortSignal,
  variables: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { code, words } = await runProgram(program, args, {
    name: "PyTorch",
    signal,
    variables: { PYTHONPATH: undefined, PYTHONHOME: undefined, PIP_USER: "0", ...variables },
  });
  if (code !== 0) throw new InputError(`--peer pytorch: ${program} ${args.slice(0, 3).join(" ")}: ${words}`);
}
