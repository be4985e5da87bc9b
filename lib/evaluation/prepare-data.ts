/** Loads the images for a protocol, ready for its trainings. */
import type { Images } from "../dataset/images.js";
import { loadData } from "../dataset/load-data.js";
import { computeNormalization, type Normalization } from "../dataset/normalize.js";
import { InputError } from "../input/errors.js";
import { resizeImages, type Size } from "../dataset/resize.js";
import type { WorkerSettings } from "./messages.js";

/** Images ready for training, limited and resized as the protocol says. */
export interface PreparedData {
  readonly classCount: number;
  /** For training steps, at the size before crop and shift. */
  readonly training: Images;
  /** The training images at the size of scoring. */
  readonly recalibration: Images;
  readonly scoring: Images;
  /** From the training images at full size. */
  readonly normalization: Normalization;
}

/** The images that the protocol trains and scores on. Throws InputError as `loadData` does, and for a `resizedCrop`. */
export function prepareData({ data, protocol, scoreOn }: WorkerSettings): PreparedData {
  const { trainingImages, scoringImages, augmentation, scoringSize } = protocol;
  const limits = { training: trainingImages, [scoreOn]: scoringImages };
  if (augmentation.resizedCrop !== undefined) {
    throw new InputError(
      "protocol: got a resizedCrop, which needs pictures in their files: only a training in earnest takes them; resize, crop or shift instead",
    );
  }
  const dataset = loadData(data, { limits, size: scoringSize });
  const wholeSize = { height: dataset.training.height, width: dataset.training.width };
  const sized = (images: Images, size: Size = wholeSize) => resizeImages(images, size.height, size.width);
  const training = sized(dataset.training, augmentation.resize);
  // Resizing takes a tenth of a second and a copy of the images, so they are shared when the sizes are equal.
  const isScoringSize = training.height === scoringSize.height && training.width === scoringSize.width;
  return Object.freeze({
    classCount: dataset.classNames.length,
    training,
    recalibration: isScoringSize ? training : sized(dataset.training, scoringSize),
    scoring: sized(dataset[scoreOn], scoringSize),
    normalization: computeNormalization(dataset.training),
  });
}
