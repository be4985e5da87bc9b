/** Runs the launcher as a user would, in a separate process. */
import assert from "node:assert/strict";
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";

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

/** How long a process may take to end after its last command. */
const LEFTOVER_MILLIS = 20_000;

/**
 * For the commands of one `describe` that print and end: runs each like {@link runCommand}, but all in one process, since
 * each process takes half a second to load the library. It must end by itself after the last one, or the tests fail:
 * then a command left something running.
 */
export function shareCommands(folder: () => string): (...args: readonly string[]) => Promise<Ended> {
  let child: ChildProcess | undefined;
  after(async () => {
    if (child === undefined) return;
    const ending = child;
    ending.send("end");
    const timer = setTimeout(() => ending.kill("SIGKILL"), LEFTOVER_MILLIS);
    const [code] = (await once(ending, "exit")) as [number | null];
    clearTimeout(timer);
    assert.equal(code, 0, "a command left something running");
  });
  return async (...args) => {
    child ??= fork(join(__dirname, "command-child.js"), {
      cwd: folder(),
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const running = child;
    const ended = new Promise<Ended>((resolveEnded, reject) => {
      const onExit = (code: number | null, signal: NodeJS.Signals | null) =>
        reject(new Error(`${args.join(" ")}: the process ended with ${signal ?? code}`));
      running.once("exit", onExit);
      running.once("message", (message) => {
        running.off("exit", onExit);
        resolveEnded(message as Ended);
      });
    });
    running.send(args);
    return ended;
  };
}
