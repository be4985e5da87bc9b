/** Protocols for a network that is trained in earnest, after the search. Paper, section 4.2. */
import { paperProtocol, type Protocol } from "../evaluation/protocol.js";
import { byName } from "../input/by-name.js";
import { pictureAugmentation } from "../dataset/augment.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { imagenetNetwork, largeNetwork } from "../network/network-config.js";

/**
 * The large CIFAR-10 network in full: c0 = 64 (deck; 128 in its last row), N = 2, 80,000 training steps, learning rate
 * 0.1, ÷10 after 40,000, 60,000 and 70,000, momentum 0.9, weight decay 3e-4 (all from memory of the paper, not in the
 * deck). Neither batch size nor augmentation of this training are known here: batches of 128, images shifted by up to 4
 * pixels over a border of zeros (pad and crop) and flipped are the field's usual ones. The paper gives mean and standard
 * deviation of five trainings; one is the default. Paper, section 4.2.
 */
export const largeProtocol: Protocol = Object.freeze({
  ...paperProtocol,
  name: "large",
  network: largeNetwork,
  trainingCount: 1,
  batchSize: 128,
  trainingSteps: 80_000,
  schedule: Object.freeze({ kind: "steps", rate: 0.1, dropAt: Object.freeze([40_000, 60_000, 70_000]), factor: 0.1 }),
  augmentation: Object.freeze({ shift: 4, padding: "zero", flip: true }),
  scoringBatchSize: 100,
  recalibrationBatches: 40,
});

/**
 * The small CIFAR-10 network trained as in the paper's search, once: c0 = 16, N = 1, 5,000 training steps of batch 256.
 * Paper, section 4.1.
 */
export const smallProtocol: Protocol = Object.freeze({
  ...paperProtocol,
  name: "small",
  trainingCount: 1,
  scoringBatchSize: 100,
  recalibrationBatches: 40,
});

/**
 * The ImageNet network in full: 299×299, c0 = 64 (deck), N = 2, four groups after a stem of two stride-2 convolutions;
 * 200,000 training steps of batch 1,024, learning rate 0.1, ÷10 after 100,000, 150,000 and 175,000, momentum 0.9, weight
 * decay 3e-4 (all from memory of the paper, not in the deck; the schedule is unverified). Label smoothing of 0.1, random
 * resized crops and flips are Inception's, which the field uses with such networks; pictures are scored in their middle. Paper, section 4.3.
 */
export const imagenetProtocol: Protocol = Object.freeze({
  ...paperProtocol,
  name: "imagenet",
  network: imagenetNetwork,
  trainingCount: 1,
  batchSize: 1_024,
  trainingSteps: 200_000,
  schedule: Object.freeze({
    kind: "steps",
    rate: 0.1,
    dropAt: Object.freeze([100_000, 150_000, 175_000]),
    factor: 0.1,
  }),
  labelSmoothing: 0.1,
  augmentation: pictureAugmentation,
  scoringSize: Object.freeze({ height: 299, width: 299 }),
  scoringBatchSize: 32,
  recalibrationBatches: 40,
});

/** `small`, `large` or `imagenet`, as the command line takes them. Throws InputError for another name. */
export function trainingProtocolByName(name: string): Protocol {
  return byName("network", [smallProtocol, largeProtocol, imagenetProtocol], name);
}

/**
 * `protocol` for square images of `side` pixels, trained and scored. Throws InputError for a side out of bounds, and for
 * a protocol without a `resizedCrop`, whose crops would not fit.
 */
export function withImageSide(protocol: Protocol, side: number): Protocol {
  checkCount("image size", side, 1, limits.imageSide);
  const { augmentation, network } = protocol;
  if (augmentation.resizedCrop === undefined) {
    throw new InputError(
      `image size: got ${side}, but the images of protocol ${protocol.name} have their own; leave it out`,
    );
  }
  const size = Object.freeze({ height: side, width: side });
  return {
    ...protocol,
    network: { ...network, imageSize: { ...network.imageSize, ...size } },
    augmentation: { ...augmentation, resizedCrop: size },
    scoringSize: size,
  };
}

/**
 * `protocol` with another number of training steps; the learning rate drops at the same shares of them. Throws
 * InputError for a number out of bounds.
 */
export function withTrainingSteps(protocol: Protocol, trainingSteps: number): Protocol {
  checkCount("training steps", trainingSteps, 1, limits.trainingSteps);
  const { schedule } = protocol;
  if (schedule.kind !== "steps") return { ...protocol, trainingSteps };
  const share = trainingSteps / protocol.trainingSteps;
  const dropAt = schedule.dropAt.map((at) => Math.round(at * share));
  return { ...protocol, trainingSteps, schedule: { ...schedule, dropAt } };
}
