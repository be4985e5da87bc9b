/** A whole run in this process: all its trainings, each scored on the test images once, at its end. */
import { sum } from "simple-statistics";
import { areInMemory } from "../dataset/image-batches.js";
import { aheadBytes } from "../dataset/pictures/picture-batches.js";
import { dataName } from "../dataset/data-name.js";
import { defaultValidationCount } from "../dataset/data-source.js";
import { TrainingFailure } from "../evaluation/failure.js";
import type { PredictedEngine } from "../evaluation/predict-memory.js";
import { recalibrate } from "../evaluation/score-trained.js";
import { canRunFused } from "../graph/session/load-fused.js";
import { openTrainingSession } from "../graph/session/training-session.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { beginRun } from "./begin-run.js";
import { encodeCheckpoint } from "./checkpoint-file.js";
import { removeCheckpoints, removeUnfinished } from "./checkpoints.js";
import {
  checkpointBytes,
  diskWarning,
  type MemoryTask,
  networkWords,
  predictRunMemory,
  refuseUnfit,
  type RunDescription,
} from "./describe-run.js";
import { readCurve } from "./run-curve.js";
import { loadRunData, type RunData } from "./run-data.js";
import * as folder from "./run-folder.js";
import { lockRun } from "./run-lock.js";
import { logEvent } from "./run-log.js";
import type { FromRun, RunTask } from "./run-messages.js";
import { readResult, type RunResult, type RunTraining, toResult, writeResult, writeTest } from "./run-result.js";
import { runId, type RunSettings, settingsDifference } from "./run-settings.js";
import { scoreTest } from "./score-test.js";
import { type RunUnderWay, trainingSeed, TrainingStopped, trainOne } from "./train-one.js";

/** What a run's process is told and tells. */
export interface RunCalls {
  readonly signal: AbortSignal;
  readonly report: (message: FromRun) => void;
}

/**
 * Trains a run to its end, or goes on with it. Loads TensorFlow, so call it in a child process. Throws TrainingStopped
 * when the signal aborts, once a checkpoint is written, and InputError for a folder of other files or another run, a
 * run that another process trains, images that do not fit, a network that does not fit into memory, and files that
 * cannot be written. A training whose loss is not finite is a result.
 */
export async function trainRun(task: RunTask, { signal, report }: RunCalls): Promise<RunResult> {
  const { path } = task;
  folder.checkForeign(path);
  const settings: RunSettings = {
    ...task.settings,
    data: dataName(task.dataPath),
    validationCount: task.settings.validationCount ?? defaultValidationCount(task.dataPath),
  };
  const id = runId(settings);
  checkSame(path, settings);
  const { trainingCount } = settings.protocol;
  const finished = folder.hasRun(path) ? readResult(path, id) : [];
  if (finished.length === trainingCount) return toResult(finished, trainingCount);

  const data = await loadRunData(task.dataPath, settings);
  checkImages(task, data);
  const memory = memoryOf(task, data, (await canRunFused()) ? "fused" : "any");
  const description = describe(task, data, predictRunMemory(memory));
  refuseUnfit(memory, task.memoryBytes);
  folder.makeRunFolder(path);
  const lock = await lockRun(path);
  try {
    // Another process may have come first.
    checkSame(path, settings);
    removeUnfinished(path);
    const trainings = folder.hasRun(path) ? [...readResult(path, id)] : [];
    const session = await openSession(task);
    const run: RunUnderWay = { ...task, id, settings, data, session, signal, report };
    try {
      beginRun(task, settings, data, session.engine);
      report({ kind: "begin", description, points: readCurve(path) });
      const warning = diskWarning(path, description);
      if (warning !== undefined) report({ kind: "warning", message: warning });
      for (let training = trainings.length + 1; training <= trainingCount; training++) {
        trainings.push(await finish(run, training));
        writeResult(path, id, toResult(trainings, trainingCount));
        removeCheckpoints(path, training);
      }
      return toResult(trainings, trainingCount);
    } finally {
      session.dispose();
    }
  } catch (error) {
    logEnd(path, error);
    throw error;
  } finally {
    lock.release();
  }
}

/** Logs how a process ended, as far as the disk takes it: on a full one the error itself is what must be heard. */
function logEnd(path: string, error: unknown): void {
  try {
    if (error instanceof TrainingStopped) {
      logEvent(path, { event: "stopped", training: error.training, trainingStep: error.trainingStep });
    } else {
      logEvent(path, { event: "error", message: error instanceof Error ? error.message : String(error) });
    }
  } catch (failure) {
    if (!(failure instanceof InputError)) throw failure;
  }
}

