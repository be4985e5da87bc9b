/** Studies run and read by other processes and other users. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Another user, for tests that only root can run. */
export const nobody = { uid: 65_534, gid: 65_534 };

/** Whether this process may start processes of other users. */
export const isRoot = process.getuid?.() === 0;

/** Starts the toy study in another process, and yields its lines. */
export function startElsewhere(path: string, steps: number, held = 0, user: { readonly uid?: number } = {}) {
  const script = join(__dirname, "run-toy-study.js");
  const child: ChildProcess = spawn(process.execPath, [script, path, String(steps), String(held)], {
    stdio: ["pipe", "pipe", "inherit"],
    ...user,
  });
  assert.ok(child.stdout);
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const until = (wanted: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => void (lines.includes(wanted) && resolve());
      look();
      reader.on("line", look);
      void ended.then(() => reject(new Error(`ended before ${wanted}: ${lines.join(", ")}`)));
    });
  /** Until so many lines say that a step was evaluated. */
  const recorded = (count: number): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => void (lines.filter((line) => line.startsWith("evaluated")).length >= count && resolve());
      look();
      reader.on("line", look);
    });
  /** Kills it with SIGKILL, which cannot be caught. */
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
  };
  /** Releases a held step, and waits for the end. */
  const finish = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
  };
  return { child, lines, until, recorded, ended, kill, finish };
}

/** The output of `look.js` about a study, from a separate process. */
export interface Look {
  readonly holder: { readonly processId: number; readonly isSeen: boolean } | null;
  readonly evaluated: number;
  readonly running: number;
  readonly stale: number;
}

/** Reads a study from another process; returns the error's line on failure. */
export function lookElsewhere(path: string, user: { readonly uid?: number } = {}): Look | string {
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, [join(__dirname, "look.js"), path], {
    ...{ encoding: "utf8", timeout: 20_000 },
    ...user,
  });
  assert.equal(signal, null, stderr);
  assert.equal(stderr, "");
  if (status === 0) return JSON.parse(stdout) as Look;
  assert.match(stdout, /^[^\n]+\n$/);
  return stdout.trim();
}
