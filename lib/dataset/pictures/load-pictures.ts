/** A folder of pictures as a data set: in memory at one size, or in its files. */
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { createRandom, type Random } from "../../random.js";
import { countApart } from "../count-apart.js";
import { type Dataset, type Images, makeImages, makeLabels } from "../images.js";
import { computeNormalization, type Normalization } from "../normalize.js";
import type { Size } from "../resize.js";
import { PICTURE_CHANNELS } from "./decode-region.js";
import { decodeWhole } from "./decode-whole.js";
import type { PictureIndex } from "./picture-index.js";
import { makePictures, type Pictures, takePictures } from "./pictures.js";
import { openIndex, openResized } from "./prepare-pictures.js";

/** Which pictures of `train` are kept apart. */
export interface PictureSplit {
  readonly seed: number | string;
  /** How many become validation images. Default: a fifth. */
  readonly validationCount?: number;
}

/** A folder's pictures in three splits, in their files. */
export interface PictureDataset extends Omit<Dataset, "training" | "validation" | "test"> {
  readonly training: Pictures;
  readonly validation: Pictures;
  /** The training and the validation pictures together. */
  readonly all: Pictures;
  readonly test: Pictures;
}

/**
 * A folder's pictures at one size, in memory, split as in {@link openPictureData}. They are decoded once and kept in the
 * cache. Throws InputError for a folder that cannot be used, and when they exceed the limit in bytes.
 */
export function loadPictureData(folder: string, size: Size, split: PictureSplit): Dataset {
  const index = openIndex(folder);
  const { train, val } = openResized(folder, index, size);
  const places = splitIndex(folder, index, split);
  const length = size.height * size.width * PICTURE_CHANNELS;
  const imagesOf = ({ from, indices }: SplitPlaces[keyof SplitPlaces]): Images => {
    const source = from === "train" ? train : val;
    const { labels } = from === "train" ? index.train : (index.val as PictureIndex["train"]);
    const pixels = new Uint8Array(indices.length * length);
    indices.forEach((at, place) => pixels.set(source.subarray(at * length, (at + 1) * length), place * length));
    const own = makeLabels(indices.map((at) => labels[at]));
    return makeImages({ ...size, channels: PICTURE_CHANNELS, pixels, labels: own });
  };
  return Object.freeze({
    ...namesOf(index),
    training: imagesOf(places.training),
    validation: imagesOf(places.validation),
    test: imagesOf(places.test),
  });
}

/**
 * A folder's pictures in their files, to become images of `size`. The test pictures are those of `val`; without it, a
 * fifth of `train`. The validation pictures are kept apart from `train`, too, in both cases chosen by the seed so that
 * every class keeps a picture to train on. Throws InputError for a folder that cannot be used, and when too few
 * pictures would be left.
 */
export function openPictureData(folder: string, size: Size, split: PictureSplit): PictureDataset {
  const index = openIndex(folder);
  const places = splitIndex(folder, index, split);
  const picturesOf = ({ from, indices }: SplitPlaces[keyof SplitPlaces]): Pictures =>
    takePictures(makePictures(folder, index[from] as PictureIndex["train"], size), indices);
  const { training, validation } = places;
  const together = [...training.indices, ...validation.indices].sort((one, other) => one - other);
  return Object.freeze({
    ...namesOf(index),
    training: picturesOf(training),
    validation: picturesOf(validation),
    all: picturesOf({ from: "train", indices: together }),
    test: picturesOf(places.test),
  });
}

/** How many pictures of a folder become validation images where nothing else is said: a fifth of those to train on. */
export function defaultPictureValidation({ train, val }: PictureIndex): number {
  const left = train.paths.length - (val === undefined ? countApart(train.paths.length) : 0);
  return countApart(left);
}

const namesOf = ({ classNames }: PictureIndex) => ({ name: "pictures", classNames: Object.freeze([...classNames]) });

type SplitPlaces = Readonly<
  Record<"training" | "validation" | "test", { readonly from: "train" | "val"; readonly indices: readonly number[] }>
>;

function splitIndex(folder: string, index: PictureIndex, { seed, validationCount }: PictureSplit): SplitPlaces {
  const random = createRandom(seed);
  const { train, val } = index;
  const all = Array.from(train.paths.keys());
  const keepApart = (from: readonly number[], count: number, stream: Random) => {
    const classes = new Set(from.map((at) => train.labels[at])).size;
    if (count > from.length - classes) {
      throw new InputError(
        `${printable(folder)}: ${count} of its ${from.length} training pictures are to be kept apart, must be at most ${from.length - classes}: one of each class stays`,
      );
    }
    return takeApart(from, train.labels, count, stream);
  };
  const test = val === undefined ? keepApart(all, countApart(all.length), random.split("test")) : undefined;
  const left = test?.rest ?? all;
  const validation = keepApart(left, validationCount ?? countApart(left.length), random.split("validation"));
  return {
    training: { from: "train", indices: validation.rest },
    validation: { from: "train", indices: validation.apart },
    test:
      test === undefined
        ? { from: "val", indices: Array.from((val as PictureIndex["train"]).paths.keys()) }
        : { from: "train", indices: test.apart },
  };
}

/** `count` of `from`, at random, but never the last of a class; and the rest, in order. */
function takeApart(from: readonly number[], labels: readonly number[], count: number, random: Random) {
  const left = new Map<number, number>();
  for (const at of from) left.set(labels[at], (left.get(labels[at]) ?? 0) + 1);
  const apart = new Set<number>();
  for (const at of random.shuffle(from)) {
    const inClass = left.get(labels[at]) as number;
    if (apart.size === count || inClass === 1) continue;
    left.set(labels[at], inClass - 1);
    apart.add(at);
  }
  return { apart: from.filter((at) => apart.has(at)), rest: from.filter((at) => !apart.has(at)) };
}

/** Pictures behind a normalization: more change its third digit at most. */
const NORMALIZATION_PICTURES = 1_024;

/**
 * The normalization of up to 1,024 pictures, spread evenly over them all, each whole at its size. Rejects when one
 * cannot be decoded any more.
 */
export async function computePictureNormalization(pictures: Pictures): Promise<Normalization> {
  const { height, width, count } = pictures;
  const indices = Array.from({ length: Math.min(count, NORMALIZATION_PICTURES) }, (_, place) =>
    Math.floor((place * count) / Math.min(count, NORMALIZATION_PICTURES)),
  );
  const few = takePictures(pictures, indices);
  const { channels, labels } = few;
  const pixels = await decodeWhole(few, { height, width });
  return computeNormalization(makeImages({ height, width, channels, pixels, labels }));
}
