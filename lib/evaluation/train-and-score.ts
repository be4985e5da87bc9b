/** Trains and scores one network in this process. Paper, section 4.1. */
import { setImmediate } from "node:timers/promises";
import { initialWeights } from "../graph/session/initial-weights.js";
import { learningRateAt } from "../graph/session/learning-rate.js";
import type { TrainingSession } from "../graph/session/training-session.js";
import { trainingBatches } from "../dataset/batches.js";
import type { Plan } from "../network/plan.js";
import { createRandom, type Random } from "../random.js";
import { recordCurve } from "./curve.js";
import type { TrainingProgress, Training } from "./evaluation.js";
import { TrainingFailure } from "./failure.js";
import type { TrainingProtocol } from "./messages.js";
import type { PreparedData } from "./prepare-data.js";
import { recalibrate, score } from "./score-trained.js";

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
  const { accuracy, scoringLoss } = await score({ ...task, trainingStep: task.protocol.trainingSteps });
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
