/**
 * Batches of pictures in files, decoded on other threads while the network trains: see `trainingBatches` and
 * `scoringBatches` for images in memory.
 */
import type { Batch } from "../../graph/session/batch.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { ScoringBatchConfig, TrainingBatchConfig } from "../batches.js";
import { cutOut } from "../cut-out.js";
import { normalizationTable } from "../normalize.js";
import type { Size } from "../resize.js";
import { centreRegion, decodeRegion, type Decoding } from "./decode-region.js";
import type { Pictures } from "./pictures.js";
import { drawResizedCrop } from "./random-resized-crop.js";

/** Batches that are decoded ahead, which wait as bytes. */
const BATCHES_AHEAD = 2;

/** The bytes of pictures of one split that wait at once, and of a batch made of them, at most. */
export function aheadBytes({ height, width, channels }: Pictures, batchSize: number): number {
  const length = height * width * channels * batchSize;
  return BATCHES_AHEAD * length + Float32Array.BYTES_PER_ELEMENT * length;
}

/** Which picture comes where in a sequence, and how. */
interface Draw extends Decoding {
  /** Its index among the pictures. */
  readonly picture: number;
  /** The middle of the cutout; undefined without. */
  readonly hole?: { readonly row: number; readonly column: number };
}

/**
 * An endless sequence of batches of pictures, each `[batchSize, height, width, 3]`, as `trainingBatches` gives of
 * images: every picture once per epoch, in a new random order, its variation drawn from a stream of its own, so that
 * the sequence can begin anywhere. With a `resizedCrop` as it says; otherwise the largest part of its shape in its
 * middle, mirrored if the augmentation flips. Rejects with InputError when a file has gone or broken since it was read.
 */
export function pictureTrainingBatches(
  pictures: Pictures,
  { batchSize, augmentation, normalization, random, firstBatch = 0 }: TrainingBatchConfig,
): AsyncGenerator<Batch, never, void> {
  const { resizedCrop, flip, cutout } = augmentation;
  const { count, sizes } = pictures;
  const size: Size = resizedCrop ?? { height: pictures.height, width: pictures.width };
  const indices = Array.from({ length: count }, (_, index) => index);
  let [epoch, order] = [-1, indices];
  const draw = (number: number): Draw => {
    if (Math.floor(number / count) !== epoch) {
      epoch = Math.floor(number / count);
      order = random.split("epoch", epoch).shuffle(indices);
    }
    const picture = order[number % count];
    const [width, height] = [sizes[2 * picture], sizes[2 * picture + 1]];
    const own = random.split("picture", number);
    const region = resizedCrop === undefined ? centreRegion(width, height, size) : drawResizedCrop(own, width, height);
    const flipped = flip && own.integer(2) === 1;
    const hole = cutout === undefined ? undefined : { row: own.integer(size.height), column: own.integer(size.width) };
    return { picture, size, region, flipped, hole };
  };
  const side = cutout ?? 0;
  const settings = { size, batchSize, normalization, first: firstBatch * batchSize, count: Infinity, side };
  return decodedBatches(pictures, settings, draw) as AsyncGenerator<Batch, never, void>;
}

/**
 * All pictures once, in order, each the largest part of its shape in the middle of its file's picture (Inception takes
 * 87.5 % of that; here predictions and exports see what was scored), in batches of `batchSize` (the last may be
 * smaller). Rejects as {@link pictureTrainingBatches}.
 */
export function pictureScoringBatches(
  pictures: Pictures,
  { batchSize, normalization }: ScoringBatchConfig,
): AsyncGenerator<Batch, void, void> {
  const { count, sizes, height, width } = pictures;
  const size = { height, width };
  const draw = (picture: number): Draw => {
    const region = centreRegion(sizes[2 * picture], sizes[2 * picture + 1], size);
    return { picture, size, region, flipped: false };
  };
  return decodedBatches(pictures, { size, batchSize, normalization, first: 0, count, side: 0 }, draw);
}

interface Sequence extends Pick<ScoringBatchConfig, "batchSize" | "normalization"> {
  readonly size: Size;
  /** The number of the first picture of the sequence, and the number after the last. */
  readonly first: number;
  readonly count: number;
  /** The side of the cutout; 0 without. */
  readonly side: number;
}

interface Decoded extends Draw {
  readonly pixels: Promise<Buffer>;
}

async function* decodedBatches(
  { paths, labels, channels }: Pictures,
  { size, batchSize, normalization, first, count, side }: Sequence,
  draw: (number: number) => Draw,
): AsyncGenerator<Batch, void, void> {
  const table = normalizationTable(normalization, channels);
  const length = size.height * size.width * channels;
  const queue: Decoded[] = [];
  let next = first;
  // Queued at once, because the threads go on decoding while a training step blocks this one.
  const fill = (): void => {
    while (queue.length < BATCHES_AHEAD * batchSize && next < count) {
      const drawn = draw(next++);
      const pixels = decodeRegion(paths[drawn.picture], drawn);
      // It is awaited only when its turn comes.
      pixels.catch(() => {});
      queue.push({ ...drawn, pixels });
    }
  };
  fill();
  while (queue.length > 0) {
    const taken = queue.splice(0, batchSize);
    const images = new Float32Array(taken.length * length);
    const batchLabels = new Int32Array(taken.length);
    for (const [slot, { picture, pixels, hole }] of taken.entries()) {
      const bytes = await pixels.catch((error: unknown) => {
        throw new InputError(
          `${printable(paths[picture])}: cannot be decoded: ${printable(String((error as Error).message).split("\n")[0])}; it could be before: mend it and start again`,
          { cause: error },
        );
      });
      normalize(bytes, table, images, slot * length);
      if (hole !== undefined) cutOut(images, slot * length, { ...size, channels }, hole, side);
      batchLabels[slot] = labels[picture];
    }
    fill();
    yield { images, labels: batchLabels, shape: [taken.length, size.height, size.width, channels] };
  }
}

/** Maps red, green, blue through `table`, `[3, 256]`. */
function normalize(pixels: Uint8Array, table: Float32Array, out: Float32Array, start: number): void {
  for (let index = 0; index < pixels.length; index += 3) {
    out[start + index] = table[pixels[index]];
    out[start + index + 1] = table[256 + pixels[index + 1]];
    out[start + index + 2] = table[512 + pixels[index + 2]];
  }
}
