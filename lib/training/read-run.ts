/** Reads a run: what it is, its curve, its result, what its networks made of the test images. */
import { type TrainedWeights } from "../graph/session/classifier.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { readCheckpoint } from "./checkpoint-file.js";
import type { RunCurvePoint } from "../rows/run-curve.js";
import { readCurve } from "./run-curve.js";
import { readRunFile, type RunFile, runPaths } from "./run-folder.js";
import { readLog, type RunEvent } from "./run-log.js";
import type { TestPredictions } from "../rows/prediction-rows.js";
import { readResult, readTest, type RunResult, toResult } from "./run-result.js";
import { runId } from "./run-settings.js";

/** A run as it stands on the disk. */
export interface Run extends RunFile {
  readonly path: string;
  readonly curve: readonly RunCurvePoint[];
  /** The finished trainings; all of them once there are `trainingCount`. */
  readonly result: RunResult;
  readonly log: readonly RunEvent[];
}

/**
 * Reads the run in `path`, even while it is trained. Throws InputError when it is no run, is damaged, or is from a newer
 * hiernas.
 */
export function readRun(path: string): Run {
  const file = readRunFile(path);
  const { trainingCount } = file.settings.protocol;
  return Object.freeze({
    ...file,
    path,
    curve: readCurve(path),
    result: toResult(readResult(path, runId(file.settings)), trainingCount),
    log: readLog(path),
  });
}

/**
 * What training number `training` (default: the first) of a run made of every test image. Throws InputError when that
 * training is not finished or failed.
 */
export function readRunTest(run: Run, training = 1): TestPredictions {
  checkFinished(run, training);
  return readTest(run.path, training);
}

/**
 * The weights and averages with which training number `training` (default: the first) of a run ended. Throws InputError
 * when that training is not finished or failed, and when its file is damaged.
 */
export function readTrainedWeights(run: Run, training = 1): TrainedWeights {
  checkFinished(run, training);
  const path = runPaths(run.path).trained(training);
  const { parameterCount } = run.network;
  const { vectors } = readCheckpoint(path, ({ run: id, lengths: { weights = 0, averages } }) => {
    if (id !== runId(run.settings)) throw new InputError(`${printable(path)}: is of another run`);
    if (weights === parameterCount && averages !== undefined) return;
    throw new InputError(`${printable(path)}: is of another network: ${weights} weights, must be ${parameterCount}`);
  });
  return { weights: vectors.weights, averages: vectors.averages };
}

function checkFinished({ path, result }: Run, training: number): void {
  const found = result.trainings.find((each) => each.training === training);
  if (found === undefined) throw new InputError(`${printable(path)}: training ${training} is not finished`);
  if (found.reason !== null) throw new InputError(`${printable(path)}: training ${training} failed: ${found.reason}`);
}
