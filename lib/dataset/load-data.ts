/** The one way from a data source, named in a study or on the command line, to its images. */
import * as v from "valibot";
import { parseWith, type Schema, seedValue, wholeNumber } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import { createRandom } from "../random.js";
import { type Cifar10Config, cifar10Defaults, loadCifar10 } from "./cifar-10.js";
import { type Dataset, limitImages } from "./images.js";
import { loadSample } from "./sample.js";

/**
 * Where images come from: `sample` is the bundled sample, anything else the folder of CIFAR-10's binary version. Goes
 * through JSON.
 */
export type DataSource = string;

/** How many images of each split are used; a split that is not named is used whole. Goes through JSON. */
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

/** Settings of {@link loadData}. Plain data: worker processes load the images themselves. */
export interface DataConfig extends Cifar10Config {
  /** Use only so many images, balanced over the classes, chosen by `seed`. Default: all. */
  readonly limits?: DataLimits;
}

/**
 * The images of `source`: the bundled sample or CIFAR-10 from a folder (split by `seed`), each split limited as
 * `limits` says. Equal arguments give equal images in every process.
 * Throws InputError as {@link loadSample} and {@link loadCifar10} do, and when a limit is not a whole number from 1 to
 * the images that there are.
 */
export function loadData(source: DataSource, config: DataConfig = {}): Dataset {
  checkObject("data", config);
  // Before the images are read, which takes a while.
  if (config.limits !== undefined) parseWith(limitsSchema, config.limits, "limit of images");
  const dataset = source === "sample" ? loadSample() : loadCifar10(source, config);
  return config.limits ? limitDataset(dataset, config.limits, config.seed ?? cifar10Defaults.seed) : dataset;
}

/**
 * The data set with each split limited to so many images, balanced over the classes and chosen by `seed`.
 * Throws InputError when a limit is not a whole number from 1 to the images that there are.
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
