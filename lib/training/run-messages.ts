/** The messages between a run's parent and the child process that trains it. */
import type { ErrorData } from "../evaluation/messages.js";
import type { GpuOptions } from "../evaluation/child-environment.js";
import type { Plan } from "../network/plan.js";
import type { RunDescription } from "./describe-run.js";
import type { RunCurvePoint } from "../rows/run-curve.js";
import type { RunResult } from "./run-result.js";
import type { RunSettings } from "./run-settings.js";

/** All that a child needs to train a run, or to go on with it. */
export interface RunTask {
  /** The run's folder. */
  readonly path: string;
  /** The settings; the child, which reads the images, fills in `data`, and `validationCount` where it is missing. */
  readonly settings: Omit<RunSettings, "validationCount"> & Partial<Pick<RunSettings, "validationCount">>;
  readonly plan: Plan;
  /** `sample` or a folder. */
  readonly dataPath: string;
  /** The most training steps between two checkpoints. */
  readonly checkpointEvery: number;
  /** Checkpoints kept. */
  readonly keep: number;
  readonly threads: number;
  /** The most memory that the child may be predicted to take, in bytes. */
  readonly memoryBytes: number;
  readonly gpu?: GpuOptions;
  /** Whether a GPU was named, so that training on the CPU is an error. */
  readonly needsGpu: boolean;
}

/** How far a run is. */
export interface RunProgress {
  /** The training, from 1 to `trainingCount`. */
  readonly training: number;
  readonly trainingCount: number;
  /** What it is doing: training, scoring the validation images, or scoring the test images at the end. */
  readonly phase: "training" | "validation" | "test";
  /** Training steps done in this training. */
  readonly trainingStep: number;
  readonly trainingSteps: number;
  /** The loss of that training step's batch, in nats; undefined before the first. */
  readonly loss?: number;
}

/** From the parent: once the task, later perhaps the wish to stop. */
export type ToRun = { readonly kind: "run"; readonly task: RunTask } | { readonly kind: "stop" };

/** From the child. */
export type FromRun =
  | { readonly kind: "begin"; readonly description: RunDescription; readonly points: readonly RunCurvePoint[] }
  | { readonly kind: "progress"; readonly progress: RunProgress }
  | { readonly kind: "point"; readonly point: RunCurvePoint }
  | { readonly kind: "checkpoint"; readonly training: number; readonly trainingStep: number }
  | { readonly kind: "warning"; readonly message: string }
  | { readonly kind: "done"; readonly result: RunResult }
  | { readonly kind: "stopped"; readonly training: number; readonly trainingStep: number }
  | { readonly kind: "error"; readonly error: ErrorData };
