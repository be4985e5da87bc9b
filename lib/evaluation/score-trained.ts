/** Scores a network during or after its training. Paper, section 4.1. */
import { setImmediate } from "node:timers/promises";
import { type ImageSource, scoringBatchesOf, trainingBatchesOf } from "../dataset/image-batches.js";
import type { TrainingSession } from "../graph/session/training-session.js";
import type { Random } from "../random.js";
import { TrainingFailure } from "./failure.js";
import type { TrainingProtocol } from "./messages.js";
import type { PreparedData } from "./prepare-data.js";

/** The images that scoring needs, in memory or in files. */
export interface ScoringData extends Pick<PreparedData, "normalization"> {
  /** Training images at the size of scoring. */
  readonly recalibration: ImageSource;
  readonly scoring: ImageSource;
}

/** What scoring a trained network needs. */
export interface ScoringTask {
  readonly session: TrainingSession;
  readonly protocol: Pick<
    TrainingProtocol,
    "augmentation" | "scoringBatchSize" | "recalibrationBatches" | "trainingCount"
  >;
  readonly data: ScoringData;
  /** The number of the training among the k, from 1. */
  readonly training: number;
  /** The number of training steps done. */
  readonly trainingStep: number;
  /** Called before each batch: throws to end. */
  readonly checkpoint: () => void;
}

/**
 * Sets the batch-normalization averages to the mean statistics of whole training images, drawn by the stream
 * `recalibration` of `random`. Yields to incoming messages after each batch.
 */
export async function recalibrate(
  { session, protocol, data, checkpoint }: Omit<ScoringTask, "training" | "trainingStep">,
  random: Random,
): Promise<void> {
  // Whole images, as in scoring, in an endless random order. Of the augmentation only flips remain, which do not change
  // the first layers' statistics.
  const batches = trainingBatchesOf(data.recalibration, {
    batchSize: protocol.scoringBatchSize,
    augmentation: { flip: protocol.augmentation.flip },
    normalization: data.normalization,
    random: random.split("recalibration"),
    reuse: true,
  });
  for (let count = 1; count <= protocol.recalibrationBatches; count++) {
    checkpoint();
    session.calibrate((await batches.next()).value, 1 / count);
    await setImmediate();
  }
}

/**
 * Accuracy and mean loss on the scoring images. Throws TrainingFailure when the loss is not finite, and what
 * `checkpoint` throws.
 */
export async function score({ session, protocol, data, training, trainingStep, checkpoint }: ScoringTask) {
  const { normalization, scoring } = data;
  let correct = 0;
  let loss = 0;
  const { scoringBatchSize: batchSize } = protocol;
  for await (const batch of scoringBatchesOf(scoring, { batchSize, normalization, reuse: true })) {
    checkpoint();
    const scored = session.score(batch);
    correct += scored.correct;
    loss += scored.loss * batch.labels.length;
    await setImmediate();
  }
  const scoringLoss = loss / scoring.count;
  if (!Number.isFinite(scoringLoss)) {
    const where = `training ${training} of ${protocol.trainingCount}, scoring after training step ${trainingStep}`;
    throw new TrainingFailure("lossNotFinite", `${where}: the loss is ${scoringLoss}`);
  }
  return { accuracy: correct / scoring.count, scoringLoss };
}