/** Trains one training and scores it on the test images. */
async function finish(run: RunUnderWay, training: number): Promise<RunTraining> {
  const { path, id, settings, plan, data, session, signal, report } = run;
  const { protocol } = settings;
  const { trainingSteps, trainingCount } = protocol;
  const seed = trainingSeed(settings, training);
  const stopIfAsked = (): void => {
    if (signal.aborted) throw new TrainingStopped(training, trainingSteps);
  };
  try {
    const random = await trainOne(run, training);
    report({
      kind: "progress",
      progress: { training, trainingCount, phase: "test", trainingStep: trainingSteps, trainingSteps },
    });
    await recalibrate({ session, protocol, data: { ...data, scoring: data.test }, checkpoint: stopIfAsked }, random);
    const vectors = { weights: session.weights(), averages: session.averages() };
    const { test, ...scores } = await scoreTest(plan, vectors, data, protocol.scoringBatchSize, stopIfAsked);
    const trained = { run: id, training, trainingStep: trainingSteps, lossSum: 0, lossCount: 0, vectors };
    folder.writeInRun(folder.runPaths(path).trained(training), encodeCheckpoint(trained));
    writeTest(path, training, test);
    logEvent(path, { event: "tested", training, trainingStep: trainingSteps });
    return { training, seed, ...scores, reason: null };
  } catch (error) {
    if (!(error instanceof TrainingFailure)) throw error;
    logEvent(path, { event: "failed", training, message: error.message });
    return { training, seed, accuracy: null, testLoss: null, reason: error.message };
  }
}

function checkSame(path: string, settings: RunSettings): void {
  if (!folder.hasRun(path)) return;
  const difference = settingsDifference(folder.readRunFile(path).settings, settings);
  if (difference === undefined) return;
  throw new InputError(`${printable(path)}: holds another run (${difference}); give another folder, or those settings`);
}

function checkImages({ plan }: RunTask, data: RunData): void {
  if (plan.classCount !== data.classCount) {
    throw new InputError(`network ${plan.network}: got ${plan.classCount} classes, the images have ${data.classCount}`);
  }
  if (plan.imageSize.channels !== data.training.channels) {
    throw new InputError(
      `network ${plan.network}: got ${plan.imageSize.channels} image channels, the images have ${data.training.channels}`,
    );
  }
}

function memoryOf(
  { plan, dataPath, settings }: RunTask,
  { training, validation, test }: RunData,
  engine: PredictedEngine,
): MemoryTask {
  const { protocol, accumulate } = settings;
  const inMemory = [training, validation, test].flatMap((images) =>
    images !== undefined && areInMemory(images) ? images.pixels.length : [],
  );
  // The prediction's base allows for the sample.
  const imageBytes = dataPath === "sample" ? 0 : sum(inMemory);
  const ahead = areInMemory(training) ? 0 : aheadBytes(training, protocol.batchSize);
  return { plan, protocol, accumulate, imageBytes, aheadBytes: ahead, engine };
}

function describe(task: RunTask, data: RunData, predictedBytes: number): RunDescription {
  const { plan, settings } = task;
  const { protocol, accumulate } = settings;
  const { batchSize, trainingSteps, trainingCount } = protocol;
  return {
    network: networkWords(protocol.network),
    parameterCount: plan.parameterCount,
    multiplyAdds: plan.multiplyAdds,
    predictedBytes,
    ...{ checkpointBytes: checkpointBytes(plan), keep: task.keep },
    trainingImages: data.training.count,
    validationImages: data.validation?.count ?? 0,
    testImages: data.test.count,
    ...{ batchSize, accumulate, trainingSteps, trainingCount },
  };
}

async function openSession({ plan, settings, needsGpu }: RunTask) {
  const { momentum, weightDecay, labelSmoothing = 0, batchSize, gpu } = settings.protocol;
  const session = await openTrainingSession(plan, Math.ceil(batchSize / settings.accumulate), {
    momentum,
    weightDecay,
    labelSmoothing,
  });
  if (session.device === "cpu" && (needsGpu || gpu !== undefined)) {
    session.dispose();
    throw new InputError(
      "device: TensorFlow finds no GPU; leave devices, tensorFloat32 and xla out to train on the CPU",
    );
  }
  return session;
}
