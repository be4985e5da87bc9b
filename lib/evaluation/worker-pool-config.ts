/** Settings of a pool of child processes, and what they mean for each child. */
import { resolve as resolvePath } from "node:path";
import * as v from "valibot";
import { paperPrimitives, type Primitive } from "../genotype/primitive.js";
import { limits } from "../input/limits.js";
import {
  finiteNumber,
  functionValue,
  oneOf,
  parseWith,
  type Schema,
  signalValue,
  wholeNumber,
} from "../input/schema.js";
import { checkObject, withDefaults } from "../input/settings.js";
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
  /** The most child processes, at least 1. */
  readonly workers: number;
  /** The primitives that genotypes use. Default: the paper's. */
  readonly primitives?: readonly Primitive[];
  /**
   * TensorFlow's threads in a child. Default: what `npx hiernas doctor` measured to pay off here; without a
   * measurement, the cores divided by the workers, at least 1.
   */
  readonly threadsPerWorker?: number;
  /**
   * CUDA devices, as `CUDA_VISIBLE_DEVICES` names them. Workers take turns on them, each seeing only its own; several
   * workers on one device share its memory. Training on the CPU is then an error. Default: the devices in the
   * environment's `CUDA_VISIBLE_DEVICES`, otherwise whatever TensorFlow finds, and the CPU if it finds none.
   */
  readonly devices?: readonly string[];
  /**
   * The most memory, in bytes, that all children together may be predicted to take: an evaluation that does not fit
   * waits, and one that fits beside no other runs alone. Default: the machine's memory, or the limit of this process's
   * control group, minus what this process holds. If searches or other programs share the machine, give each its part.
   */
  readonly memoryBytes?: number;
  /**
   * When to replace a child to keep memory bounded. Default: after 100 evaluations, or at 256 MiB above the prediction.
   */
  readonly recycle?: Partial<RecycleRule>;
  /** The images to score on. Default: `validation`; `test` is for a final test only. */
  readonly scoreOn?: ScoreOn;
}

/** Settings of one evaluation. */
export interface EvaluateConfig {
  /** Determines all randomness of the evaluation. */
  readonly seed: string;
  /** The number of trainings, at least 1. Default: the protocol's. */
  readonly trainingCount?: number;
  /** The network's c0. Default: the protocol's. */
  readonly channels?: number;
  /** Ends the evaluation, even while it waits; the promise rejects with an AbortError once the training has stopped. */
  readonly signal?: AbortSignal;
  /** Called while it trains; what it throws ends the evaluation and rejects the promise. */
  readonly onProgress?: (progress: EvaluationProgress) => void;
}

/** What a pool's settings mean for its children. */
export interface ResolvedConfig {
  readonly protocol: Protocol;
  readonly workers: number;
  readonly primitives: readonly Primitive[];
  /** What every child receives. */
  readonly settings: WorkerSettings;
  readonly rule: RecycleRule;
  /** Where worker number `worker` (from 1) runs. */
  readonly placementOf: (worker: number) => ChildPlacement;
}

const listRule = "must be a list of CUDA devices, as CUDA_VISIBLE_DEVICES names them";
const primitivesRule = "must be a list of primitives";
const poolSchema: Schema<Omit<WorkerPoolConfig, "protocol">> = v.object({
  data: v.pipe(v.string("must be sample or a folder"), v.minLength(1, "must be sample or a folder")),
  workers: wholeNumber(1, limits.workers),
  primitives: v.optional(
    v.pipe(
      v.custom<readonly Primitive[]>(Array.isArray, primitivesRule),
      v.check((list) => list.every(isPrimitive), primitivesRule),
    ),
  ),
  threadsPerWorker: v.optional(wholeNumber(1, limits.threads)),
  devices: v.optional(v.array(v.string(listRule), listRule)),
  memoryBytes: v.optional(wholeNumber(1)),
  recycle: v.optional(v.object({ evaluations: v.optional(wholeNumber(1)), spareBytes: v.optional(finiteNumber()) })),
  scoreOn: v.optional(oneOf(["validation", "test"])),
});

/** Checks a pool's settings and fills in defaults. Throws InputError as `openWorkerPool` does. */
export function resolveConfig(config: WorkerPoolConfig): ResolvedConfig {
  checkObject("worker pool", config);
  const { protocol } = config;
  checkProtocol(protocol);
  const checked = parseWith(poolSchema, config, "worker pool");
  const { workers, primitives = paperPrimitives, scoreOn = "validation", devices = devicesOf() } = checked;
  const threads = checked.threadsPerWorker ?? defaultThreads(workers);
  const { network: _, ...training } = protocol;
  const data = checked.data === "sample" ? checked.data : resolvePath(checked.data);
  const needsGpu = checked.devices !== undefined && checked.devices.length > 0;
  return {
    protocol,
    workers,
    primitives,
    settings: { protocol: training, data, scoreOn, needsGpu },
    rule: withDefaults(recycleDefaults, checked.recycle, "worker pool: recycle"),
    placementOf: (worker) => ({ threads, device: deviceOf(worker, devices), gpu: protocol.gpu }),
  };
}

function isPrimitive(value: unknown): boolean {
  const { name, layers } = (value ?? {}) as Partial<Primitive>;
  return typeof name === "string" && typeof layers === "function";
}

const evaluateSchema: Schema<EvaluateConfig> = v.object({
  seed: v.string("must be a string"),
  trainingCount: v.optional(wholeNumber(1, limits.trainings)),
  channels: v.optional(wholeNumber(1, limits.channels)),
  signal: v.optional(signalValue()),
  onProgress: v.optional(functionValue<NonNullable<EvaluateConfig["onProgress"]>>()),
});

/** Returns an evaluation's settings unchanged. Throws InputError for invalid ones. */
export function checkEvaluateConfig(config: EvaluateConfig): EvaluateConfig {
  checkObject("evaluation", config);
  return parseWith(evaluateSchema, config, "evaluation");
}
