/** Per-channel normalization of pixel values. The deck does not say how the paper normalizes. */
import * as v from "valibot";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { parseWith, type Schema } from "../input/schema.js";
import { checkImages, type Images } from "./images.js";

/**
 * The mean and standard deviation of each channel, in pixel values of 0 to 255, each `[channels]`. Plain data that
 * survives JSON.
 */
export interface Normalization {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}

// `normalizationTable` checks the numbers' ranges, channel by channel.
const numbers = v.array(v.custom<number>((value) => typeof value === "number", "must be a number"));
/** A normalization as read from a file. */
export const normalizationSchema: Schema<Normalization> = v.object({ mean: numbers, standardDeviation: numbers });

/**
 * The mean and standard deviation of each channel over all pixels of `images`: pass the training split at full size.
 * Sums are whole numbers, so the result is the same on every machine. A channel with a single value gets a standard
 * deviation of 1.
 */
export function computeNormalization(images: Images): Normalization {
  checkImages(images);
  const { channels, pixels } = images;
  const histogram = new Float64Array(channels * 256);
  for (let index = 0; index < pixels.length; index += channels) {
    for (let channel = 0; channel < channels; channel++) histogram[channel * 256 + pixels[index + channel]]++;
  }
  const total = pixels.length / channels;
  const mean: number[] = [];
  const standardDeviation: number[] = [];
  for (let channel = 0; channel < channels; channel++) {
    let sum = 0;
    let sumOfSquares = 0;
    for (let value = 0; value < 256; value++) {
      sum += value * histogram[channel * 256 + value];
      sumOfSquares += value * value * histogram[channel * 256 + value];
    }
    mean.push(sum / total);
    const variance = sumOfSquares / total - (sum / total) ** 2;
    standardDeviation.push(variance > 1e-6 ? Math.sqrt(variance) : 1);
  }
  return Object.freeze({ mean: Object.freeze(mean), standardDeviation: Object.freeze(standardDeviation) });
}

/**
 * The normalized value of each pixel value, `[channels, 256]`: (value − mean) / standard deviation. Throws InputError
 * when the normalization has another number of channels, a value that is not finite, or a deviation that is not
 * positive.
 */
export function normalizationTable(normalization: Normalization, channels: number): Float32Array {
  checkCount("normalization: channels", channels, 1, limits.imageChannels);
  const { mean, standardDeviation } = parseWith(normalizationSchema, normalization, "normalization");
  if (mean.length !== channels || standardDeviation.length !== channels) {
    throw new InputError(
      `normalization: got ${mean.length} means and ${standardDeviation.length} deviations, must be one for each of ${channels} channels`,
    );
  }
  const table = new Float32Array(channels * 256);
  for (let channel = 0; channel < channels; channel++) {
    const [center, scale] = [mean[channel], standardDeviation[channel]];
    if (!Number.isFinite(center) || !Number.isFinite(scale) || scale <= 0) {
      throw new InputError(
        `normalization, channel ${channel}: got mean ${center} and deviation ${scale}, the deviation must be above 0`,
      );
    }
    for (let value = 0; value < 256; value++) table[channel * 256 + value] = (value - center) / scale;
  }
  return table;
}
