/** What a trained network makes of pictures. */
import { decodePicture, type Picture } from "../dataset/decode-picture.js";
import { makeImages } from "../dataset/images.js";
import { scoringBatches } from "../dataset/batches.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { checkList, checkObject } from "../input/settings.js";
import type { PicturePrediction } from "../rows/prediction-rows.js";
import type { Run } from "../training/read-run.js";
import { classifyApart } from "./classify-apart.js";
import type { ExportedNetwork } from "./exported-network.js";
import { networkOfRun } from "./make-network.js";
import { readExport } from "./read-export.js";

/** Settings of {@link predict}. */
export interface PredictConfig {
  /** How many classes of each picture, the most probable first. Default: 5. */
  readonly top?: number;
  /** Of a run: which training's network, from 1. Default: 1. */
  readonly training?: number;
}

/** Images that go through the network together. */
const BATCH = 32;

/**
 * The most probable classes of each picture (a file's path, or a picture in memory) by the network of a run or of the
 * export in a folder, in any format. Each picture goes through the network's preprocessing first. Runs in a child process. Rejects
 * with InputError for a picture that cannot be read, a training that is not finished, and an export that is damaged.
 */
export async function predict(
  source: Run | string,
  pictures: readonly (string | Picture)[],
  config: PredictConfig = {},
): Promise<readonly PicturePrediction[]> {
  checkObject("predict", config);
  const { top = 5, training = 1 } = config;
  checkCount("predict: top", top, 1, limits.classes);
  checkList("predict: pictures", pictures, limits.predictedPictures);
  if (pictures.length === 0) throw new InputError("predict: pictures: got none, must be one or several");
  if (typeof source !== "string") checkObject("predict: source", source);
  const network = typeof source === "string" ? readExport(source) : networkOfRun(source, training);
  const { height, width } = network.preprocessing;
  // All are decoded first, so that one that cannot be read is told at once.
  const decoded: Picture[] = [];
  for (const picture of pictures) decoded.push(await decodePicture(picture, { height, width }));
  const probabilities = await probabilitiesOf(network, decoded);
  const { classNames } = network;
  return Object.freeze(
    decoded.map(({ name, pixels }, index): PicturePrediction => {
      const own = probabilities.slice(index * classNames.length, (index + 1) * classNames.length);
      const classes = own
        .map((probability, label) => Object.freeze({ className: classNames[label], probability }))
        .sort((one, other) => other.probability - one.probability)
        .slice(0, top);
      return Object.freeze({ picture: name, classes: Object.freeze(classes), height, width, pixels });
    }),
  );
}

async function probabilitiesOf(
  { plan, tensors, preprocessing }: ExportedNetwork,
  pictures: readonly Picture[],
): Promise<readonly number[]> {
  const { height, width, channels, normalization } = preprocessing;
  const pixels = Buffer.concat(pictures.map((picture) => toChannels(picture, channels)));
  const images = makeImages({ height, width, channels, pixels, labels: new Uint8Array(pictures.length) });
  const trained = { weights: new Float32Array(plan.parameterCount), averages: new Float32Array(plan.averageCount) };
  for (const { vector, offset, values } of tensors) trained[vector].set(values, offset);
  const batches = [...scoringBatches(images, { batchSize: BATCH, normalization })];
  const probabilities = await classifyApart({ plan, trained, batches });
  return probabilities.flatMap((each) => [...each]);
}

/** The pixels in as many channels as the network takes: 3, or grey by the usual weights of red, green and blue. */
function toChannels({ pixels }: Picture, channels: number): Uint8Array {
  if (channels === 3) return pixels;
  if (channels !== 1) {
    throw new InputError(`predict: the network takes images of ${channels} channels, pictures have 3 or 1`);
  }
  return Uint8Array.from({ length: pixels.length / 3 }, (_, pixel) => {
    const [red, green, blue] = pixels.subarray(3 * pixel, 3 * pixel + 3);
    return Math.round(0.299 * red + 0.587 * green + 0.114 * blue);
  });
}
