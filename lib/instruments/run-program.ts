/** Runs a program to its end, or ends its whole process group on abort. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { abortError } from "../input/errors.js";
import { lastLine } from "./child-lines.js";

/** Settings of {@link runProgram}. */
export interface ProgramRun {
  /** Its name in the AbortError's message. */
  readonly name: string;
  /** Environment variables beside this process's own; undefined unsets one. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Called for each line on stdout. */
  readonly onLine?: (line: string) => void;
  /** The time that the program has to exit after SIGTERM, in milliseconds, before its group is killed. */
  readonly graceMillis?: number;
}

/** The end of a program. */
export interface ProgramEnd {
  /** Its exit code; null if a signal ended it or it could not be started. */
  readonly code: number | null;
  /** What went wrong, in one line: its last line on stderr, otherwise how it ended; "" if the code is 0. */
  readonly words: string;
}

const KEPT_OUTPUT = 4_096;

/**
 * Runs `program` in its own process group and resolves with its end. The group is ended when `signal` is aborted or
 * this process exits; rejects with an AbortError once it is gone.
 */
export async function runProgram(program: string, args: readonly string[], run: ProgramRun): Promise<ProgramEnd> {
  const { name, variables, signal, onLine, graceMillis = 0 } = run;
  if (signal?.aborted) throw abortError(`${name}: aborted`, signal.reason);
  const child = spawn(program, [...args], {
    stdio: ["ignore", onLine === undefined ? "ignore" : "pipe", "pipe"],
    env: { ...process.env, ...variables },
    detached: true,
  });
  if (onLine !== undefined && child.stdout !== null) createInterface({ input: child.stdout }).on("line", onLine);
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-KEPT_OUTPUT)));
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => signalGroup(child, "SIGKILL");
  const stop = (): void => {
    if (graceMillis > 0) signalGroup(child, "SIGTERM");
    timer = setTimeout(kill, graceMillis);
  };
  const onExit = (): void => signalGroup(child, graceMillis > 0 ? "SIGTERM" : "SIGKILL");
  signal?.addEventListener("abort", stop, { once: true });
  process.once("exit", onExit);
  try {
    return await new Promise<ProgramEnd>((resolve, reject) => {
      const end = (code: number | null, how: string): void => {
        if (signal?.aborted) reject(abortError(`${name}: aborted`, signal.reason));
        else resolve({ code, words: code === 0 ? "" : lastLine(words) || how });
      };
      child.once("error", (error) => end(null, error.message));
      child.once("exit", () => {
        if (!signal?.aborted) return;
        // Its children may outlive it and hold its stderr open.
        kill();
        end(null, "");
      });
      child.once("close", (code, killer) => end(code, `ended with ${killer ?? code}`));
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    process.off("exit", onExit);
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has just ended.
  }
}
