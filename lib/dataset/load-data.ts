/** Loads the images of a data source that a study or the command line names. */
import * as v from "valibot";
import { parseWith, type Schema, seedValue, wholeNumber } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import { createRandom } from "../random.js";
import { type Cifar10Config, cifar10Defaults, loadCifar10 } from "./cifar-10.js";
import { type Dataset, type Images, limitImages } from "./images.js";
import { dataKind, type DataSource } from "./data-source.js";
import { loadIdx } from "./idx.js";
import { loadPictureData } from "./pictures/load-pictures.js";
import { resizeImages, type Size, sizeSchema } from "./resize.js";
import { loadSample } from "./sample.js";

/** The number of images to use from each split; a split left out is used whole. Survives JSON. */
export interface DataLimits {
  readonly training?: number;
  readonly validation?: number;
  readonly test?: number;
}

const limitsSchema: Schema<DataLimits> = v.strictObject({
  training: v.optional(wholeNumber(1)),
  validation: v.optional(wholeNumber(1)),
  test: v.optional(wholeNumber(1)),
});

/** Settings of {@link loadData}. Plain data, because worker processes load the images themselves. */
export interface DataConfig extends Cifar10Config {
  /** The number of images to use, balanced over the classes, chosen by `seed`. Default: all. */
  readonly limits?: DataLimits;
  /**
   * The size of images from pictures and IDX files: pictures are decoded to it (the largest part of its shape in their
   * middle), IDX images resized. Default: 32×32 for pictures, as they are for IDX files.
   */
  readonly size?: Size;
}

const PICTURE_SIZE: Size = Object.freeze({ height: 32, width: 32 });

/**
 * The images of `source`: the bundled sample, or CIFAR-10, IDX files or pictures from a folder (split by `seed`), with each
 * split limited by `limits`. Equal arguments give equal images in every process. Pictures are decoded once and kept in a
 * cache; unless `prepareSource` was awaited, the first call blocks until they are. Throws InputError as
 * {@link loadSample}, {@link loadCifar10}, `loadIdx` and `loadPictureData` do, and when a limit is not a whole number
 * from 1 to the number of images.
 */
export function loadData(source: DataSource, config: DataConfig = {}): Dataset {
  checkObject("data", config);
  // Checked before reading the images, which takes a while.
  if (config.limits !== undefined) parseWith(limitsSchema, config.limits, "limit of images");
  if (config.size !== undefined) parseWith(sizeSchema, config.size, "data: size");
  const dataset = loadWhole(source, config);
  return config.limits ? limitDataset(dataset, config.limits, config.seed ?? cifar10Defaults.seed) : dataset;
}

function loadWhole(source: DataSource, config: DataConfig): Dataset {
  const { seed = cifar10Defaults.seed, validationCount, size } = config;
  switch (dataKind(source)) {
    case "sample":
      return loadSample();
    case "cifar10":
      return loadCifar10(source, config);
    case "pictures":
      return loadPictureData(source, size ?? PICTURE_SIZE, splitOf(seed, validationCount));
    case "idx": {
      const dataset = loadIdx(source, splitOf(seed, validationCount));
      if (size === undefined) return dataset;
      const sized = (images: Images) => resizeImages(images, size.height, size.width);
      const { training, validation, test } = dataset;
      return Object.freeze({ ...dataset, training: sized(training), validation: sized(validation), test: sized(test) });
    }
  }
}

const splitSchema = v.object({ seed: seedValue(), validationCount: v.optional(wholeNumber(1)) });
const splitOf = (seed: number | string, validationCount: number | undefined) =>
  parseWith(splitSchema, { seed, validationCount }, "data");

/**
 * The data set with each split limited by `limits`, balanced over the classes and chosen by `seed`. Throws InputError
 * when a limit is not a whole number from 1 to the number of images.
 */
export function limitDataset(dataset: Dataset, limits: DataLimits, seed: number | string): Dataset {
  checkObject("data set", dataset);
  parseWith(limitsSchema, limits, "limit of images");
  parseWith(seedValue(), seed, "limit of images: seed");
  const limited = (split: "training" | "validation" | "test") => {
    const limit = limits[split];
    return limit === undefined
      ? dataset[split]
      : limitImages(dataset[split], limit, createRandom(seed).split("limit", split));
  };
  return Object.freeze({
    ...dataset,
    training: limited("training"),
    validation: limited("validation"),
    test: limited("test"),
  });
}
