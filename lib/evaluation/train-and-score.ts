/** Trains and scores one network in this process. Paper, section 4.1. */
import { setImmediate } from "node:timers/promises";
import { initialWeights } from "../graph/session/initial-weights.js";
import { learningRateAt } from "../graph/session/learning-rate.js";
import type { TrainingSession } from "../graph/session/training-session.js";
import { scoringBatches, trainingBatches } from "../dataset/batches.js";
import type { Batch } from "../graph/session/batch.js";
import type { Plan } from "../network/plan.js";
import { createRandom, type Random } from "../random.js";
import { recordCurve } from "./curve.js";
import type { TrainingProgress, FailureReason, Training } from "./evaluation.js";
import type { TrainingProtocol } from "./messages.js";
import type { PreparedData } from "./prepare-data.js";

/** Ends an evaluation with a `FailureReason`; becomes a `FailedEvaluation`. */
export class TrainingFailure extends Error {
  override readonly name = "TrainingFailure";
  constructor(
    readonly reason: FailureReason,
    message: string,
  ) {
    super(message);
  }
}

/** A training's ingredients. */
export interface TrainingTask {
  readonly session: TrainingSession;
  readonly plan: Plan;
  readonly protocol: TrainingProtocol;
  readonly data: PreparedData;
  /** Its number among the k, from 1. */
  readonly training: number;
  readonly seed: string;
  /** Called after each training step. */
  readonly onTrainingStep: (progress: TrainingProgress) => void;
  /** Called before each training step and each batch of scoring: throws to end the training. */
  readonly checkpoint: () => void;
}

/**
 * One training from its seed: initial weights, training steps, recalibration, scoring. Yields to incoming messages
 * after each training step. Paper, section 4.1. Throws TrainingFailure when the loss is not finite, and what
 * `checkpoint` throws.
 */
export async function trainAndScore(task: TrainingTask): Promise<Training> {
  const random = createRandom(task.seed);
  task.session.setWeights(initialWeights(task.plan, random.split("weights")));
  const trainStart = performance.now();
  const curve = await train(task, random);
  const scoreStart = performance.now();
  await recalibrate(task, random);
  const { accuracy, scoringLoss } = await score(task);
  return Object.freeze({
    seed: task.seed,
    accuracy,
    scoringLoss,
    finalLoss: curve[curve.length - 1].loss,
    curve,
    trainMillis: scoreStart - trainStart,
    scoreMillis: performance.now() - scoreStart,
  });
}

async function train({ session, protocol, data, training, ...task }: TrainingTask, random: Random) {
  const { trainingSteps, trainingCount, batchSize, schedule, augmentation } = protocol;
  const { normalization } = data;
  const batches = trainingBatches(data.training, {
    batchSize,
    // The images were already resized when loaded.
    augmentation: { ...augmentation, resize: undefined },
    normalization,
    random: random.split("batches"),
    reuse: true,
  });
  const curve = recordCurve(trainingSteps);
  for (let trainingStep = 1; trainingStep <= trainingSteps; trainingStep++) {
    task.checkpoint();
    const { loss } = session.train(batches.next().value, learningRateAt(schedule, trainingStep - 1, trainingSteps));
    curve.add(loss);
    task.onTrainingStep({ training, trainingCount, trainingStep, trainingSteps, loss });
    if (!Number.isFinite(loss)) {
      const where = `training ${training} of ${trainingCount}, training step ${trainingStep} of ${trainingSteps}`;
      throw new TrainingFailure("lossNotFinite", `${where}: the loss is ${loss}`);
    }
    await setImmediate();
  }
  return curve.points();
}

async function recalibrate({ session, protocol, data, checkpoint }: TrainingTask, random: Random): Promise<void> {
  // Whole images, as in scoring, in an endless random order. Of the augmentation only flips remain, which do not change
  // the first layers' statistics.
  const batches: Iterator<Batch> = trainingBatches(data.recalibration, {
    batchSize: protocol.scoringBatchSize,
    augmentation: { flip: protocol.augmentation.flip },
    normalization: data.normalization,
    random: random.split("recalibration"),
    reuse: true,
  });
  for (let count = 1; count <= protocol.recalibrationBatches; count++) {
    checkpoint();
    session.calibrate(batches.next().value as Batch, 1 / count);
    await setImmediate();
  }
}

async function score({ session, protocol, data, training, checkpoint }: TrainingTask) {
  const { normalization, scoring } = data;
  let correct = 0;
  let loss = 0;
  const { scoringBatchSize: batchSize } = protocol;
  for (const batch of scoringBatches(scoring, { batchSize, normalization, reuse: true })) {
    checkpoint();
    const scored = session.score(batch);
    correct += scored.correct;
    loss += scored.loss * batch.labels.length;
    await setImmediate();
  }
  const scoringLoss = loss / scoring.count;
  if (!Number.isFinite(scoringLoss)) {
    const where = `training ${training} of ${protocol.trainingCount}, scoring after training step ${protocol.trainingSteps}`;
    throw new TrainingFailure("lossNotFinite", `${where}: the loss is ${scoringLoss}`);
  }
  return { accuracy: correct / scoring.count, scoringLoss };
}
