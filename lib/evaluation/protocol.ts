/** Protocols: how a genotype is trained and scored for its fitness. Paper, section 4.1. */
import { byName } from "../input/by-name.js";
import { type Augmentation, laptopAugmentation, paperAugmentation } from "../dataset/augment.js";
import type { Size } from "../dataset/resize.js";
import type { Schedule } from "../graph/session/learning-rate.js";
import { type NetworkConfig, smallNetwork } from "../network/network-config.js";
import type { NetworkData } from "../network/network-data.js";
import type { GpuOptions } from "./child-environment.js";

/**
 * Limits of one evaluation, all optional. The first three refuse a genotype before it starts.
 */
export interface EvaluationLimits {
  /** The most trained weights of the network. */
  readonly parameterCount?: number;
  /** The most multiply-adds of one forward pass for one image. */
  readonly multiplyAdds?: number;
  /** The most predicted memory of the training process, in bytes. */
  readonly memoryBytes?: number;
  /**
   * The longest time of an evaluation (all k trainings), in milliseconds. It depends on the machine, so it is for
   * safety, not for fairness.
   */
  readonly timeLimitMillis?: number;
}

/**
 * Everything that determines a fitness besides genotype, images and seed. `protocolData` makes it plain data for files.
 * Paper, section 4.1.
 */
export interface Protocol {
  /** A short name, for example `laptop`. */
  readonly name: string;
  /** The network around the cell; costs are for its image size. */
  readonly network: NetworkConfig;
  /** k, the number of trainings whose mean accuracy is the fitness. */
  readonly trainingCount: number;
  /** Images per training batch. */
  readonly batchSize: number;
  /** Training steps of one training. */
  readonly trainingSteps: number;
  /** The learning rate by training step. */
  readonly schedule: Schedule;
  /** The momentum of stochastic gradient descent, at least 0 and below 1. */
  readonly momentum: number;
  /** The factor of half the squared weights in the loss. */
  readonly weightDecay: number;
  /**
   * The share of each label that is spread evenly over all classes, at least 0 and below 1 (label smoothing: Szegedy et
   * al., 2016). Only the training loss has it. Default: 0.
   */
  readonly labelSmoothing?: number;
  /** How training images are resized, cropped, shifted and flipped. */
  readonly augmentation: Augmentation;
  /** How many images to train on, balanced over the classes. Default: all of the training split. */
  readonly trainingImages?: number;
  /** How many images to score on, balanced over the classes. Default: all of the split. */
  readonly scoringImages?: number;
  /** Images are scored whole (no crop, shift or flip), resized to this. */
  readonly scoringSize: Size;
  /** Images per batch for recalibration and scoring. */
  readonly scoringBatchSize: number;
  /**
   * Before scoring, the batch-normalization averages are set to the mean statistics over this many batches of whole
   * training images, because those of a short training have not settled and those of crops differ. At least 1, since
   * training steps do not change the averages.
   */
  readonly recalibrationBatches: number;
  /** Options that change numbers for speed on a GPU. Default: none; computation is in float32, as on a CPU. */
  readonly gpu?: GpuOptions;
  readonly limits: EvaluationLimits;
}

/** A protocol as plain data that survives JSON; equal protocols give equal JSON. */
export type ProtocolData = Omit<Protocol, "network"> & { readonly network: NetworkData };

const whole = (side: number): Size => Object.freeze({ height: side, width: side });
const steps = (rate: number, dropAt: readonly number[], factor: number): Schedule =>
  Object.freeze({ kind: "steps", rate, dropAt: Object.freeze([...dropAt]), factor });

/**
 * The published settings of the search: c0 = 16, N = 1, four trainings of 5,000 training steps of batch 256, momentum
 * 0.9, learning rate 0.1, ÷10 after 4,000 and 4,500, weight decay 3e-4, random 24×24 crop and flip, scored on the full
 * 32×32 images. Paper, section 4.1 (all of these numbers from memory of the paper, not in the deck). The
 * recalibration before scoring is not in the paper. Meant for a GPU, where an evaluation took about an hour in 2017.
 */
export const paperProtocol: Protocol = Object.freeze({
  name: "paper",
  network: smallNetwork,
  trainingCount: 4,
  batchSize: 256,
  trainingSteps: 5_000,
  schedule: steps(0.1, [4_000, 4_500], 0.1),
  momentum: 0.9,
  weightDecay: 3e-4,
  augmentation: paperAugmentation,
  scoringSize: whole(32),
  scoringBatchSize: 250,
  recalibrationBatches: 40,
  limits: Object.freeze({}),
});

