/** A contender of the benchmark: a warm child process that trains on request. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { removeGraphFoldersOf } from "../../graph/session/graph-folder.js";
import { abortError, InputError } from "../../input/errors.js";
import { answerOf, type Evaluated, type FromContender, type Opened, type Scored } from "./contender-messages.js";
import type { ToContender, Trained } from "./contender-messages.js";
import { projectFolder } from "../../files/project-folder.js";
import { lastLine } from "../child-lines.js";

/** How to start a contender. */
export interface ContenderCommand {
  /** A short name for messages and results, for example `PyTorch`. */
  readonly name: string;
  /** The number of cores that it may use, at least 1. */
  readonly threads: number;
  readonly program: string;
  readonly args: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** A child process that answers one message at a time. */
export interface Contender {
  readonly name: string;
  readonly threads: number;
  readonly pid: number;
  open(message: Extract<ToContender, { kind: "open" }>): Promise<Opened>;
  /** One training step. */
  train(batchSize: number): Promise<Trained>;
  /** One batch of scoring images. */
  score(): Promise<Scored>;
  /** A whole evaluation from a seed, a whole number as text. */
  evaluate(seed: string): Promise<Evaluated>;
  /** Ends the process, by force if necessary; resolves when it is gone. */
  end(): Promise<void>;
}

/** The time that a child has to exit by itself, in milliseconds. */
const GRACE_MILLIS = 2_000;
const KEPT_OUTPUT = 4_096;

/** hiernas on `threads` cores: one thread within an operation, `threads` operations at once. */
export function ourCommand(name: string, threads: number): ContenderCommand {
  return {
    name,
    threads,
    program: process.execPath,
    args: [join(__dirname, "contender-main.js")],
    variables: { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: String(threads) },
  };
}

/** PyTorch with `threads` threads in the environment of `python`. */
export function peerCommand(python: string, threads: number): ContenderCommand {
  const script = join(projectFolder, "kernel-setup", "pytorch-peer", "peer.py");
  const name = `PyTorch, ${threads} ${threads === 1 ? "thread" : "threads"}`;
  const variables = { OMP_NUM_THREADS: String(threads), PYTHONDONTWRITEBYTECODE: "1" };
  return { name, threads, program: python, args: [script], variables };
}

/**
 * Starts a contender. Its promises reject with an AbortError once `signal` is aborted, and with its last line on stderr
 * when it dies.
 */
export function startContender(command: ContenderCommand, signal?: AbortSignal): Contender {
  const { name, threads, program, args, variables } = command;
  const child = spawn(program, [...args], { env: { ...process.env, ...variables }, stdio: ["pipe", "pipe", "pipe"] });
  let waiting: ((answer: FromContender | Error) => void) | undefined;
  let words = "";
  let failure: Error | undefined;
  const answer = (value: FromContender | Error): void => {
    const resolve = waiting;
    waiting = undefined;
    resolve?.(value);
  };
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words = (words + text).slice(-KEPT_OUTPUT)));
  child.stdin.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => {
    const found = answerOf(line, name);
    if (found !== undefined) answer(found);
  });
  const gone = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      const said = lastLine(words);
      failure ??= new Error(`${name}: ${why}${said === "" ? "" : `: ${said}`}`);
      answer(failure);
      resolve();
    };
    child.once("error", (error) => end(`${program} cannot be started (${error.message})`));
    child.once("close", (code, how) => end(`its process ended (${how ?? code})`));
  });
  const onAbort = (): void => {
    failure ??= abortError("benchmark: aborted", signal?.reason);
    answer(failure);
    child.kill("SIGTERM");
  };
  if (signal?.aborted) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });

  const ask = async <Kind extends FromContender["kind"]>(message: ToContender, kind: Kind) => {
    if (failure) throw failure;
    if (waiting) throw new Error(`${name}: got a request before it had answered the last one`);
    const answered = await new Promise<FromContender | Error>((resolve) => {
      waiting = resolve;
      child.stdin.write(`${JSON.stringify(message)}\n`);
    });
    if (answered instanceof Error) throw answered;
    if (answered.kind === "error") {
      throw answered.isInput === true ? new InputError(answered.message) : new Error(`${name}: ${answered.message}`);
    }
    if (answered.kind !== kind) throw new Error(`${name}: answered ${answered.kind}, not ${kind}`);
    return answered as Extract<FromContender, { kind: Kind }>;
  };
  return {
    name,
    threads,
    pid: child.pid ?? -1,
    open: (message) => ask(message, "opened"),
    train: (batchSize) => ask({ kind: "train", batchSize }, "trained"),
    score: () => ask({ kind: "score" }, "scored"),
    evaluate: (seed) => ask({ kind: "evaluate", seed }, "evaluated"),
    end: async () => {
      signal?.removeEventListener("abort", onAbort);
      child.stdin.end();
      const timer = setTimeout(() => killHard(child), GRACE_MILLIS);
      await gone;
      clearTimeout(timer);
      // A killed process cannot remove them itself.
      if (child.pid !== undefined) removeGraphFoldersOf(child.pid);
    },
  };
}

function killHard(child: ChildProcess): void {
  child.kill("SIGKILL");
}
