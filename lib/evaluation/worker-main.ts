/** The child process: trains and scores what its parent sends, one evaluation at a time. */
import { evaluatePlan } from "./evaluate-plan.js";
import { beginMark } from "./last-words.js";
import { errorToData, type FromWorker, type ToWorker, type WorkerAnswer, type WorkerSettings } from "./messages.js";
import { isAbort } from "../input/errors.js";
import { type PreparedData, prepareData } from "./prepare-data.js";
import type { TrainingProgress } from "./evaluation.js";

/** The least milliseconds between progress messages, apart from the first and last training step of a training. */
const PROGRESS_MILLIS = 200;

let settings: WorkerSettings | undefined;
let data: PreparedData | undefined;
let running: { readonly id: number; readonly controller: AbortController } | undefined;

// An interrupt reaches the whole process group; the parent decides what it means.
process.on("SIGINT", () => {});
// Without a parent, nobody reads the result. Exit handlers remove the graph's folder.
process.on("disconnect", () => process.exit(0));
// After the parent has gone, a late warning must not become a crash report.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

process.on("message", (message: ToWorker) => {
  switch (message.kind) {
    case "open":
      settings = message.settings;
      break;
    case "evaluate":
      void evaluate(message);
      break;
    case "abort":
      if (running?.id === message.id) running.controller.abort();
      break;
  }
});

async function evaluate(task: Extract<ToWorker, { kind: "evaluate" }>): Promise<void> {
  const { id, plan, seed } = task;
  const controller = new AbortController();
  running = { id, controller };
  const answer = (what: WorkerAnswer): void => send({ id, memoryBytes: process.memoryUsage.rss(), ...what });
  for (const stream of [process.stdout, process.stderr]) stream.write(beginMark(id));
  try {
    if (settings === undefined) throw new Error("a worker was asked to evaluate before it was opened");
    data ??= prepareData(settings);
    const { needsGpu } = settings;
    const { trainingCount = settings.protocol.trainingCount } = task;
    const protocol = { ...settings.protocol, trainingCount };
    const onTrainingStep = throttle((progress) => answer({ kind: "progress", progress }));
    const { signal } = controller;
    const evaluation = await evaluatePlan({ plan, seed, protocol, data, needsGpu, onTrainingStep, signal });
    running = undefined;
    answer({ kind: "evaluated", evaluation });
  } catch (error) {
    running = undefined;
    answer(isAbort(error) ? { kind: "aborted" } : { kind: "error", error: errorToData(error) });
  }
}

function throttle(report: (progress: TrainingProgress) => void): typeof report {
  let last = -Infinity;
  return (progress) => {
    const now = performance.now();
    const edge = progress.trainingStep === 1 || progress.trainingStep === progress.trainingSteps;
    if (!edge && now - last < PROGRESS_MILLIS) return;
    last = now;
    report(progress);
  };
}

function send(message: FromWorker): void {
  // The callback gets an error when the parent has gone; `disconnect` follows.
  process.send?.(message, undefined, undefined, () => {});
}
