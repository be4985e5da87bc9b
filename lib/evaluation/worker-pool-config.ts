/** Settings of a pool of child processes, and what follows from them for each. */
import { resolve as resolvePath } from "node:path";
import type { Primitive } from "../genotype/primitive.js";
import { checkCount } from "../input/errors.js";
import { checkProtocol } from "./check-protocol.js";
import { type ChildPlacement, deviceOf, devicesOf } from "./child-environment.js";
import type { EvaluationProgress } from "./evaluation.js";
import type { ScoreOn, WorkerSettings } from "./messages.js";
import type { Protocol } from "./protocol.js";
import { recycleDefaults, type RecycleRule } from "./recycle.js";
import { defaultThreads } from "./threads.js";

/** Settings of {@link openWorkerPool}. */
export interface WorkerPoolConfig {
  /** How genotypes are trained and scored. */
  readonly protocol: Protocol;
  /** Where the images come from: `sample`, or a folder. Each child loads them itself. */
  readonly data: string;
  /** Child processes at most, at least 1. */
  readonly workers: number;
  /** The primitives that genotypes use. Default: the paper's. */
  readonly primitives?: readonly Primitive[];
  /**
   * TensorFlow's threads in a child. Default: what `npx hiernas doctor` measured to pay here; where it did not, the
   * cores divided by the workers, at least 1.
   */
  readonly threadsPerWorker?: number;
  /**
   * CUDA devices, as `CUDA_VISIBLE_DEVICES` names them, that workers take turns on, each seeing its own alone; several
   * workers on one share its memory. Training on the CPU is then an error. Default: those that the environment's
   * `CUDA_VISIBLE_DEVICES` lists, or else whatever TensorFlow finds, and the CPU where it finds none.
   */
  readonly devices?: readonly string[];
  /**
   * When a child is replaced to keep memory bounded. Default: after 100 evaluations, or with 256 MiB above what was
   * predicted.
   */
  readonly recycle?: Partial<RecycleRule>;
  /** The images that accuracy is measured on. Default: `validation`; `test` is for a final report only. */
  readonly scoreOn?: ScoreOn;
}

/** Settings of one evaluation. */
export interface EvaluateConfig {
  /** All randomness of the evaluation follows from it. */
  readonly seed: string;
  /** So many trainings, at least 1. Default: the protocol's. */
  readonly trainingCount?: number;
  /** Ends the evaluation, also while it waits; the promise rejects with an AbortError once the training has stopped. */
  readonly signal?: AbortSignal;
  /** Called while it trains; what it throws ends the evaluation and rejects the promise. */
  readonly onProgress?: (progress: EvaluationProgress) => void;
}

/** What a pool's settings mean for its children. */
export interface ResolvedConfig {
  /** What every child is told. */
  readonly settings: WorkerSettings;
  readonly rule: RecycleRule;
  /** Where worker number `worker` (from 1) runs. */
  readonly placementOf: (worker: number) => ChildPlacement;
}

/** Checks a pool's settings and fills in what is left out. Throws InputError as `openWorkerPool` does. */
export function resolveConfig(config: WorkerPoolConfig): ResolvedConfig {
  const { protocol, workers, scoreOn = "validation", devices = devicesOf(), recycle } = config;
  checkProtocol(protocol);
  checkCount("worker pool: workers", workers);
  const threads = config.threadsPerWorker ?? defaultThreads(workers);
  checkCount("worker pool: threads of a worker", threads);
  const rule = { ...recycleDefaults, ...recycle };
  checkCount("worker pool: evaluations of a child", rule.evaluations);
  const { network: _, ...training } = protocol;
  const data = config.data === "sample" ? config.data : resolvePath(config.data);
  const needsGpu = config.devices !== undefined && config.devices.length > 0;
  return {
    settings: { protocol: training, data, scoreOn, needsGpu },
    rule,
    placementOf: (worker) => ({ threads, device: deviceOf(worker, devices), gpu: protocol.gpu }),
  };
}
