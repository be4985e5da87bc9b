/** A batch of noise: what a training step takes does not depend on what is in the pictures. */
import type { Batch } from "../../graph/session/batch.js";
import type { Plan } from "../../network/plan.js";
import type { Random } from "../../random.js";

/**
 * `batchSize` images of the plan's size, `[batchSize, height, width, channels]`, normally distributed, with labels at
 * random.
 */
export function randomBatch({ imageSize, classCount }: Plan, batchSize: number, random: Random): Batch {
  const { height, width, channels } = imageSize;
  return {
    images: Float32Array.from({ length: batchSize * height * width * channels }, () => random.normal()),
    labels: Int32Array.from({ length: batchSize }, () => random.integer(classCount)),
    shape: [batchSize, height, width, channels],
  };
}
