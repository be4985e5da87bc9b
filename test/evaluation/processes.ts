/** Shared by tests of child processes: whether one exists, what it left behind, and a separate parent to kill. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

/** Whether the process exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The folders of saved graphs that the process left behind. */
export function graphFoldersOf(pid: number): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`hiernas-graph-${pid}-`));
}

/** Waits for a process that is not a child of this one by polling; the test's time limit bounds the wait. */
export async function waitUntilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await delay(10);
}

/** Runs JavaScript in a separate Node process, which can load the compiled library with `lib(file)`. */
export function runScript(body: string): ChildProcess {
  const prelude = `const lib = (file) => require(${JSON.stringify(`${__dirname}/../../lib/`)} + file);`;
  const main = `(async () => { ${body} })().catch((error) => { console.error(error); process.exit(1); });`;
  return spawn(process.execPath, ["-e", prelude + main], { stdio: ["ignore", "pipe", "pipe"] });
}
