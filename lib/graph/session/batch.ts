/** Images with their labels, as fed to a network. */
import { checkCount, InputError } from "../../input/errors.js";
import type { Plan } from "../../network/plan.js";

/** Images with their labels. */
export interface Batch {
  /** Normalized pixels, row-major in `shape`. */
  readonly images: Float32Array;
  /** One class per image, from 0. */
  readonly labels: Int32Array;
  /** `[batch, height, width, channels]`. */
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
}

/** Throws InputError, saying which number does not fit, unless the batch fits `plan`. */
export function checkBatch(plan: Plan, { images, labels, shape }: Batch): void {
  // Built only on demand: this runs in every training step.
  const told = (): string => `[${shape.join(", ")}]`;
  if (shape.length !== 4 || !shape.every(isSide)) {
    throw new InputError(`batch: got shape ${told()}, must be four whole numbers of at least 1`);
  }
  const [batch, height, width, channels] = shape;
  if (channels !== plan.imageSize.channels) {
    throw new InputError(`batch: got images of ${channels} channels, the plan needs ${plan.imageSize.channels}`);
  }
  const size = batch * height * width * channels;
  if (images.length !== size) {
    throw new InputError(`batch: got ${images.length} pixel values, shape ${told()} needs ${size}`);
  }
  if (labels.length !== batch) {
    throw new InputError(`batch: got ${labels.length} labels, shape ${told()} needs ${batch}`);
  }
  for (let index = 0; index < batch; index++) {
    const label = labels[index];
    if (label < 0 || label >= plan.classCount)
      throw new InputError(`batch: got label ${label}, must be a whole number from 0 to ${plan.classCount - 1}`);
  }
}

/**
 * The batch in `parts` parts of nearly equal size, in order; they share its arrays. Throws InputError unless `parts` is
 * a whole number from 1 to the number of images.
 */
export function splitBatch({ images, labels, shape }: Batch, parts: number): readonly Batch[] {
  const [count, height, width, channels] = shape;
  checkCount("batch: parts", parts, 1, count);
  const imageLength = height * width * channels;
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [Math.floor((part * count) / parts), Math.floor(((part + 1) * count) / parts)];
    return {
      images: images.subarray(from * imageLength, to * imageLength),
      labels: labels.subarray(from, to),
      shape: [to - from, height, width, channels],
    };
  });
}

function isSide(side: number): boolean {
  return Number.isInteger(side) && side >= 1;
}
