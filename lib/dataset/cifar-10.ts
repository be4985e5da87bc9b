/**
 * CIFAR-10 from its official binary layout, with the training images split for the search. The paper's experiments on
 * CIFAR-10 split them into 40,000 and 10,000.
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { readFileBytes } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable, shown } from "../input/printable.js";
import { parseWith, type Schema, seedValue, wholeNumber } from "../input/schema.js";
import { withDefaults } from "../input/settings.js";
import { createRandom } from "../random.js";
import { type Dataset, type Images, countByClass, makeImages } from "./images.js";

/** The ten classes of CIFAR-10, in the order of its labels (Krizhevsky 2009). */
export const cifar10ClassNames: readonly string[] = Object.freeze(
  "airplane automobile bird cat deer dog frog horse ship truck".split(" "),
);

/** Settings of {@link loadCifar10}. */
export interface Cifar10Config {
  /** Determines the split into training and validation images. */
  readonly seed?: number | string;
  /** How many of the training images become the validation split. */
  readonly validationCount?: number;
}

/** The paper's split of the 50,000 training images: 10,000 for validation. */
export const cifar10Defaults = Object.freeze({ seed: 1, validationCount: 10_000 });

const SIDE = 32;
const AREA = SIDE * SIDE;
const RECORD_LENGTH = 1 + 3 * AREA;
const TRAINING_FILES = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`);
const NESTED = "cifar-10-batches-bin";
const TEST_FILE = "test_batch.bin";

const schema: Schema<Required<Cifar10Config>> = v.object({ seed: seedValue(), validationCount: wholeNumber(1) });

/**
 * CIFAR-10's official binary version from `folder`, where it or its `cifar-10-batches-bin` holds `data_batch_1.bin` to
 * `data_batch_5.bin` and `test_batch.bin`. The training images are shuffled by `seed` and split, by default into 40,000
 * and 10,000 as in the paper. Throws InputError for a missing folder, a file that is missing, truncated, corrupt or not
 * a regular file, images of one class only, and a split that leaves nothing to train on.
 */
export function loadCifar10(folder: string, config: Cifar10Config = {}): Dataset {
  const full = withDefaults<Required<Cifar10Config>>(cifar10Defaults, config, "CIFAR-10");
  const { seed, validationCount } = parseWith(schema, full, "CIFAR-10");
  const files = [...readCifar10(folder)];
  const records = files.slice(0, TRAINING_FILES.length);
  const count = records.reduce((sum, file) => sum + file.length / RECORD_LENGTH, 0);
  if (validationCount >= count) {
    throw new InputError(
      `${printable(folder)}: got a validation count of ${validationCount}, must be below its ${count} training images`,
    );
  }
  const order = createRandom(seed)
    .split("validation")
    .shuffle(Array.from({ length: count }, (_, index) => index));
  const dataset: Dataset = Object.freeze({
    name: "CIFAR-10",
    classNames: cifar10ClassNames,
    training: imagesOf(records, order.slice(validationCount)),
    validation: imagesOf(records, order.slice(0, validationCount)),
    test: imagesOf(files.slice(TRAINING_FILES.length)),
  });
  for (const split of ["training", "validation", "test"] as const) {
    const found = countByClass(dataset[split], cifar10ClassNames.length).filter((images) => images > 0).length;
    if (found < 2) {
      throw new InputError(
        `${printable(folder)}: the ${split} images have one class only, must have at least two; are the files the official ones?`,
      );
    }
  }
  return dataset;
}

/**
 * Yields the bytes of CIFAR-10's six binary files in `folder` or its `cifar-10-batches-bin`: five with training images,
 * then the one with test images. Each file is read on demand. Throws InputError for a missing folder, and for a file
 * that is missing, truncated, corrupt or not CIFAR-10.
 */
export function* readCifar10(folder: string): Generator<Uint8Array, void, void> {
  const place = findFolder(folder);
  for (const name of [...TRAINING_FILES, TEST_FILE]) yield readRecords(join(place, name));
}

/** Whether `folder` holds CIFAR-10's first file, or a folder of its usual name does. */
export function isCifar10Folder(folder: string): boolean {
  return [folder, join(folder, NESTED)].some((place) => existsSync(join(place, TRAINING_FILES[0])));
}

function findFolder(folder: string): string {
  const next = `give the folder that holds CIFAR-10's ${TRAINING_FILES[0]}, IDX files or pictures, or "sample"`;
  if (typeof folder !== "string") throw new InputError(`data: got ${shown(folder)}; ${next}`);
  if (!isFolder(folder)) {
    const what = existsSync(folder) ? "is no folder" : "no such folder";
    throw new InputError(`${printable(folder)}: ${what}; ${next}`);
  }
  const nested = join(folder, NESTED);
  const place = existsSync(join(nested, TRAINING_FILES[0])) ? nested : folder;
  for (const name of [...TRAINING_FILES, TEST_FILE]) {
    if (!existsSync(join(place, name))) {
      throw new InputError(
        `${printable(join(place, name))}: no such file; the folder must hold the files of CIFAR-10's binary version, unpacked`,
      );
    }
  }
  return place;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // Missing, in an unsearchable folder, or not a path.
    return false;
  }
}

function readRecords(file: string): Uint8Array {
  const bytes = readFileBytes(file, limits.cifarRecords * RECORD_LENGTH);
  if (bytes.length === 0 || bytes.length % RECORD_LENGTH !== 0) {
    throw new InputError(
      `${printable(file)}: got ${bytes.length} bytes, must be a multiple of ${RECORD_LENGTH}; the file is truncated or not CIFAR-10, get it again`,
    );
  }
  for (let start = 0; start < bytes.length; start += RECORD_LENGTH) {
    if (bytes[start] >= cifar10ClassNames.length) {
      throw new InputError(
        `${printable(file)}, image ${start / RECORD_LENGTH}: got label ${bytes[start]}, must be 0 to 9; the file is corrupt, get it again`,
      );
    }
  }
  return bytes;
}

/**
 * The images of `files` as one list, or those at `indices` in it, converted from colour planes to `[count, height,
 * width, channels]`.
 */
function imagesOf(files: readonly Uint8Array[], indices?: readonly number[]): Images {
  const places = files.flatMap((bytes) =>
    Array.from({ length: bytes.length / RECORD_LENGTH }, (_, record) => ({ bytes, start: record * RECORD_LENGTH })),
  );
  const chosen = indices ? indices.map((index) => places[index]) : places;
  const labels = new Uint8Array(chosen.length);
  const pixels = new Uint8Array(chosen.length * 3 * AREA);
  let out = 0;
  chosen.forEach(({ bytes, start }, position) => {
    labels[position] = bytes[start];
    for (let red = start + 1; red < start + 1 + AREA; red++) {
      pixels[out++] = bytes[red];
      pixels[out++] = bytes[red + AREA];
      pixels[out++] = bytes[red + 2 * AREA];
    }
  });
  return makeImages({ height: SIDE, width: SIDE, channels: 3, pixels, labels });
}
