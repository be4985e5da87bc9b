/** One training of a run in this process: from its seed or its last good checkpoint to its last training step. */
import os from "node:os";
import { setImmediate } from "node:timers/promises";
import { trainingBatchesOf } from "../dataset/image-batches.js";
import { TrainingFailure } from "../evaluation/failure.js";
import { recalibrate, score } from "../evaluation/score-trained.js";
import { initialWeights } from "../graph/session/initial-weights.js";
import { learningRateAt } from "../graph/session/learning-rate.js";
import type { TrainingSession } from "../graph/session/training-session.js";
import type { Plan } from "../network/plan.js";
import { createRandom, type Random } from "../random.js";
import { findCheckpoint, writeCheckpoint } from "./checkpoints.js";
import type { RunCurvePoint } from "../rows/run-curve.js";
import { appendPoint, pointEvery, rewindCurve, syncCurve } from "./run-curve.js";
import type { RunData } from "./run-data.js";
import { logEvent } from "./run-log.js";
import type { FromRun } from "./run-messages.js";
import type { RunSettings } from "./run-settings.js";

/** Ends a training on request, after its checkpoint is written. */
export class TrainingStopped extends Error {
  override readonly name = "TrainingStopped";
  constructor(
    readonly training: number,
    readonly trainingStep: number,
  ) {
    super(`training ${training}: stopped after training step ${trainingStep}`);
  }
}

/** A run under way. */
export interface RunUnderWay {
  readonly path: string;
  readonly id: string;
  readonly settings: RunSettings;
  readonly plan: Plan;
  readonly data: RunData;
  readonly session: TrainingSession;
  readonly checkpointEvery: number;
  readonly keep: number;
  readonly signal: AbortSignal;
  readonly report: (message: FromRun) => void;
}

/** The longest time between two checkpoints, in milliseconds: what a power cut may cost of a slow network. */
const CHECKPOINT_MILLIS = 15 * 60_000;

/** The seed of training number `training` of a run. */
export function trainingSeed(settings: RunSettings, training: number): string {
  return createRandom(settings.seed).split("training", training).path;
}

/**
 * Trains training number `training` to its last training step, whose checkpoint is then written; the session holds its
 * weights. Throws TrainingStopped when the signal aborts, TrainingFailure when the loss is not finite, and InputError
 * when a file cannot be written or no checkpoint can be read.
 */
export async function trainOne(run: RunUnderWay, training: number): Promise<Random> {
  const { path, id, settings, plan, session, signal, report } = run;
  const { protocol, accumulate } = settings;
  const { trainingSteps, trainingCount, schedule } = protocol;
  const random = createRandom(trainingSeed(settings, training));
  const { checkpoint: found, warnings } = findCheckpoint(path, id, training, plan);
  for (const message of warnings) {
    const went = `${message}; going on from training step ${found?.trainingStep ?? 0}`;
    logEvent(path, { event: "warning", training, message: went });
    report({ kind: "warning", message: went });
  }
  session.setWeights(found?.vectors.weights ?? initialWeights(plan, random.split("weights")));
  if (found !== undefined) session.setMomentum(found.vectors.momentum);
  let { trainingStep, lossSum, lossCount } = found ?? { trainingStep: 0, lossSum: 0, lossCount: 0 };
  let validated = lastValidated(rewindCurve(path, training, trainingStep), training);
  let [saved, savedAt] = [trainingStep, performance.now()];
  const [began, processorBegan] = [performance.now(), processorMillis()];
  logEvent(path, { event: "training", training, trainingStep, uptimeSeconds: os.uptime() });

  const save = (): void => {
    if (saved === trainingStep) return;
    syncCurve(path);
    const vectors = { weights: session.weights(), momentum: session.momentum() };
    writeCheckpoint(path, { run: id, training, trainingStep, lossSum, lossCount, vectors }, run.keep);
    [saved, savedAt] = [trainingStep, performance.now()];
    logEvent(path, {
      ...{ event: "checkpoint", training, trainingStep },
      ...{ trainMillis: Math.round(savedAt - began), processorMillis: Math.round(processorMillis() - processorBegan) },
    });
    report({ kind: "checkpoint", training, trainingStep });
  };
  const stopIfAsked = (): void => {
    if (!signal.aborted) return;
    save();
    throw new TrainingStopped(training, trainingStep);
  };
  const add = (point: RunCurvePoint): void => {
    appendPoint(path, point);
    report({ kind: "point", point });
  };
  const validate = async (): Promise<void> => {
    const { validateEvery } = settings;
    const isDue = validateEvery !== null && (trainingStep % validateEvery === 0 || trainingStep === trainingSteps);
    if (!isDue || trainingStep === 0 || trainingStep <= validated || run.data.validation === undefined) return;
    report({
      kind: "progress",
      progress: { training, trainingCount, phase: "validation", trainingStep, trainingSteps },
    });
    // Without its validation, resuming from here begins with that.
    const task = { session, protocol, training, trainingStep, checkpoint: stopIfAsked };
    const data = { ...run.data, scoring: run.data.validation };
    await recalibrate({ ...task, data }, random);
    const { accuracy: validationAccuracy, scoringLoss: validationLoss } = await score({ ...task, data });
    validated = trainingStep;
    add({ training, trainingStep, validationAccuracy, validationLoss });
  };

  // Resumed just before its validation.
  await validate();
  const batches = trainingBatchesOf(run.data.training, {
    batchSize: protocol.batchSize,
    // The images were already resized when loaded.
    augmentation: { ...protocol.augmentation, resize: undefined },
    normalization: run.data.normalization,
    random: random.split("batches"),
    firstBatch: trainingStep,
    reuse: true,
  });
  while (trainingStep < trainingSteps) {
    stopIfAsked();
    const learningRate = learningRateAt(schedule, trainingStep, trainingSteps);
    const { value: batch } = await batches.next();
    const { loss } = session.train(batch, learningRate, accumulate);
    trainingStep++;
    lossSum += loss;
    lossCount++;
    const progress = { training, trainingCount, phase: "training", trainingStep, trainingSteps, loss } as const;
    report({ kind: "progress", progress });
    if (trainingStep % pointEvery(trainingSteps) === 0 || trainingStep === trainingSteps || !Number.isFinite(loss)) {
      const mean = lossSum / lossCount;
      add({ training, trainingStep, loss: Number.isFinite(mean) ? sixDigits(mean) : null, learningRate });
      [lossSum, lossCount] = [0, 0];
    }
    if (!Number.isFinite(loss)) {
      throw new TrainingFailure(
        "lossNotFinite",
        `training step ${trainingStep} of ${trainingSteps}: the loss is ${loss}`,
      );
    }
    await validate();
    const isLate = performance.now() - savedAt > CHECKPOINT_MILLIS;
    if (trainingStep % run.checkpointEvery === 0 || trainingStep === trainingSteps || isLate) save();
    await setImmediate();
  }
  return random;
}

/** Milliseconds of processor time of this process, over all cores. */
function processorMillis(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const sixDigits = (loss: number): number => Number(loss.toPrecision(6));

/** The last training step whose validation stands in the curve; 0 before the first. */
function lastValidated(points: readonly RunCurvePoint[], training: number): number {
  const own = points.filter((point) => point.training === training && point.validationAccuracy !== undefined);
  return own.at(-1)?.trainingStep ?? 0;
}
