/** Refuses protocols that cannot be trained by. */
import { augmentedSize } from "../dataset/augment.js";
import { checkSchedule } from "../graph/session/learning-rate.js";
import { checkCount, InputError } from "../input/errors.js";
import { checkNetworkConfig } from "../network/network-config.js";
import type { Protocol } from "./protocol.js";

/**
 * Throws InputError, saying which setting breaks which rule, unless `protocol` can be trained by: counts and sizes
 * whole and at least 1, rates finite, momentum in [0, 1), bounds positive, the augmentation possible. Whether the data
 * has so many images shows when it is loaded.
 */
export function checkProtocol(protocol: Protocol): void {
  const where = `protocol ${protocol.name}`;
  checkNetworkConfig(protocol.network);
  checkCount(`${where}: trainings`, protocol.trainingCount);
  checkCount(`${where}: batch size`, protocol.batchSize);
  checkCount(`${where}: training steps`, protocol.trainingSteps);
  checkCount(`${where}: scoring batch size`, protocol.scoringBatchSize);
  checkCount(`${where}: recalibration batches`, protocol.recalibrationBatches);
  checkCount(`${where}: scoring height`, protocol.scoringSize.height);
  checkCount(`${where}: scoring width`, protocol.scoringSize.width);
  if (protocol.trainingImages !== undefined) checkCount(`${where}: training images`, protocol.trainingImages);
  if (protocol.scoringImages !== undefined) checkCount(`${where}: scoring images`, protocol.scoringImages);
  within(`${where}: momentum`, protocol.momentum, 0, 1);
  within(`${where}: weight decay`, protocol.weightDecay, 0, Infinity);
  named(where, () => checkSchedule(protocol.schedule));
  // Without a resize the images' own size is not known before they are loaded; the network's is the best guess.
  named(where, () => augmentedSize(protocol.network.imageSize, protocol.augmentation));
  checkLimits(where, protocol);
  for (const [name, value] of Object.entries(protocol.gpu ?? {})) {
    if ((name !== "tensorFloat32" && name !== "xla") || !(value === undefined || typeof value === "boolean")) {
      throw new InputError(
        `${where}: gpu: got ${name} ${JSON.stringify(value)}, must be tensorFloat32 or xla, true or false`,
      );
    }
  }
}

function checkLimits(where: string, { limits }: Protocol): void {
  for (const name of ["parameterCount", "multiplyAdds", "memoryBytes", "timeLimitMillis"] as const) {
    const limit = limits[name];
    if (limit !== undefined && !(limit > 0)) {
      throw new InputError(`${where}: limit ${name}: got ${limit}, must be above 0, or leave it out`);
    }
  }
}

function named(where: string, check: () => unknown): void {
  try {
    check();
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${where}: ${error.message}`) : error;
  }
}

function within(where: string, value: number, least: number, below: number): void {
  if (!Number.isFinite(value) || value < least || value >= below) {
    const rule = below === Infinity ? `a finite number of at least ${least}` : `from ${least} to below ${below}`;
    throw new InputError(`${where}: got ${value}, must be ${rule}`);
  }
}