/**
 * A search of 60 evaluations in a few minutes on two cores: c0 = 8, N = 1, images halved to 16×16, shifted and flipped,
 * one training of 150 training steps of batch 32, learning rate 0.03 falling as a cosine, momentum 0.9, weight decay
 * 3e-4, scored on 1,000 images of 16×16. Fixed in training steps and images, not in seconds. It shows how a search works.
 * It cannot tell which network is better when trained long: its fitness is far below the paper's accuracies, favours small
 * networks that learn quickly, and two trainings of one network differ by about 2 points (`data/recorded-searches`).
 */
export const laptopProtocol: Protocol = Object.freeze({
  name: "laptop",
  network: Object.freeze({
    ...smallNetwork,
    channels: 8,
    imageSize: Object.freeze({ height: 16, width: 16, channels: 3 }),
  }),
  trainingCount: 1,
  batchSize: 32,
  trainingSteps: 150,
  schedule: Object.freeze({ kind: "cosine", rate: 0.03 }),
  momentum: 0.9,
  weightDecay: 3e-4,
  augmentation: laptopAugmentation,
  scoringImages: 1_000,
  scoringSize: whole(16),
  scoringBatchSize: 100,
  recalibrationBatches: 10,
  // Random flat genotypes reach 24 million multiply-adds here, hierarchical ones 5.5 million; a training step takes
  // about 10 ms of a core per million.
  limits: Object.freeze({ multiplyAdds: 40_000_000, memoryBytes: 4 * 2 ** 30, timeLimitMillis: 10 * 60_000 }),
});

/**
 * A search whose fitness says something about long training: c0 = 8, N = 1, images halved to 16×16, shifted and flipped, one
 * training of 1,400 training steps of batch 64, learning rate 0.2 falling as a cosine, momentum 0.9, weight decay 3e-4,
 * scored on 5,000 images of 16×16. About half a core-minute per hierarchical genotype without a GPU. Chosen among the
 * protocols of `data/study-protocol`, which says how well each ranks genotypes.
 */
export const studyProtocol: Protocol = Object.freeze({
  ...laptopProtocol,
  name: "study",
  batchSize: 64,
  trainingSteps: 1_400,
  schedule: Object.freeze({ kind: "cosine", rate: 0.2 }),
  scoringImages: 5_000,
  // Ten times the training steps at twice the batch; for safety only.
  limits: Object.freeze({ ...laptopProtocol.limits, timeLimitMillis: 2 * 60 * 60_000 }),
});

/**
 * A long training of what a search found, for a CPU: the paper's search protocol at a quarter of its
 * batch. c0 = 16, N = 1, one training of 3,000 training steps of batch 64, a cosine schedule from learning rate 0.1,
 * random 24×24 crops and flips, scored on full 32×32 images. The paper's own final training is far longer (c0 = 64,
 * N = 2, 80,000 training steps; from memory, not in the deck). There are no limits: a training that waits is not stopped.
 */
export const longProtocol: Protocol = Object.freeze({
  ...paperProtocol,
  name: "long",
  trainingCount: 1,
  batchSize: 64,
  trainingSteps: 3_000,
  schedule: Object.freeze({ kind: "cosine", rate: 0.1 }),
  limits: Object.freeze({}),
});

/**
 * The laptop protocol cut down to a second, in which nothing is learned: six training steps of batch 16 at c0 = 4, 8×8
 * images. For tests, and for notebooks under test.
 */
export const smokeProtocol: Protocol = Object.freeze({
  ...laptopProtocol,
  name: "smoke",
  network: Object.freeze({
    ...smallNetwork,
    channels: 4,
    imageSize: Object.freeze({ height: 8, width: 8, channels: 3 }),
  }),
  batchSize: 16,
  trainingSteps: 6,
  augmentation: Object.freeze({ ...laptopAugmentation, resize: whole(8), shift: 1 }),
  trainingImages: 200,
  scoringImages: 100,
  scoringSize: whole(8),
  recalibrationBatches: 2,
});

/** `laptop`, `study`, `paper` or `smoke`, as the command line takes them. Throws InputError for another name. */
export function protocolByName(name: string): Protocol {
  return byName("protocol", [laptopProtocol, studyProtocol, paperProtocol, smokeProtocol], name);
}
