/** A batch of noise: the time of a training step does not depend on what the images show. */
import type { Batch } from "../../graph/session/batch.js";
import type { Plan } from "../../network/plan.js";
import type { Random } from "../../random.js";

/**
 * `batchSize` normally distributed images of the plan's size, `[batchSize, height, width, channels]`, with random
 * labels.
 */
export function randomBatch({ imageSize, classCount }: Plan, batchSize: number, random: Random): Batch {
  const { height, width, channels } = imageSize;
  return {
    images: Float32Array.from({ length: batchSize * height * width * channels }, () => random.normal()),
    labels: Int32Array.from({ length: batchSize }, () => random.integer(classCount)),
    shape: [batchSize, height, width, channels],
  };
}
