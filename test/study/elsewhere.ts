/** Studies run and read by other processes and other users. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Another user, for tests that only root can run. */
export const nobody = { uid: 65_534, gid: 65_534 };

/** Whether this process may start processes of other users. */
export const isRoot = process.getuid?.() === 0;

/** A program of the tests that runs as a process of its own. */
export interface Elsewhere {
  readonly child: ChildProcess;
  /** The lines that it printed so far. */
  readonly lines: readonly string[];
  /** Until it has printed this line, or one like it. Rejects when it ends before. */
  readonly until: (wanted: string | RegExp) => Promise<void>;
  /** Until so many of its lines say that a step was evaluated. Rejects when it ends before. */
  readonly recorded: (count: number) => Promise<void>;
  readonly ended: Promise<void>;
  /** Kills it with SIGKILL, which cannot be caught. */
  readonly kill: () => Promise<void>;
}

/** Starts the program in the file `script` of the compiled tests. */
export function startProgram(script: string, args: readonly string[], user: { readonly uid?: number } = {}): Elsewhere {
  const child = spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"], ...user });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const untilTrue = (isThere: () => boolean, what: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => void (isThere() && resolve());
      look();
      reader.on("line", look);
      void ended.then(() => (look(), reject(new Error(`ended before ${what}: ${lines.join(" | ")}`))));
    });
  return {
    ...{ child, lines, ended },
    until: (wanted) =>
      untilTrue(
        () => lines.some((line) => (typeof wanted === "string" ? line === wanted : wanted.test(line))),
        String(wanted),
      ),
    recorded: (count) =>
      untilTrue(() => lines.filter((line) => line.startsWith("evaluated ")).length >= count, `${count} evaluations`),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Starts the toy study in another process, which holds the step `held` until `finish`. */
export function startElsewhere(path: string, steps: number, held = 0, user: { readonly uid?: number } = {}) {
  const program = startProgram(join(__dirname, "run-toy-study.js"), [path, String(steps), String(held)], user);
  const finish = async (): Promise<void> => {
    program.child.stdin?.end();
    await program.ended;
  };
  return { ...program, finish };
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
