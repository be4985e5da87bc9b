/** The pictures that a run's network classifies most wrongly, with their pixels. */
import { cifar10Defaults } from "../dataset/cifar-10.js";
import { dataName } from "../dataset/data-name.js";
import { dataKind } from "../dataset/data-source.js";
import { type Images, takeImages } from "../dataset/images.js";
import { loadData } from "../dataset/load-data.js";
import { decodeNow } from "../dataset/pictures/decode-now.js";
import { openPictureData } from "../dataset/pictures/load-pictures.js";
import { takePictures } from "../dataset/pictures/pictures.js";
import { checkCount, InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { mostWrong, type WrongPictureRow } from "../rows/prediction-rows.js";
import { readRunTest, type Run } from "./read-run.js";

/** The test images at `indices`, in that order; pictures at the size of scoring, the others at their own. */
function testImages({ settings }: Run, data: string, indices: readonly number[]): Images {
  const { validationCount, protocol } = settings;
  if (dataKind(data) !== "pictures") return takeImages(loadData(data, { validationCount }).test, indices);
  const split = { seed: cifar10Defaults.seed, validationCount: 0 };
  return decodeNow(takePictures(openPictureData(data, protocol.scoringSize, split).test, indices));
}

/** Settings of {@link wrongPictureRows}. */
export interface WrongPicturesConfig {
  /** Which training's network, from 1. Default: 1. */
  readonly training?: number;
  /** How many pictures. Default: 24. */
  readonly count?: number;
  /** Where the images are now: `sample` or a folder. Default: where the run found them. */
  readonly data?: string;
}

/**
 * The test images whose own class a finished training's network gave the least probability, the worst first. Throws
 * InputError when the training is not finished, and when the images are missing or not those of the run.
 */
export function wrongPictureRows(run: Run, config: WrongPicturesConfig = {}): readonly WrongPictureRow[] {
  const { training = 1, count = 24, data = run.begun.dataPath } = config;
  checkCount("wrong pictures: count", count);
  const wrong = mostWrong(readRunTest(run, training), count);
  if (wrong.length === 0) return [];
  const name = dataName(data);
  if (name !== run.settings.data) {
    throw new InputError(
      `${printable(data)}: holds other images than the run's: ${name}, must be ${run.settings.data}`,
    );
  }
  const { height, width, channels, pixels } = testImages(
    run,
    data,
    wrong.map(({ image }) => image),
  );
  const size = height * width * channels;
  return wrong.map((each, place) => {
    const start = place * size;
    // Grey images have one channel.
    const rgb = Uint8Array.from({ length: height * width * 3 }, (_, index) => {
      const channel = channels === 3 ? index % 3 : 0;
      return pixels[start + Math.floor(index / 3) * channels + channel];
    });
    return Object.freeze({ ...each, height, width, pixels: rgb });
  });
}
