/** Where images come from: what kind of data a study or the command line names, and what is known before loading it. */
import { readdirSync } from "node:fs";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { cifar10ClassNames, cifar10Defaults, isCifar10Folder } from "./cifar-10.js";
import { countApart } from "./count-apart.js";
import { describeIdx, isIdxFolder } from "./idx.js";
import { defaultPictureValidation } from "./pictures/load-pictures.js";
import { openIndex, type PreparationConfig, preparePictures } from "./pictures/prepare-pictures.js";
import { classFolders, isPictureFolder } from "./pictures/scan-folder.js";
import { sampleCounts } from "./sample.js";

/**
 * Where images come from: `sample` is the bundled sample; anything else is a folder with CIFAR-10's binary version, with
 * IDX files (Fashion-MNIST), or with pictures (`train/CLASS/PICTURE`, `val/CLASS/PICTURE`). Survives JSON.
 */
export type DataSource = string;

/** What {@link dataKind} tells apart. */
export type DataKind = "sample" | "cifar10" | "idx" | "pictures";

/** What a data source holds. Throws InputError for a folder that is missing or holds nothing known. */
export function dataKind(source: DataSource): DataKind {
  if (source === "sample") return "sample";
  if (typeof source !== "string" || isCifar10Folder(source)) return "cifar10";
  if (isIdxFolder(source)) return "idx";
  if (isPictureFolder(source)) return "pictures";
  if (isUnknownFolder(source)) {
    throw new InputError(
      `${printable(source)}: holds no known images: data_batch_1.bin (CIFAR-10's binary version), train-images-idx3-ubyte (IDX, such as Fashion-MNIST) or train/CLASS/PICTURE`,
    );
  }
  // What is wrong with the path, the loading says.
  return "cifar10";
}

/** The names of the classes, without loading images. Throws InputError as {@link dataKind} does, and for bad classes. */
export function dataClassNames(source: DataSource): readonly string[] {
  switch (dataKind(source)) {
    case "pictures":
      return classFolders(source);
    case "idx":
      return describeIdx(source).classNames;
    default:
      return cifar10ClassNames;
  }
}

/** How many training images are the validation split where nothing else is said. Throws InputError as loading does. */
export function defaultValidationCount(source: DataSource): number {
  switch (dataKind(source)) {
    case "sample":
      return sampleCounts.validation;
    case "cifar10":
      return cifar10Defaults.validationCount;
    case "idx":
      return countApart(describeIdx(source).count);
    case "pictures":
      return defaultPictureValidation(openIndex(source));
  }
}

/**
 * Reads and decodes pictures before they are loaded, in a process of its own, so that nothing is blocked meanwhile; for
 * other data it does nothing. Rejects as `preparePictures` does.
 */
export async function prepareSource(source: DataSource, config: PreparationConfig): Promise<void> {
  if (dataKind(source) === "pictures") await preparePictures(source, config);
}

/** An existing folder in which nothing of CIFAR-10 is missing because nothing of it is there. */
function isUnknownFolder(source: string): boolean {
  try {
    return !readdirSync(source).some((name) => /^(data_batch_\d|test_batch)\.bin$|^cifar-10-batches-bin$/.test(name));
  } catch {
    return false;
  }
}
