/**
 * Labelled images as plain data, and selections of them. The three splits follow the paper's experiments on CIFAR-10.
 */
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { shown } from "../input/printable.js";
import { checkRandom, type Random } from "../random.js";

/** The class of each image, 8 bits where that is enough. */
export type Labels = Uint8Array | Uint16Array;

/** Labelled images of one size, made by {@link makeImages}. */
export interface Images {
  /** The number of images, at least 1. */
  readonly count: number;
  /** Rows of an image, in pixels. */
  readonly height: number;
  /** Columns of an image, in pixels. */
  readonly width: number;
  /** Values per pixel: 3 for red, green, blue. */
  readonly channels: number;
  /** All pixel values, 0 to 255, laid out as `[count, height, width, channels]`. */
  readonly pixels: Uint8Array;
  /** The class of each image, an index into the data set's `classNames`. */
  readonly labels: Labels;
}

/**
 * Images in three splits: train on the first, select by the second, report on the third. The paper's experiments,
 * section 4.
 */
export interface Dataset {
  /** Its name in titles: `CIFAR-10`, `CIFAR-10 sample`. */
  readonly name: string;
  /** The name of each class, in the order of the labels. */
  readonly classNames: readonly string[];
  /** The images to train on. */
  readonly training: Images;
  /** The images to measure fitness on. */
  readonly validation: Images;
  /** The images for the final test only. */
  readonly test: Images;
}

/**
 * Frozen labelled images from their parts. `pixels` is `[count, height, width, channels]`, `labels` is `[count]`;
 * neither is copied. Throws InputError when there is no image or the lengths do not fit.
 */
export function makeImages(parts: Omit<Images, "count">): Images {
  checkParts(parts);
  const { height, width, channels, pixels, labels } = parts;
  return Object.freeze({ count: labels.length, height, width, channels, pixels, labels });
}

/**
 * Throws InputError unless `images` has valid sizes, and pixels and labels that fit them, as from {@link makeImages}.
 */
export function checkImages(images: Images): void {
  checkParts(images);
  const { count, labels } = images;
  if (count !== labels.length) {
    throw new InputError(`images: count: got ${shown(count)}, must be that of the labels, ${labels.length}`);
  }
}

function checkParts(images: Omit<Images, "count">): void {
  if (typeof images !== "object" || images === null) {
    throw new InputError(`images: got ${shown(images)}, must be what makeImages or loadData gives`);
  }
  if (!(images.pixels instanceof Uint8Array)) {
    throw new InputError(`images: pixels: got ${shown(images.pixels)}, must be a Uint8Array`);
  }
  if (!(images.labels instanceof Uint8Array || images.labels instanceof Uint16Array)) {
    throw new InputError(`images: labels: got ${shown(images.labels)}, must be a Uint8Array or Uint16Array`);
  }
  const { height, width, channels, pixels, labels } = images;
  checkCount("images: height", height, 1, limits.imageSide);
  checkCount("images: width", width, 1, limits.imageSide);
  checkCount("images: channels", channels, 1, limits.imageChannels);
  checkCount("images: number of labels", labels.length);
  const count = labels.length;
  if (pixels.length !== count * height * width * channels) {
    throw new InputError(
      `images: got ${pixels.length} pixel values, must be ${count}·${height}·${width}·${channels} = ${count * height * width * channels}`,
    );
  }
}

/** Throws InputError when images of this number and size would exceed the limit in bytes. */
export function checkImageBytes(where: string, size: Omit<Images, "pixels" | "labels">): void {
  const { count, height, width, channels } = size;
  const bytes = count * height * width * channels;
  if (bytes > limits.imageBytes) {
    throw new InputError(
      `${where}: got ${count} images of ${height}×${width}×${channels}, ${bytes} bytes, must be at most ${limits.imageBytes}`,
    );
  }
}

/**
 * A copy of the images at `indices`, in that order. Throws InputError when `indices` is empty or an index is outside 0
 * to `images.count` − 1.
 */
