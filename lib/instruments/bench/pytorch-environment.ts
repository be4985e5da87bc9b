/** The peer's Python environment: installed on request, then reused. */
import { createHash } from "node:crypto";
import fs from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input/errors.js";
import { projectFolder } from "../../files/project-folder.js";
import { makeFolder } from "../../files/write-file.js";
import { runProgram } from "../run-program.js";

/** The size of the environment on disk, in bytes; pip needs as much again while unpacking. */
const PYTORCH_BYTES = 5.4e9;
/** The variable that names your own Python with PyTorch and numpy. */
export const PYTORCH_VARIABLE = "HIERNAS_PYTORCH";

const folder = join(projectFolder, ".setup", "pytorch");
const stamp = join(folder, "hiernas-stamp.txt");
const requirements = join(projectFolder, "kernel-setup", "pytorch-peer", "requirements.txt");

/**
 * The Python for the peer: the one that HIERNAS_PYTORCH names, otherwise that of `.setup/pytorch`, which is installed
 * first if it is missing, as `say` announces. Throws InputError when the named Python does not exist or lacks PyTorch,
 * the disk is too full, or the installation fails; AbortError when aborted.
 */
export async function preparePyTorch(say: (line: string) => void, signal?: AbortSignal): Promise<string> {
  const named = process.env[PYTORCH_VARIABLE];
  if (named !== undefined && named !== "") {
    if (!fs.existsSync(named)) throw new InputError(`${PYTORCH_VARIABLE}: ${named}: no such file; set it to a Python`);
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
      `--peer pytorch: PyTorch takes ${gigabytes(PYTORCH_BYTES)} and as much again while unpacking, the disk has ${gigabytes(bavail * bsize)} left; free some, or set ${PYTORCH_VARIABLE} to a Python that has PyTorch`,
    );
  }
  say(
    `installing PyTorch into .setup/pytorch: ${gigabytes(PYTORCH_BYTES)} on disk, some minutes, only once; rm -r .setup/pytorch removes it`,
  );
  removeEnvironment();
  try {
    await makeEnvironment(python, signal);
  } catch (error) {
    // A partial installation is useless and takes gigabytes.
    removeEnvironment();
    throw error;
  }
  fs.writeFileSync(stamp, wanted);
  return python;
}

function removeEnvironment(): void {
  // A process that was just ended may still be writing in it.
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
  // pip unpacks in its temporary folder first, and /tmp is often too small.
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
