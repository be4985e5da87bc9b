/** What a run will take, before it begins: parameters, multiply-adds, memory; and what would fit if it does not. */
import { statfsSync } from "node:fs";
import { type PredictedEngine, predictMemory } from "../evaluation/predict-memory.js";
import type { TrainingProtocol } from "../evaluation/messages.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { counted, mebibyteWords } from "../input/quantity.js";
import type { NetworkConfig } from "../network/network-config.js";
import type { Plan } from "../network/plan.js";

/** A run in numbers. */
export interface RunDescription {
  readonly network: string;
  readonly parameterCount: number;
  /** Of one forward pass for one image. */
  readonly multiplyAdds: number;
  /** The predicted peak memory of the training process, in bytes. */
  readonly predictedBytes: number;
  /** The size of a checkpoint, in bytes: the weights and their momentum. */
  readonly checkpointBytes: number;
  /** How many checkpoints are kept. */
  readonly keep: number;
  readonly trainingImages: number;
  /** 0 when training and validation images are trained on together. */
  readonly validationImages: number;
  readonly testImages: number;
  readonly batchSize: number;
  readonly accumulate: number;
  readonly trainingSteps: number;
  readonly trainingCount: number;
}

/** The header of a checkpoint, in bytes, rounded up. */
const HEADER_BYTES = 4_096;

/** The size of a checkpoint of a network, in bytes. */
export function checkpointBytes({ parameterCount }: Pick<Plan, "parameterCount">): number {
  return 2 * 4 * parameterCount + HEADER_BYTES;
}

/**
 * A warning when the disk of the run in `folder` has too little room for its checkpoints, of which one more than are
 * kept is there while the newest is written; undefined when it has, or nobody can tell. `freeBytes` is for tests.
 */
export function diskWarning(
  folder: string,
  { checkpointBytes: bytes, keep }: Pick<RunDescription, "checkpointBytes" | "keep">,
  freeBytes: (folder: string) => number | undefined = freeBytesOf,
): string | undefined {
  const [needed, free] = [(keep + 1) * bytes, freeBytes(folder)];
  if (free === undefined || free >= needed) return undefined;
  return `${printable(folder)}: the disk has ${mebibyteWords(free)} left, ${counted(keep, "checkpoint")} and the next one take up to ${mebibyteWords(needed)}; make room, or keep fewer`;
}

function freeBytesOf(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** A network in words: `large, c0 = 64, N = 2`. */
export function networkWords({ name, channels, cellsPerGroup }: Omit<NetworkConfig, "stem">): string {
  return `${name}, c0 = ${channels}, N = ${cellsPerGroup}`;
}

/** What memory depends on. */
export interface MemoryTask {
  readonly plan: Plan;
  readonly protocol: TrainingProtocol;
  /** Parts of a batch; only one is in memory at a time. */
  readonly accumulate: number;
  /** Bytes of all images, at most; 0 for the bundled sample's, which the base allows for. */
  readonly imageBytes: number;
  /** Bytes of pictures that are decoded ahead and of the batch made of them. Default: 0, for images in memory. */
  readonly aheadBytes?: number;
  /** The engine, if it is known to be `fused`. Default: `any`. */
  readonly engine?: PredictedEngine;
}

/** Copies of all images while they are loaded and resized. */
const IMAGE_COPIES = 3;
/** Copies of the weights beyond those of an evaluation: the sum of gradients, and a checkpoint on its way to the disk. */
const WEIGHT_COPIES = 5;

/** The predicted peak memory of a run's process, in bytes: see `predictMemory`. */
export function predictRunMemory({
  plan,
  protocol,
  accumulate,
  imageBytes,
  aheadBytes = 0,
  engine,
}: MemoryTask): number {
  const batchSize = Math.ceil(protocol.batchSize / accumulate);
  return (
    predictMemory(plan, { ...protocol, batchSize }, engine) +
    IMAGE_COPIES * imageBytes +
    aheadBytes +
    4 * WEIGHT_COPIES * plan.parameterCount
  );
}

/**
 * Throws InputError when the run is predicted to take more than `memoryBytes`, naming the batch size that would fit and
 * the number of parts in which this batch would, or saying that none does.
 */
export function refuseUnfit(task: MemoryTask, memoryBytes: number): void {
  const predicted = predictRunMemory(task);
  if (predicted <= memoryBytes) return;
  const { protocol, accumulate } = task;
  const fits = (batchSize: number): boolean =>
    predictRunMemory({ ...task, protocol: { ...protocol, batchSize }, accumulate: 1 }) <= memoryBytes;
  let [most, tooMany] = [0, Math.ceil(protocol.batchSize / accumulate)];
  while (tooMany - most > 1) {
    const middle = Math.floor((most + tooMany) / 2);
    if (fits(middle)) most = middle;
    else tooMany = middle;
  }
  const what = `predicted memory: ${mebibyteWords(predicted)}, more than this machine's ${mebibyteWords(memoryBytes)}`;
  if (most === 0) {
    throw new InputError(`${what}; no batch size fits: take fewer channels or cells, or a machine with more memory`);
  }
  const parts = Math.ceil(protocol.batchSize / most);
  throw new InputError(
    `${what}; a batch of ${most} fits, or this one accumulated in ${parts} parts, each normalized by its own statistics`,
  );
}