export function takeImages(images: Images, indices: readonly number[]): Images {
  checkImages(images);
  if (!Array.isArray(indices)) throw new InputError(`images: indices: got ${shown(indices)}, must be a list`);
  checkImageBytes("images", { ...images, count: indices.length });
  const size = images.height * images.width * images.channels;
  const pixels = new Uint8Array(indices.length * size);
  const labels = images.labels instanceof Uint8Array ? new Uint8Array(indices.length) : new Uint16Array(indices.length);
  (indices as readonly number[]).forEach((index, position) => {
    if (!Number.isInteger(index) || index < 0 || index >= images.count) {
      throw new InputError(`images: got index ${shown(index)}, must be a whole number from 0 to ${images.count - 1}`);
    }
    pixels.set(images.pixels.subarray(index * size, (index + 1) * size), position * size);
    labels[position] = images.labels[index];
  });
  return makeImages({ ...images, pixels, labels });
}

/** Labels in 8 bits, or in 16 where there are more than 256 classes. */
export function makeLabels(labels: readonly number[]): Labels {
  return labels.some((label) => label > 255) ? Uint16Array.from(labels) : Uint8Array.from(labels);
}

/** The images of `one`, then those of `other`. Throws InputError when their sizes differ. */
export function joinImages(one: Images, other: Images): Images {
  checkImages(one);
  checkImages(other);
  const sizes = [one, other].map(({ height, width, channels }) => `${height}×${width}×${channels}`);
  if (sizes[0] !== sizes[1]) throw new InputError(`images: got ${sizes.join(" and ")}, must be of one size`);
  checkImageBytes("images", { ...one, count: one.count + other.count });
  const pixels = new Uint8Array(one.pixels.length + other.pixels.length);
  pixels.set(one.pixels);
  pixels.set(other.pixels, one.pixels.length);
  return makeImages({ ...one, pixels, labels: makeLabels([...one.labels, ...other.labels]) });
}

/**
 * `count` of the images, balanced over the classes as far as possible, chosen and ordered by `random`. With an equal
 * `random`, a larger count begins with the same images. Protocols use it to fix the number of images, whatever the
 * data. Throws InputError when `count` is not a whole number from 1 to `images.count`.
 */
export function limitImages(images: Images, count: number, random: Random): Images {
  checkImages(images);
  return takeImages(images, chooseBalanced(images.labels, count, random));
}

/**
 * The indices of `count` of the labels, balanced over the classes as far as possible, chosen and ordered by `random`.
 * Throws InputError when `count` is not a whole number from 1 to the number of labels.
 */
export function chooseBalanced(labels: Labels, count: number, random: Random): readonly number[] {
  checkRandom("limit of images", random);
  checkCount("limit of images", count);
  if (count > labels.length) throw new InputError(`limit of images: got ${count}, but there are ${labels.length}`);
  const queues = new Map<number, number[]>();
  for (const index of random.shuffle(Array.from(labels.keys()))) {
    const label = labels[index];
    const queue = queues.get(label);
    if (queue) queue.push(index);
    else queues.set(label, [index]);
  }
  const order = random.shuffle([...queues.values()]);
  const chosen: number[] = [];
  for (let turn = 0; chosen.length < count; turn++) {
    for (const queue of order) if (turn < queue.length && chosen.length < count) chosen.push(queue[turn]);
  }
  return chosen;
}

/** The number of images in each class, `[classCount]`. Throws InputError for a label of `classCount` or above. */
export function countByClass(images: Images, classCount: number): number[] {
  checkImages(images);
  checkCount("number of classes", classCount, 1, limits.classes);
  const counts = new Array<number>(classCount).fill(0);
  for (const label of images.labels) {
    if (label >= classCount) throw new InputError(`number of classes: got ${classCount}, but there is label ${label}`);
    counts[label]++;
  }
  return counts;
}
