/** Batches of images, whether they are in memory or in files. */
import type { Batch } from "../graph/session/batch.js";
import { scoringBatches, type ScoringBatchConfig, trainingBatches, type TrainingBatchConfig } from "./batches.js";
import type { Images } from "./images.js";
import { pictureScoringBatches, pictureTrainingBatches } from "./pictures/picture-batches.js";
import type { Pictures } from "./pictures/pictures.js";

/** Labelled images in memory, or pictures in files. */
export type ImageSource = Images | Pictures;

/** Whether the images are in memory. */
export function areInMemory(images: ImageSource): images is Images {
  return "pixels" in images;
}

/** An endless sequence of training batches: see `trainingBatches` and `pictureTrainingBatches`. */
export function trainingBatchesOf(
  images: ImageSource,
  config: TrainingBatchConfig,
): Generator<Batch, never, void> | AsyncGenerator<Batch, never, void> {
  return areInMemory(images) ? trainingBatches(images, config) : pictureTrainingBatches(images, config);
}

/** All images once, in order: see `scoringBatches` and `pictureScoringBatches`. */
export function scoringBatchesOf(
  images: ImageSource,
  config: ScoringBatchConfig,
): Iterable<Batch> | AsyncIterable<Batch> {
  return areInMemory(images) ? scoringBatches(images, config) : pictureScoringBatches(images, config);
}
