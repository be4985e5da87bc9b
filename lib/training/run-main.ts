/** The child process of a run: trains it, and writes a checkpoint before it ends. */
import { isOutOfMemory } from "../evaluation/failure.js";
import { errorToData } from "../evaluation/messages.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { FromRun, RunTask, ToRun } from "./run-messages.js";
import { TrainingStopped } from "./train-one.js";
import { trainRun } from "./train-run.js";

/** The least milliseconds between progress messages, apart from the last of a training. */
const PROGRESS_MILLIS = 200;

const stopping = new AbortController();
const stop = (): void => stopping.abort();

// An interrupt reaches the whole process group; the parent decides what it means.
process.on("SIGINT", () => {});
process.on("SIGTERM", stop);
// Without a parent nobody waits, but what was trained is worth a checkpoint.
process.on("disconnect", stop);
// After the parent has gone, a late warning must not become a crash report.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

process.on("message", (message: ToRun) => {
  if (message.kind === "stop") stop();
  else void train(message.task);
});

async function train(task: RunTask): Promise<void> {
  await send(await lastMessage(task));
  process.exit(0);
}

async function lastMessage(task: RunTask): Promise<FromRun> {
  try {
    const report = throttle((message) => void send(message));
    return { kind: "done", result: await trainRun(task, { signal: stopping.signal, report }) };
  } catch (error) {
    if (error instanceof TrainingStopped) {
      return { kind: "stopped", training: error.training, trainingStep: error.trainingStep };
    }
    if (!isOutOfMemory(error)) return { kind: "error", error: errorToData(error) };
    const [reason] = String((error as Error).message).split("\n");
    const where = printable(task.path);
    const why = `${where}: out of memory (${printable(reason, 200)}); end other programs and start again, it resumes`;
    return { kind: "error", error: errorToData(new InputError(why)) };
  }
}

function throttle(report: (message: FromRun) => void): typeof report {
  let last = -Infinity;
  return (message) => {
    if (message.kind === "progress" && message.progress.phase === "training") {
      const { trainingStep, trainingSteps } = message.progress;
      const now = performance.now();
      if (trainingStep < trainingSteps && now - last < PROGRESS_MILLIS) return;
      last = now;
    }
    report(message);
  };
}

/** Resolves once the message is out, or the parent has gone. */
function send(message: FromRun): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) return resolve();
    process.send?.(message, undefined, undefined, () => resolve());
  });
}
