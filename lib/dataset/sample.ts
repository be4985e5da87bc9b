/** The bundled sample of CIFAR-10, present after a clone. The images are Krizhevsky's (2009). */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { dataFolder } from "../files/project-folder.js";
import { readFileBytes } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { printable, shown } from "../input/printable.js";
import { cifar10ClassNames } from "./cifar-10.js";
import { type Dataset, type Images, makeImages } from "./images.js";
import { unpackImages } from "./sample-format.js";

/** The number of the sample's images in each split, a tenth of them per class. */
export const sampleCounts = Object.freeze({ training: 4_000, validation: 1_000, test: 1_000 });

/** SHA-256 of the sample's one file, `images.br`. */
const SAMPLE_CHECKSUM = "4bdafd17260e7e0ceca8934bdf4ed2739633364e1bfb94c19c2069bebdf3d5e9";

const SAMPLE_FILE = join(dataFolder("cifar-10-sample"), "images.br");

/**
 * The bundled sample of CIFAR-10: 4,000 training, 1,000 validation and 1,000 test images of 32×32×3, every class
 * equally often; its README says where they come from. Takes about a third of a second. `file` is for tests. Throws
 * InputError when the file is missing or damaged.
 */
export function loadSample(file: string = SAMPLE_FILE): Dataset {
  const bytes = readSample(file);
  const { training, validation, test } = sampleCounts;
  const all = unpackImages(bytes, training + validation + test, 32, 32);
  return Object.freeze({
    name: "CIFAR-10 sample",
    classNames: cifar10ClassNames,
    training: slice(all, 0, training),
    validation: slice(all, training, training + validation),
    test: slice(all, training + validation, all.count),
  });
}

function readSample(file: string): Uint8Array {
  if (typeof file !== "string") throw new InputError(`sample: got ${shown(file)}, must be a file's path`);
  const next = "restore it with git checkout -- data/cifar-10-sample";
  let bytes: Uint8Array;
  try {
    bytes = readFileBytes(file);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${error.message}; ${next}`, { cause: error }) : error;
  }
  const checksum = createHash("sha256").update(bytes).digest("hex");
  if (checksum !== SAMPLE_CHECKSUM) {
    throw new InputError(
      `${printable(file)}: got SHA-256 ${checksum.slice(0, 12)}…, must be ${SAMPLE_CHECKSUM.slice(0, 12)}…; it is damaged, ${next}`,
    );
  }
  return bytes;
}

function slice(images: Images, start: number, end: number): Images {
  const size = images.height * images.width * images.channels;
  return makeImages({
    ...images,
    pixels: images.pixels.slice(start * size, end * size),
    labels: images.labels.slice(start, end),
  });
}
