/** The images of a run: which are trained on, which watch the training, and which test it once at the end. */
import type { PreparedData } from "../evaluation/prepare-data.js";
import { dataKind } from "../dataset/data-source.js";
import type { ImageSource } from "../dataset/image-batches.js";
import { chooseBalanced, type Images, joinImages, limitImages } from "../dataset/images.js";
import { loadData } from "../dataset/load-data.js";
import { computeNormalization } from "../dataset/normalize.js";
import { computePictureNormalization, openPictureData } from "../dataset/pictures/load-pictures.js";
import { type Pictures, takePictures } from "../dataset/pictures/pictures.js";
import { cifar10Defaults } from "../dataset/cifar-10.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { resizeImages, type Size } from "../dataset/resize.js";
import { createRandom } from "../random.js";
import type { RunSettings } from "./run-settings.js";

/** A run's images. */
export interface RunData extends Pick<PreparedData, "classCount" | "normalization"> {
  readonly classNames: readonly string[];
  /** For training steps, at the size before crop and shift. */
  readonly training: ImageSource;
  /** The training images at the size of scoring. */
  readonly recalibration: ImageSource;
  /** At the size of scoring; undefined when they are trained on. */
  readonly validation?: ImageSource;
  /** At the size of scoring. */
  readonly test: ImageSource;
}

/**
 * The images from `source`: training and validation images together, unless the validation images watch the training.
 * They are loaded; with a `resizedCrop` they stay in their files, and each batch is decoded while the one before trains.
 * Rejects with InputError as `loadData` does, and for a `resizedCrop` of anything but a folder of pictures.
 */
export async function loadRunData(source: string, settings: RunSettings): Promise<RunData> {
  const isInFiles = settings.protocol.augmentation.resizedCrop !== undefined;
  return isInFiles ? openRunPictures(source, settings) : loadRunImages(source, settings);
}

/** In memory. */
function loadRunImages(source: string, { protocol, validationCount, validateEvery }: RunSettings): RunData {
  const { trainingImages, scoringImages, augmentation, scoringSize } = protocol;
  const dataset = loadData(source, { validationCount, size: scoringSize });
  const limited = (images: Images, count: number | undefined, split: string): Images =>
    count === undefined ? images : limitImages(images, count, limitRandom(split));
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

const limitRandom = (split: string) => createRandom(1).split("limit", split);

async function openRunPictures(
  source: string,
  { protocol, validationCount, validateEvery }: RunSettings,
): Promise<RunData> {
  if (dataKind(source) !== "pictures") {
    throw new InputError(
      `${printable(source)}: is no folder of pictures (train/CLASS/PICTURE), which a random resized crop needs; give another network or other data`,
    );
  }
  const { trainingImages, scoringImages, scoringSize } = protocol;
  const { seed } = cifar10Defaults;
  const apart = validateEvery === null ? 0 : validationCount;
  const dataset = openPictureData(source, scoringSize, { seed, validationCount: apart });
  const limited = (pictures: Pictures, count: number | undefined, split: string): Pictures =>
    count === undefined ? pictures : takePictures(pictures, chooseBalanced(pictures.labels, count, limitRandom(split)));
  const training = limited(validateEvery === null ? dataset.all : dataset.training, trainingImages, "training");
  return Object.freeze({
    classCount: dataset.classNames.length,
    classNames: dataset.classNames,
    training,
    recalibration: training,
    validation: validateEvery === null ? undefined : limited(dataset.validation, scoringImages, "validation"),
    test: dataset.test,
    normalization: await computePictureNormalization(training),
  });
}
