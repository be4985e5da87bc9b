/** Images in IDX files: Fashion-MNIST (Xiao et al., 2017), MNIST and others of their layout. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { readFileBytes } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";
import { createRandom } from "../random.js";
import { countApart } from "./count-apart.js";
import { checkImageBytes, type Dataset, type Images, type Labels, makeImages, takeImages } from "./images.js";

/** Which training images become the validation split. */
export interface IdxSplit {
  readonly seed: number | string;
  /** Default: a fifth. */
  readonly validationCount?: number;
}

const FILES = Object.freeze({
  training: { images: "train-images-idx3-ubyte", labels: "train-labels-idx1-ubyte" },
  test: { images: "t10k-images-idx3-ubyte", labels: "t10k-labels-idx1-ubyte" },
});
/** Type and number of sides, as the first four bytes: bytes in three sides, in one side. */
const MAGIC = Object.freeze({ images: 0x803, labels: 0x801 });
/**
 * Grey images get three equal channels: so the networks, their sizes and found cells are those of colour images, and a
 * protocol serves both. It triples the stem's first multiply-adds, a few percent of a network's.
 */
const CHANNELS = 3;

/** Whether `folder` holds IDX images, compressed or not. */
export function isIdxFolder(folder: string): boolean {
  return pathOf(folder, FILES.training.images) !== undefined;
}

/**
 * The images of a folder with `train-images-idx3-ubyte`, `train-labels-idx1-ubyte` and the two files `t10k-…`, each
 * perhaps compressed (`.gz`). The training images are shuffled by the seed and split. Classes are named by their
 * labels, `0`, `1`, …, since the files have no names. Throws InputError for a file that is missing, truncated or of
 * another kind, images of one class only, and a split that leaves nothing to train on.
 */
export function loadIdx(folder: string, { seed, validationCount }: IdxSplit): Dataset {
  const [training, test] = [readSplit(folder, "training"), readSplit(folder, "test")];
  const where = printable(folder);
  const shape = ({ height, width }: Images) => `${height}×${width}`;
  if (shape(training) !== shape(test)) {
    throw new InputError(`${where}: its images are ${shape(training)} and ${shape(test)}, must be of one size`);
  }
  const largest = largestOf(test.labels);
  if (largest > largestOf(training.labels)) {
    throw new InputError(`${where}: class ${largest} of the test images is not in the training images`);
  }
  const count = validationCount ?? countApart(training.count);
  if (count >= training.count) {
    throw new InputError(
      `${where}: got a validation count of ${count}, must be below its ${training.count} training images`,
    );
  }
  const order = createRandom(seed).split("validation").shuffle(Array.from(training.labels.keys()));
  const dataset: Dataset = Object.freeze({
    name: "IDX",
    classNames: classNamesOf(training.labels),
    training: takeImages(training, order.slice(count)),
    validation: takeImages(training, order.slice(0, count)),
    test,
  });
  for (const split of ["training", "validation", "test"] as const) {
    if (new Set(dataset[split].labels).size < 2)
      throw new InputError(`${where}: the ${split} images have one class only, must have at least two`);
  }
  return dataset;
}

/** The class names and the number of training images of a folder, from its labels. Throws as {@link loadIdx}. */
export function describeIdx(folder: string): { readonly classNames: readonly string[]; readonly count: number } {
  const labels = readLabels(requiredPath(folder, FILES.training.labels));
  return { classNames: classNamesOf(labels), count: labels.length };
}

/** The SHA-256 of the four files, uncompressed. Throws InputError as {@link loadIdx}. */
export function idxDigest(folder: string): string {
  const hash = createHash("sha256");
  for (const { images, labels } of Object.values(FILES)) {
    for (const name of [images, labels]) hash.update(readUncompressed(requiredPath(folder, name)));
  }
  return hash.digest("hex");
}

const largestOf = (labels: Labels): number => Math.max(...new Set<number>(labels));

const classNamesOf = (labels: Labels): readonly string[] =>
  Object.freeze(Array.from({ length: largestOf(labels) + 1 }, (_, label) => String(label)));

function readSplit(folder: string, split: keyof typeof FILES): Images {
  const [path, labelPath] = [FILES[split].images, FILES[split].labels].map((name) => requiredPath(folder, name));
  const bytes = readUncompressed(path);
  const where = printable(path);
  const [count, height, width] = sidesOf(bytes, MAGIC.images, 3, where);
  for (const [what, side] of Object.entries({ height, width })) {
    if (side < 1 || side > limits.imageSide) {
      throw new InputError(`${where}: has images of ${what} ${side}, must be from 1 to ${limits.imageSide}`);
    }
  }
  checkImageBytes(where, { count, height, width, channels: CHANNELS });
  const labels = readLabels(labelPath);
  if (labels.length !== count) {
    throw new InputError(`${where}: has ${count} images, but ${printable(labelPath)} has ${labels.length} labels`);
  }
  const grey = bytes.subarray(bytes.length - count * height * width);
  const pixels = new Uint8Array(CHANNELS * grey.length);
  for (let index = 0; index < grey.length; index++) pixels.fill(grey[index], CHANNELS * index, CHANNELS * (index + 1));
  return makeImages({ height, width, channels: CHANNELS, pixels, labels: Uint8Array.from(labels) });
}

function readLabels(path: string): Uint8Array {
  const bytes = readUncompressed(path);
  const [count] = sidesOf(bytes, MAGIC.labels, 1, printable(path));
  if (count < 1) throw new InputError(`${printable(path)}: has no labels`);
  return bytes.subarray(bytes.length - count);
}

/** The sides in the header of an IDX file, once its length fits them. */
function sidesOf(bytes: Buffer, magic: number, sides: number, where: string): readonly number[] {
  const headLength = 4 * (1 + sides);
  if (bytes.length < headLength || bytes.readUInt32BE() !== magic) {
    const kind = sides === 3 ? "images" : "labels";
    throw new InputError(`${where}: is no IDX file of ${kind} in bytes; get it again`);
  }
  const found = Array.from({ length: sides }, (_, side) => bytes.readUInt32BE(4 * (side + 1)));
  const length = headLength + found.reduce((product, side) => product * side, 1);
  if (bytes.length !== length) {
    throw new InputError(`${where}: got ${bytes.length} bytes, must be ${length}; the file is truncated, get it again`);
  }
  return found;
}

function readUncompressed(path: string): Buffer {
  const bytes = readFileBytes(path, limits.imageBytes);
  if (!path.endsWith(".gz")) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: limits.imageBytes });
  } catch (error) {
    const why = printable(String((error as Error).message));
    throw new InputError(`${printable(path)}: cannot be uncompressed (${why}); get it again`, { cause: error });
  }
}

function requiredPath(folder: string, name: string): string {
  const path = pathOf(folder, name);
  if (path !== undefined) return path;
  throw new InputError(`${printable(join(folder, name))}: no such file, nor ${name}.gz; get it as well`);
}

function pathOf(folder: string, name: string): string | undefined {
  return [name, `${name}.gz`].map((each) => join(folder, each)).find((path) => existsSync(path));
}
