/** The messages between the pool and its child processes. */
import type { Plan } from "../network/plan.js";
import { InputError } from "../input/errors.js";
import type { Evaluation, TrainingProgress } from "./evaluation.js";
import type { Protocol } from "./protocol.js";

/** The split of the images that accuracy is measured on. */
export type ScoreOn = "validation" | "test";

/** The part of a protocol that a child needs; networks reach it as plans. */
export type TrainingProtocol = Omit<Protocol, "network">;

/** What a child receives once. */
export interface WorkerSettings {
  readonly protocol: TrainingProtocol;
  /** `sample` or a folder. */
  readonly data: string;
  readonly scoreOn: ScoreOn;
  /** Whether a GPU was named for it, so that training on the CPU is an error. Default: no. */
  readonly needsGpu?: boolean;
}

/** From the pool to a child: one evaluation at a time, each with its own id. */
export type ToWorker =
  | { readonly kind: "open"; readonly settings: WorkerSettings }
  | {
      readonly kind: "evaluate";
      readonly id: number;
      readonly plan: Plan;
      readonly seed: string;
      /** Default: the protocol's. */
      readonly trainingCount?: number;
    }
  | { readonly kind: "abort"; readonly id: number };

/** From a child to the pool, always with the child's resident memory in bytes. */
export type FromWorker = { readonly id: number; readonly memoryBytes: number } & WorkerAnswer;

/** What a child reports about an evaluation. */
export type WorkerAnswer =
  | { readonly kind: "progress"; readonly progress: TrainingProgress }
  | { readonly kind: "evaluated"; readonly evaluation: Evaluation }
  | { readonly kind: "aborted" }
  | { readonly kind: "error"; readonly error: ErrorData };

/** An error as data. */
export interface ErrorData {
  readonly message: string;
  readonly stack: string;
  /** Whether user input caused it. */
  readonly isInput: boolean;
}

/** An error as data, to send it. */
export function errorToData(error: unknown): ErrorData {
  const known = error instanceof Error ? error : new Error(String(error));
  return { message: known.message, stack: known.stack ?? known.message, isInput: error instanceof InputError };
}

/** The error that {@link errorToData} took apart, from what the child was doing; its stack is the child's. */
export function errorFromData({ message, stack, isInput }: ErrorData, what = "evaluation"): Error {
  const error = isInput ? new InputError(message) : new Error(`${what}: ${message}`);
  error.stack = `${stack}\n    in a child process`;
  return error;
}
