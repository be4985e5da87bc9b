/** Labelled pictures in files, of any size, which are decoded while they are used: too many for the memory. */
import { join, resolve } from "node:path";
import { type Labels, makeLabels } from "../images.js";
import type { Size } from "../resize.js";
import { PICTURE_CHANNELS } from "./decode-region.js";
import type { IndexedSplit } from "./picture-index.js";

/** Labelled pictures of one split; beside `paths` and `sizes` they look like `Images` without pixels. */
export interface Pictures extends Size {
  /** The number of pictures, at least 1. */
  readonly count: number;
  /** Height and width are those of the images they become whole. */
  readonly channels: number;
  /** Their files. */
  readonly paths: readonly string[];
  /** Width and height of each file's picture, upright, in pixels: `[2 · count]`. */
  readonly sizes: Int32Array;
  /** The class of each picture. */
  readonly labels: Labels;
}

/** The pictures of an indexed split that become images of `size`. */
export function makePictures(folder: string, { paths, labels, sizes }: IndexedSplit, size: Size): Pictures {
  return Object.freeze({
    ...{ count: paths.length, height: size.height, width: size.width, channels: PICTURE_CHANNELS },
    paths: paths.map((path) => join(resolve(folder), path)),
    sizes: Int32Array.from(sizes),
    labels: makeLabels(labels),
  });
}

/** The pictures at `indices`, in that order. */
export function takePictures(pictures: Pictures, indices: readonly number[]): Pictures {
  const { paths, sizes, labels } = pictures;
  return Object.freeze({
    ...pictures,
    count: indices.length,
    paths: indices.map((index) => paths[index]),
    sizes: Int32Array.from(indices.flatMap((index) => [sizes[2 * index], sizes[2 * index + 1]])),
    labels: makeLabels(indices.map((index) => labels[index])),
  });
}
