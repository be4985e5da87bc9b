/** A child process from its parent's side. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Plan } from "../network/plan.js";
import type { Evaluation, TrainingProgress } from "./evaluation.js";
import type { ProcessEnd } from "./failure.js";
import type { ChildPlacement } from "./child-environment.js";
import { errorFromData, type FromWorker, type ToWorker, type WorkerSettings } from "./messages.js";
import { lastWords, startChild } from "./start-child.js";
import { abortError, InputError } from "../input/errors.js";

/** How many milliseconds a child may take to react to an abort, and then to a SIGTERM. */
const GRACE_MILLIS = 1_000;
/**
 * How many milliseconds beyond the time limit a child may take before it is killed: for starting, loading images, and a
 * long training step.
 */
const TIME_LIMIT_GRACE_MILLIS = 10_000;

/** One evaluation for a child. */
export interface WorkerTask {
  readonly plan: Plan;
  readonly seed: string;
  /** Default: the protocol's. */
  readonly trainingCount?: number;
  readonly signal?: AbortSignal;
  readonly timeLimitMillis?: number;
  readonly onProgress?: (progress: TrainingProgress) => void;
}

/** How a task ended in a child. */
export type WorkerOutcome =
  | { readonly kind: "evaluated"; readonly evaluation: Evaluation }
  /** The child died unasked. `words` are its last output during this task. */
  | ({ readonly kind: "died"; readonly words: string } & ProcessEnd)
  /** The child reported an error that is not the user's. */
  | { readonly kind: "error"; readonly error: Error }
  /** The child overran its time limit and was killed. */
  | { readonly kind: "timeLimit" };

/** A child process that evaluates one network at a time. */
export interface Worker {
  readonly pid: number;
  /** Whether it can take another task. */
  isAlive(): boolean;
  /** Its last reported resident memory, in bytes; 0 before the first report and after its end. */
  memoryBytes(): number;
  /**
   * Runs one task. Rejects with an AbortError when aborted, once the child has stopped, and with InputError.
   */
  run(task: WorkerTask): Promise<WorkerOutcome>;
  /** Ends the child, by force if necessary; resolves when it is gone. */
  end(): Promise<void>;
}

/** Settings of a child process. */
export interface WorkerConfig {
  readonly settings: WorkerSettings;
  readonly placement: ChildPlacement;
  /** Called with the child's process id when it is gone. */
  readonly onEnd: (pid: number) => void;
}

/**
 * Starts a child process, which keeps this process alive only while it runs a task. Throws when the system refuses a
 * new process.
 */
export function startWorker({ settings, placement, onEnd }: WorkerConfig): Worker {
  const { child, outputs } = startChild(join(__dirname, "worker-main.js"), placement);
  let memoryBytes = 0;
  let ended: ProcessEnd | undefined;
  let nextId = 1;
  const gone = new Promise<ProcessEnd>((resolve) => {
    const end = (how: ProcessEnd) => {
      if (ended !== undefined) return;
      ended = how;
      if (child.pid !== undefined) onEnd(child.pid);
      resolve(how);
    };
    // Not on "close", which never comes after a disconnect from this side, so the last message and the last output are
    // awaited one by one.
    child.on("exit", (code, signal) => {
      const streams = [child.stdout, child.stderr].filter((stream) => stream !== null && !stream.closed);
      const last = streams.map((stream) => once(stream as Readable, "close"));
      if (child.connected) last.push(once(child, "disconnect"));
      void Promise.allSettled(last).then(() => end({ code, signal }));
    });
    child.on("error", (error) => {
      outputs[0].add(String(error));
      // A child that never started has no pid and emits no "exit".
      if (child.pid === undefined) end({ code: null, signal: null });
    });
  });
  const send = (message: ToWorker) => void child.send(message, () => {});
  setReferenced(child, false);
  send({ kind: "open", settings });

  const kill = async (): Promise<void> => {
    child.kill("SIGTERM");
    if (!(await within(gone, GRACE_MILLIS))) child.kill("SIGKILL");
    await gone;
  };

  const run = (task: WorkerTask): Promise<WorkerOutcome> => {
    const id = nextId++;
    const { signal, timeLimitMillis = Infinity, onProgress } = task;
    if (signal?.aborted) return Promise.reject(abortError("evaluation: aborted", signal.reason));
    return new Promise<WorkerOutcome>((resolve, reject) => {
      let stopped: Error | undefined;
      let overdue = false;
      let graceTimer: NodeJS.Timeout | undefined;
      let limitTimer: NodeJS.Timeout | undefined;
      let settled = false;
      const settle = (finish: () => void): void => {
        if (settled) return;
        settled = true;
        clearTimeout(graceTimer);
        clearTimeout(limitTimer);
        signal?.removeEventListener("abort", onAbort);
        child.off("message", receive);
        setReferenced(child, false);
        if (stopped) reject(stopped);
        else finish();
      };
      const stop = (why: Error): void => {
        stopped ??= why;
        send({ kind: "abort", id });
        graceTimer ??= setTimeout(() => void kill(), GRACE_MILLIS);
      };
      const onAbort = (): void => stop(abortError("evaluation: aborted", signal?.reason));
      const report = (progress: TrainingProgress): void => {
        if (stopped) return;
        try {
          onProgress?.(progress);
        } catch (error) {
          // An error in the callback ends its evaluation, not the process.
          stop(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const receive = (message: FromWorker): void => {
        if (message.id !== id) return;
        ({ memoryBytes } = message);
        if (message.kind === "progress") report(message.progress);
        else if (message.kind === "evaluated") settle(() => resolve(message));
        else if (message.kind === "error")
          settle(() => {
            const error = errorFromData(message.error);
            if (error instanceof InputError) reject(error);
            else resolve({ kind: "error", error });
          });
        else settle(() => reject(abortError("evaluation: aborted")));
      };
      setReferenced(child, true);
      child.on("message", receive);
      signal?.addEventListener("abort", onAbort);
      void gone.then((how) => {
        const words = lastWords({ outputs });
        settle(() => resolve(overdue ? { kind: "timeLimit" } : { kind: "died", words, ...how }));
      });
      if (timeLimitMillis + TIME_LIMIT_GRACE_MILLIS < 2 ** 31) {
        limitTimer = setTimeout(() => {
          overdue = true;
          void kill();
        }, timeLimitMillis + TIME_LIMIT_GRACE_MILLIS);
      }
      // Output from its start belongs to its first task.
      if (id > 1) for (const each of outputs) each.begin(id);
      send({ kind: "evaluate", id, plan: task.plan, seed: task.seed, trainingCount: task.trainingCount });
    });
  };

  return {
    pid: child.pid ?? -1,
    isAlive: () => ended === undefined && child.connected,
    memoryBytes: () => (ended === undefined ? memoryBytes : 0),
    run,
    end: async () => {
      if (ended !== undefined) return;
      setReferenced(child, true);
      if (child.connected) child.disconnect();
      if (!(await within(gone, GRACE_MILLIS))) await kill();
    },
  };
}

function setReferenced(child: ChildProcess, referenced: boolean): void {
  const handles = [child, child.channel, child.stdout as Socket | null, child.stderr as Socket | null];
  for (const handle of handles) {
    if (referenced) handle?.ref();
    else handle?.unref();
  }
}

async function within(promise: Promise<unknown>, millis: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), millis)));
  const inTime = await Promise.race([promise.then(() => true as const), late]);
  clearTimeout(timer);
  return inTime;
}
