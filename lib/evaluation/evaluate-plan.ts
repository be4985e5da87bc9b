/** All k trainings of one network in this process, as an evaluation. Paper, section 4.1. */
import type { TrainingGraphConfig } from "../graph/training-graph.js";
import { openTrainingSession, type TrainingSession } from "../graph/session/training-session.js";
import { abortError, InputError } from "../input/errors.js";
import type { Plan } from "../network/plan.js";
import { createRandom } from "../random.js";
import { type Evaluation, type TrainingProgress, meanAndSpread, type Training } from "./evaluation.js";
import { isOutOfMemory, timeLimitMessage, TrainingFailure } from "./failure.js";
import type { TrainingProtocol } from "./messages.js";
import type { PreparedData } from "./prepare-data.js";
import { trainAndScore } from "./train-and-score.js";

/** An evaluation's ingredients, in the process that runs it. */
export interface PlanEvaluation {
  readonly plan: Plan;
  readonly seed: string;
  readonly protocol: TrainingProtocol;
  readonly data: PreparedData;
  /** The graph to train; default: the training session's. */
  readonly graph?: TrainingGraphConfig["graph"];
  readonly onTrainingStep: (progress: TrainingProgress) => void;
  readonly signal: AbortSignal;
  /** Whether training on the CPU is an error. Default: only if the protocol has options for GPUs. */
  readonly needsGpu?: boolean;
}

/**
 * Trains and scores the network k times, each from a seed split off the evaluation's. Loads TensorFlow, so call it in a
 * child process. Paper, section 4.1. Rejects with an AbortError when aborted, and with InputError when the network and
 * the images do not fit or TensorFlow is missing; an evaluation that fails (`FailureReason`) is a result.
 */
export async function evaluatePlan(task: PlanEvaluation): Promise<Evaluation> {
  const { plan, protocol, data, signal, onTrainingStep } = task;
  checkFit(plan, data);
  const start = performance.now();
  const trainings: Training[] = [];
  let session: TrainingSession | undefined;
  const measured = () => ({
    trainings: Object.freeze([...trainings]),
    parameterCount: plan.parameterCount,
    multiplyAdds: plan.multiplyAdds,
    evaluationMillis: performance.now() - start,
    ...(session === undefined ? {} : { engine: session.engine }),
  });
  const limit = protocol.limits.timeLimitMillis ?? Infinity;
  const checkpoint = () => {
    if (signal.aborted) throw abortError("evaluation: aborted");
    if (performance.now() - start > limit) throw new TrainingFailure("timeLimit", timeLimitMessage(limit));
  };
  try {
    const { momentum, weightDecay, labelSmoothing = 0, batchSize } = protocol;
    const graph = task.graph && { graph: task.graph };
    session = await openTrainingSession(plan, batchSize, { momentum, weightDecay, labelSmoothing, ...graph });
    checkDevice(session.device, task);
    for (let training = 1; training <= protocol.trainingCount; training++) {
      const { path: seed } = createRandom(task.seed).split("training", training);
      trainings.push(
        await trainAndScore({ session, plan, protocol, data, training, seed, onTrainingStep, checkpoint }),
      );
    }
  } catch (error) {
    if (error instanceof TrainingFailure) {
      return Object.freeze({ status: "failed", reason: error.reason, message: error.message, ...measured() });
    }
    if (isOutOfMemory(error)) {
      const message = `training ${trainings.length + 1} of ${protocol.trainingCount}: out of memory (${firstLine(error)})`;
      return Object.freeze({ status: "failed", reason: "outOfMemory", message, ...measured() });
    }
    throw error;
  } finally {
    session?.dispose();
  }
  const { mean: fitness, spread } = meanAndSpread(trainings.map(({ accuracy }) => accuracy));
  return Object.freeze({ status: "scored", fitness, spread, ...measured() });
}

function checkFit(plan: Plan, data: PreparedData): void {
  if (plan.classCount !== data.classCount) {
    throw new InputError(`network ${plan.network}: got ${plan.classCount} classes, the images have ${data.classCount}`);
  }
  if (plan.imageSize.channels !== data.training.channels) {
    throw new InputError(
      `network ${plan.network}: got ${plan.imageSize.channels} image channels, the images have ${data.training.channels}`,
    );
  }
}

function checkDevice(device: TrainingSession["device"], { protocol, needsGpu }: PlanEvaluation): void {
  if (device === "gpu") return;
  const { tensorFloat32, xla } = protocol.gpu ?? {};
  const named = [tensorFloat32 && "tensorFloat32", xla && "xla"].filter(Boolean).join(" and ");
  if (named !== "") {
    throw new InputError(
      `protocol ${protocol.name}: got ${named} for a GPU, but training runs on the CPU; leave it out`,
    );
  }
  if (needsGpu) {
    const device = process.env.CUDA_VISIBLE_DEVICES ?? "";
    throw new InputError(`device ${device}: TensorFlow finds no such GPU; leave devices out to train on the CPU`);
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error)
    .split("\n")[0]
    .slice(0, 200);
}
