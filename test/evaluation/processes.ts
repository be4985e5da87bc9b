/** What tests of child processes share: whether one is there, what it left, and a parent of their own to kill. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";

/** Whether the process is there. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The folders of saved graphs that the process left. */
export function graphFoldersOf(pid: number): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`hiernas-graph-${pid}-`));
}

/**
 * Waits for a process that is no child of this one, so that nothing tells of its end; the test's own time limit bounds
 * it.
 */
export async function waitUntilGone(pid: number): Promise<void> {
  while (isRunning(pid)) await delay(10);
}

/** Runs JavaScript in a Node process of its own, which knows the compiled library as `lib(file)`. */
export function runScript(body: string): ChildProcess {
  const prelude = `const lib = (file) => require(${JSON.stringify(`${__dirname}/../../lib/`)} + file);`;
  const main = `(async () => { ${body} })().catch((error) => { console.error(error); process.exit(1); });`;
  return spawn(process.execPath, ["-e", prelude + main], { stdio: ["ignore", "pipe", "pipe"] });
}
