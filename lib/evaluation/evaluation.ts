/**
 * What is known about a genotype after its trainings. Paper, section 4.1 (fitness is the mean of several trainings).
 */
import type { CurvePoint } from "./curve.js";

/** One of the k trainings behind a fitness. Paper, section 4.1. */
export interface Training {
  /** Determines the initial weights, the order of the batches and their augmentation. */
  readonly seed: string;
  /** The share of scoring images classified correctly, 0 to 1. */
  readonly accuracy: number;
  /** The mean softmax cross-entropy on the scoring images, in nats. */
  readonly scoringLoss: number;
  /** The loss at the last point of `curve`, in nats. */
  readonly finalLoss: number;
  /** The training loss by training step, thinned to at most 50 points. */
  readonly curve: readonly CurvePoint[];
  /** Milliseconds of the training steps, including making batches. */
  readonly trainMillis: number;
  /** Milliseconds of recalibrating the batch-normalization averages and scoring. */
  readonly scoreMillis: number;
}

interface Measured {
  /** The finished trainings, in order. */
  readonly trainings: readonly Training[];
  /** The network's trained weights. */
  readonly parameterCount: number;
  /** Multiply-adds of one forward pass for one image of the network's image size. */
  readonly multiplyAdds: number;
  /** Milliseconds from the start in the child process to the result: graph, trainings and scoring. */
  readonly evaluationMillis: number;
  /**
   * Which engine trained it, with which kernels and on which device: `fused avx512, CPU`, `rewritten, GPU`. They agree
   * up to rounding, so a study may mix them. Absent when nothing was trained, and in studies older than this field.
   */
  readonly engine?: string;
}

/** An evaluation with a fitness. Paper, section 4.1. */
export interface ScoredEvaluation extends Measured {
  readonly status: "scored";
  /** The mean accuracy of the trainings, 0 to 1. */
  readonly fitness: number;
  /** The standard deviation of their accuracies (n − 1 in the denominator); 0 for one training. */
  readonly spread: number;
}

/**
 * Why an evaluation gave no fitness:
 * - `lossNotFinite`: the loss was no longer finite;
 * - `outOfMemory`: memory ran out while no other child of its pool ran. A kill counts if the system reports it as one
 *   for memory; a program outside the pool may have taken that memory;
 * - `timeLimit`: it exceeded the time limit;
 * - `tooLarge`: the network was predicted to be too large and never started;
 * - `killed`: its process was killed twice, the second time while no other child ran, and the system reports no kill
 *   for memory. That says nothing about the network, but it stays recorded; only a new search step evaluates it again;
 * - `error`: its process crashed, or reported an error, twice. The message says what it said last.
 */
export type FailureReason = (typeof failureReasons)[number];

/** Every {@link FailureReason}. */
export const failureReasons = Object.freeze([
  "lossNotFinite",
  "outOfMemory",
  "timeLimit",
  "tooLarge",
  "killed",
  "error",
] as const);

/** An evaluation without a fitness: a result, not an error. */
export interface FailedEvaluation extends Measured {
  readonly status: "failed";
  readonly reason: FailureReason;
  /** One line that says where it failed, and which number broke which bound. */
  readonly message: string;
}

/** The result of training and scoring one genotype k times. */
export type Evaluation = ScoredEvaluation | FailedEvaluation;

/**
 * An evaluation's progress, sent at most about five times a second, and for the first and last training step of each
 * training.
 */
export interface EvaluationProgress {
  /** The worker, from 1. */
  readonly worker: number;
  /** The process id of its child process. */
  readonly processId: number;
  /** The current training, from 1 to `trainingCount`. */
  readonly training: number;
  readonly trainingCount: number;
  /** The number of finished training steps, from 1 to `trainingSteps`. */
  readonly trainingStep: number;
  readonly trainingSteps: number;
  /** The loss of that training step's batch, in nats; may be NaN or infinite just before the evaluation fails. */
  readonly loss: number;
}

/** The part of the progress that the training process knows. */
export type TrainingProgress = Omit<EvaluationProgress, "worker" | "processId">;

/** The mean of `values` and their standard deviation (n − 1 in the denominator; 0 for one value). */
export function meanAndSpread(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, spread: 0 };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, spread: Math.sqrt(squares / (values.length - 1)) };
}
