/** Runs the launcher as a user would, in a separate process. */
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";

export const project = resolve(__dirname, "..", "..", "..");

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command, and how it ends. */
export function startCommand(
  args: readonly string[],
  cwd: string,
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const launcher = resolve(project, "kernel-setup", "hiernas.js");
  const child = spawn(process.execPath, [launcher, ...args], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<Ended>((resolveEnded, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolveEnded({ code, signal, stdout, stderr }));
  });
  return { child, ended };
}

export function runCommand(args: readonly string[], cwd: string): Promise<Ended> {
  return startCommand(args, cwd).ended;
}
