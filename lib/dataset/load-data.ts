/** Loads the images of a data source that a study or the command line names. */
import * as v from "valibot";
import { parseWith, type Schema, seedValue, wholeNumber } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import { createRandom } from "../random.js";
import { type Cifar10Config, cifar10Defaults, loadCifar10 } from "./cifar-10.js";
import { type Dataset, limitImages } from "./images.js";
import { loadSample } from "./sample.js";

/**
 * Where images come from: `sample` is the bundled sample, anything else the folder of CIFAR-10's binary version.
 * Survives JSON.
 */
export type DataSource = string;

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
}

/**
 * The images of `source`: the bundled sample or CIFAR-10 from a folder (split by `seed`), with each split limited by
 * `limits`. Equal arguments give equal images in every process. Throws InputError as {@link loadSample} and
 * {@link loadCifar10} do, and when a limit is not a whole number from 1 to the number of images.
 */
export function loadData(source: DataSource, config: DataConfig = {}): Dataset {
  checkObject("data", config);
  // Checked before reading the images, which takes a while.
  if (config.limits !== undefined) parseWith(limitsSchema, config.limits, "limit of images");
  const dataset = source === "sample" ? loadSample() : loadCifar10(source, config);
  return config.limits ? limitDataset(dataset, config.limits, config.seed ?? cifar10Defaults.seed) : dataset;
}

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
