/** The scales of the training benchmark. */
import { laptopProtocol, paperProtocol, type Protocol } from "../../evaluation/protocol.js";
import { largeProtocol } from "../../training/large-protocol.js";

/** A scale: the protocol whose training steps and evaluations are measured, and its name. */
export interface BenchScale {
  readonly name: string;
  readonly protocol: Protocol;
  /** Whether to measure whole evaluations too. */
  readonly hasEvaluation: boolean;
  /** Batch sizes whose time per image is compared; empty: not measured. */
  readonly batchSizes: readonly number[];
  /**
   * Whether a training step takes seconds and gigabytes: then only training steps on both cores are measured, one
   * contender after the other, without the plain graph and the peer with one thread.
   */
  readonly isLarge: boolean;
}

/**
 * c0 = 16, N = 1, images of 24×24, batch 64: memory traffic and matrix products dominate. The paper's search network
 * (section 4.1) at a quarter of its batch size.
 */
export const publishedScale: BenchScale = Object.freeze({
  name: "published",
  protocol: Object.freeze({
    ...paperProtocol,
    name: "published scale",
    network: Object.freeze({
      ...paperProtocol.network,
      imageSize: Object.freeze({ height: 24, width: 24, channels: 3 }),
    }),
    batchSize: 64,
    scoringImages: 1_000,
  }),
  hasEvaluation: false,
  batchSizes: Object.freeze([32, 64, 128, 256]),
  isLarge: false,
});

/**
 * c0 = 8, N = 1, images of 16×16, batch 32, evaluations of 100 training steps: the number of operations and their
 * overhead dominate.
 */
export const laptopScale: BenchScale = Object.freeze({
  name: "laptop",
  protocol: Object.freeze({
    ...laptopProtocol,
    name: "laptop scale",
    network: Object.freeze({ ...laptopProtocol.network, channels: 8 }),
    batchSize: 32,
    trainingSteps: 100,
  }),
  hasEvaluation: true,
  batchSizes: Object.freeze([]),
  isLarge: false,
});

/**
 * The paper's large network (section 4.2), N = 2, images of 32×32: matrix products and memory dominate. Batches of 32, so
 * that PyTorch needs less than 16 GiB.
 */
const largeScale = (channels: number): BenchScale =>
  Object.freeze({
    name: `large-${channels}`,
    protocol: Object.freeze({
      ...largeProtocol,
      name: `large scale, c0 = ${channels}`,
      network: Object.freeze({ ...largeProtocol.network, channels }),
      batchSize: 32,
    }),
    hasEvaluation: false,
    batchSizes: Object.freeze([]),
    isLarge: true,
  });

/** The large network at c0 = 64 and at c0 = 128. */
export const largeScales: readonly BenchScale[] = Object.freeze([largeScale(64), largeScale(128)]);
