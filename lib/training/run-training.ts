/** Trains a network in earnest: a run in a folder, in a child process, that can be stopped and resumed. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { prepareSource } from "../dataset/data-source.js";
import { describeEnd, type ProcessEnd } from "../evaluation/failure.js";
import { shownWords } from "../evaluation/last-words.js";
import { outOfMemoryKills } from "../evaluation/machine-memory.js";
import { errorFromData } from "../evaluation/messages.js";
import { lastWords, startChild } from "../evaluation/start-child.js";
import { removeGraphFoldersOf } from "../graph/session/graph-folder.js";
import { abortError, InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { RunCurvePoint } from "../rows/run-curve.js";
import type { FromRun, RunTask, ToRun } from "./run-messages.js";
import type { RunResult } from "./run-result.js";
import { type ResolvedRun, resolveRun, type RunTrainingConfig } from "./run-training-config.js";

/**
 * Trains a network from its genotype as the protocol says, k times, and scores each on the test images once, at its
 * end. All is written to the run's folder, from which the same call resumes after any end, to the identical next
 * training step. Paper, section 4.2. Rejects with an AbortError that says where it stopped, once a checkpoint is
 * written, when aborted; with InputError for invalid settings, pictures that cannot be used if `strict`, a folder that holds another run or other files, a run
 * that another process trains, images or a network that do not fit, a network that does not fit into memory, files that
 * cannot be written, and a process that dies twice without a checkpoint in between.
 */
export async function runTraining(config: RunTrainingConfig): Promise<RunResult> {
  const run = resolveRun(config);
  const warn = config.onWarning ?? ((message: string) => console.warn(message));
  await prepare(run, config, warn);
  for (let deaths = 0; ;) {
    if (config.signal?.aborted) throw abortError("training: aborted", config.signal.reason);
    const killsBefore = outOfMemoryKills() ?? 0;
    const end = await trainOnce(run, config, warn);
    if (end.kind === "done") return end.result;
    deaths = end.hasAdvanced ? 1 : deaths + 1;
    const memory =
      (outOfMemoryKills() ?? 0) > killsBefore ? ", the system killed a process because memory ran out" : "";
    const how = `its process ended with ${describeEnd(end)}${memory}; it said last: ${shownWords(end.words)}`;
    if (deaths > 1) {
      throw new InputError(
        `${printable(config.path)}: ${how}; this happened twice without a checkpoint in between; its checkpoints stay, start again to resume`,
      );
    }
    warn(`${printable(config.path)}: ${how}; resuming from its last checkpoint`);
  }
}

/** Has pictures read, and decoded where they are to be in memory, before the training's own process asks for them. */
async function prepare({ task, strict }: ResolvedRun, { signal, onPreparation }: RunTrainingConfig, onWarning: Warn) {
  const { augmentation, scoringSize } = task.settings.protocol;
  const size = augmentation.resizedCrop === undefined ? scoringSize : undefined;
  await prepareSource(task.dataPath, { size, strict, signal, onWarning, onProgress: onPreparation });
}

type Warn = (message: string) => void;

/** How a child process ended: with the result, or by dying. */
type ChildEnd =
  | { readonly kind: "done"; readonly result: RunResult }
  | ({ readonly kind: "died"; readonly words: string; readonly hasAdvanced: boolean } & ProcessEnd);

async function trainOnce({ task, device, decoders }: ResolvedRun, config: RunTrainingConfig, warn: Warn) {
  const { threads, gpu } = task;
  const { signal, onBegin, onProgress } = config;
  const { child, outputs } = startChild(join(__dirname, "run-main.js"), { threads, device, decoders, gpu });
  const gone = endOf(child);
  const send = (message: ToRun) => void child.send(message, () => {});
  const stop = (): void => send({ kind: "stop" });
  let points: readonly RunCurvePoint[] = [];
  let hasAdvanced = false;
  let result: RunResult | undefined;
  let failure: Error | undefined;
  /** An error in the caller's function stops the run, not the process. */
  const call = (callback: () => void): void => {
    try {
      callback();
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
      stop();
    }
  };
  child.on("message", (message: FromRun) => {
    switch (message.kind) {
      case "begin":
        points = message.points;
        call(() => onBegin?.(message.description));
        break;
      case "point":
        points = Object.freeze([...points, message.point]);
        break;
      case "progress":
        call(() => onProgress?.({ ...message.progress, points }));
        break;
      case "checkpoint":
        hasAdvanced = true;
        break;
      case "warning":
        call(() => warn(message.message));
        break;
      case "done":
        ({ result } = message);
        break;
      case "stopped":
        failure ??= abortError(`${printable(config.path)}: ${stoppedWords(message, task)}`, signal?.reason);
        break;
      case "error":
        failure ??= errorFromData(message.error, "training");
        break;
    }
  });
  signal?.addEventListener("abort", stop);
  send({ kind: "run", task });
  const end = await gone;
  signal?.removeEventListener("abort", stop);
  if (child.pid !== undefined) removeGraphFoldersOf(child.pid);
  if (failure !== undefined) throw failure;
  if (result !== undefined) return { kind: "done", result } satisfies ChildEnd;
  return { kind: "died", words: lastWords({ outputs }), hasAdvanced, ...end } satisfies ChildEnd;
}

function stoppedWords(
  { training, trainingStep }: Extract<FromRun, { kind: "stopped" }>,
  { settings }: RunTask,
): string {
  const which = settings.protocol.trainingCount > 1 ? ` of training ${training}` : "";
  const step = `training step ${trainingStep.toLocaleString("en-US")}${which}`;
  return trainingStep === 0 ? `stopped before the first training step${which}` : `stopped after ${step}, and saved it`;
}

/** How the child ends, once its last message and output have come. */
async function endOf(child: ChildProcess): Promise<ProcessEnd> {
  try {
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { code, signal };
  } catch (error) {
    // A child that never started has no pid.
    throw new InputError(`training: cannot start a process: ${printable(String((error as Error).message))}`, {
      cause: error,
    });
  }
}
