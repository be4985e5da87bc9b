/** Seeded random batches for training, and ordered batches for scoring. The paper's experiments (crop and flip). */
import type { Batch } from "../graph/session/batch.js";
import { checkRandom, type Random } from "../random.js";
import { type Augmentation, augmentedSize } from "./augment.js";
import { copyWindow } from "./copy-window.js";
import { cutOut } from "./cut-out.js";
import { drawVariations } from "./draw-variations.js";
import { checkImageBytes, checkImages, type Images } from "./images.js";
import { type Normalization, normalizationTable } from "./normalize.js";
import { type Size, resizeImages } from "./resize.js";
import { checkCount } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { checkObject } from "../input/settings.js";

/** Settings of {@link trainingBatches}. */
export interface TrainingBatchConfig {
  /** Images per batch; may exceed the number of images. */
  readonly batchSize: number;
  /** How the images are varied. */
  readonly augmentation: Augmentation;
  /** From {@link computeNormalization} on the training split. */
  readonly normalization: Normalization;
  /**
   * The source of order, windows and flips. It is split but never advanced, so the same stream gives the same batches,
   * bit for bit.
   */
  readonly random: Random;
  /**
   * The number of the first batch, from 0: the sequence begins there as if those before had been taken, without making
   * them. Skipping draws their random numbers, about a tenth of a microsecond an image. Default: 0.
   */
  readonly firstBatch?: number;
  /** As in {@link ScoringBatchConfig}. */
  readonly reuse?: boolean;
}

/** Settings of {@link scoringBatches}. */
export interface ScoringBatchConfig {
  /** Images per batch; the last batch may be smaller. */
  readonly batchSize: number;
  /** Resize to this first, by area average. Default: score at full size, as in the paper. */
  readonly resize?: Size;
  /** The normalization that the network was trained with. */
  readonly normalization: Normalization;
  /**
   * Whether all batches share the same arrays, so that one is valid only until the next is taken. Allocating is half of
   * a small batch's time. Default: false.
   */
  readonly reuse?: boolean;
}

function checkBatchBytes(where: string, count: number, { height, width, channels }: Size & Pick<Images, "channels">) {
  checkImageBytes(where, { count, height, width, channels: Float32Array.BYTES_PER_ELEMENT * channels });
}

/** The positions under a window of `length` starting at `offset`; −1 is beyond the border with zero padding. */
function fillPositions(positions: Int32Array, offset: number, length: number, reflect: boolean): void {
  for (let index = 0; index < positions.length; index++) {
    const position = offset + index;
    if (position >= 0 && position < length) positions[index] = position;
    else if (!reflect) positions[index] = -1;
    else positions[index] = position < 0 ? -position : 2 * (length - 1) - position;
  }
}

/**
 * Arrays for the next batch of `count` images: new ones each time, or, with `reuse`, the same ones while `count` stays
 * the same.
 */
function batchArrays(imageLength: number, reuse: boolean) {
  const create = (count: number) => ({ images: new Float32Array(count * imageLength), labels: new Int32Array(count) });
  let last: ReturnType<typeof create> | undefined;
  return (count: number): ReturnType<typeof create> => {
    if (reuse && last?.labels.length === count) return last;
    return (last = create(count));
  };
}

/**
 * An endless sequence of batches, each `[batchSize, height, width, channels]`. Every image comes once per epoch, in a
 * new random order (a batch may reach into the next epoch), augmented and normalized. Take one with `.next().value`.
 * The paper's experiments; all seeded. Throws InputError immediately when the batch size is not a whole number of at
 * least 1, or augmentation or normalization do not fit the images.
 */
export function trainingBatches(images: Images, config: TrainingBatchConfig): Generator<Batch, never, void> {
  checkImages(images);
  checkObject("training batches", config);
  const { batchSize, augmentation, normalization, random, firstBatch = 0, reuse = false } = config;
  checkCount("training batches: batch size", batchSize, 1, limits.batchSize);
  checkCount("training batches: first batch", firstBatch, 0, limits.trainingSteps);
  checkRandom("training batches", random);
  const size = augmentedSize(images, augmentation);
  checkBatchBytes("training batches", batchSize, { ...size, channels: images.channels });
  const table = normalizationTable(normalization, images.channels);
  const { resize, padding = "reflect", cutout } = augmentation;
  const resized = resize ? resizeImages(images, resize.height, resize.width) : images;
  const { height, width, channels } = resized;
  const imageLength = size.height * size.width * channels;

  function* batches(): Generator<Batch, never, void> {
    const draws = drawVariations(random, resized, size, augmentation);
    const indices = Array.from(resized.labels.keys());
    const rows = new Int32Array(size.height);
    const columns = new Int32Array(size.width);
    const arraysFor = batchArrays(imageLength, reuse);
    const skipped = firstBatch * batchSize;
    draws.skip(skipped);
    let epoch = Math.floor(skipped / indices.length);
    let position = skipped % indices.length;
    // An epoch's order has a stream of its own, so that those before need not be made.
    let order = position === 0 ? [] : random.split("epoch", epoch).shuffle(indices);
    if (position > 0) epoch++;
    for (;;) {
      const { images: batch, labels } = arraysFor(batchSize);
      for (let slot = 0; slot < batchSize; slot++) {
        if (position === order.length) {
          order = random.split("epoch", epoch++).shuffle(indices);
          position = 0;
        }
        const image = order[position++];
        const { row, column, flipped, hole } = draws.next();
        fillPositions(rows, row, height, padding === "reflect");
        fillPositions(columns, column, width, padding === "reflect");
        if (flipped) columns.reverse();
        const start = slot * imageLength;
        copyWindow(resized, image, { rows, columns }, table, batch, start);
        if (cutout !== undefined) cutOut(batch, start, { ...size, channels }, hole, cutout);
        labels[slot] = resized.labels[image];
      }
      yield { images: batch, labels, shape: [batchSize, size.height, size.width, channels] };
    }
  }
  return batches();
}

/**
 * All images once, in order, whole and normalized, in batches of `batchSize` (the last may be smaller), each `[batch,
 * height, width, channels]`. The paper scores on the full 32×32 images. Throws InputError immediately for a bad batch
 * size, size or normalization.
 */
export function scoringBatches(images: Images, config: ScoringBatchConfig): Generator<Batch, void, void> {
  checkImages(images);
  checkObject("scoring batches", config);
  const { batchSize, resize, normalization, reuse = false } = config;
  checkCount("scoring batches: batch size", batchSize, 1, limits.batchSize);
  const table = normalizationTable(normalization, images.channels);
  const resized = resize ? resizeImages(images, resize.height, resize.width) : images;
  checkBatchBytes("scoring batches", Math.min(batchSize, images.count), resized);

  function* batches(): Generator<Batch, void, void> {
    const { count, height, width, channels } = resized;
    const window = {
      rows: Int32Array.from({ length: height }, (_, row) => row),
      columns: Int32Array.from({ length: width }, (_, column) => column),
    };
    const imageLength = height * width * channels;
    const arraysFor = batchArrays(imageLength, reuse);
    for (let start = 0; start < count; start += batchSize) {
      const length = Math.min(batchSize, count - start);
      const { images: batch, labels } = arraysFor(length);
      for (let slot = 0; slot < length; slot++) {
        copyWindow(resized, start + slot, window, table, batch, slot * imageLength);
        labels[slot] = resized.labels[start + slot];
      }
      yield { images: batch, labels, shape: [length, height, width, channels] };
    }
  }
  return batches();
}
