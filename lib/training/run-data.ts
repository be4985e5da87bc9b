/** The images of a run: which are trained on, which watch the training, and which test it once at the end. */
import type { PreparedData } from "../evaluation/prepare-data.js";
import { type Images, joinImages, limitImages } from "../dataset/images.js";
import { loadData } from "../dataset/load-data.js";
import { computeNormalization } from "../dataset/normalize.js";
import { resizeImages, type Size } from "../dataset/resize.js";
import { createRandom } from "../random.js";
import type { RunSettings } from "./run-settings.js";

/** A run's images. */
export interface RunData extends Omit<PreparedData, "scoring"> {
  readonly classNames: readonly string[];
  /** At the size of scoring; undefined when they are trained on. */
  readonly validation?: Images;
  /** At the size of scoring. */
  readonly test: Images;
}

/**
 * Loads the images from `source`: training and validation images together, unless the validation images watch the
 * training. Throws InputError as `loadData` does.
 */
export function loadRunData(source: string, { protocol, validationCount, validateEvery }: RunSettings): RunData {
  const { trainingImages, scoringImages, augmentation, scoringSize } = protocol;
  const dataset = loadData(source, { validationCount });
  const limited = (images: Images, count: number | undefined, split: string): Images =>
    count === undefined ? images : limitImages(images, count, createRandom(1).split("limit", split));
  const all = validateEvery === null ? joinImages(dataset.training, dataset.validation) : dataset.training;
  const chosen = limited(all, trainingImages, "training");
  const sized = (images: Images, { height, width }: Size) => resizeImages(images, height, width);
  return Object.freeze({
    classCount: dataset.classNames.length,
    classNames: dataset.classNames,
    training: augmentation.resize ? sized(chosen, augmentation.resize) : chosen,
    recalibration: sized(chosen, scoringSize),
    validation:
      validateEvery === null ? undefined : sized(limited(dataset.validation, scoringImages, "validation"), scoringSize),
    test: sized(dataset.test, scoringSize),
    normalization: computeNormalization(chosen),
  });
}
