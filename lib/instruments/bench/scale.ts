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
   * Whether a training step takes seconds and gigabytes: then only training steps on both cores are measured, the plain
   * graph is left out, and so is the peer with one thread.
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
 * The paper's large network (section 4.2), N = 2, images of 32×32: matrix products and memory dominate. Its batch of 128
 * is reduced to what PyTorch trains in 8 GiB.
 */
const largeScale = (channels: number, batchSize: number): BenchScale =>
  Object.freeze({
    name: `large, c0 = ${channels}`,
    protocol: Object.freeze({
      ...largeProtocol,
      name: `large scale, c0 = ${channels}`,
      network: Object.freeze({ ...largeProtocol.network, channels }),
      batchSize,
    }),
    hasEvaluation: false,
    batchSizes: Object.freeze([]),
    isLarge: true,
  });

/** The large network at c0 = 64, batch 32, and at c0 = 128, batch 16. */
export const largeScales: readonly BenchScale[] = Object.freeze([largeScale(64, 32), largeScale(128, 16)]);
