/** Long trainings of a network, taken together: a row of the yardstick that short trainings are compared with. */
import { sampleStandardDeviation } from "simple-statistics";
import { type Noise, poolNoise } from "../statistics/pooled-noise.js";
import type { SizedNetwork } from "./equal-size.js";

/** One network at one width with all its long trainings. */
export interface LongNetwork {
  /** What measurements call its genotype, for example `hierarchical random 4`. */
  readonly name: string;
  /** The space of its genotype, for example `flat`. */
  readonly space: string;
  /** Where its genotype comes from: `trivial` is all identities, `published` the paper's cell. */
  readonly kind: "random" | "evolved" | "published" | "trivial";
  /** The phenotype hash; equal genotypes at several widths have the same. */
  readonly hash: string;
  /** The width, c0. */
  readonly channels: number;
  /** The test accuracy of each training, 0 to 1; at least one. */
  readonly accuracies: readonly number[];
  /** Their mean. */
  readonly accuracy: number;
  /** Their standard deviation; null for one training. */
  readonly spread: number | null;
  readonly parameterCount: number;
  /** For one image of 32×32. */
  readonly multiplyAdds: number;
  /** Processor time of one training, seconds: the median. */
  readonly processorSeconds: number;
}

/** All long trainings so far. */
export interface LongTrainings {
  /** The genotypes to train, whether any training of them is done or not. */
  readonly candidates: number;
  /** The finished trainings that were scored. */
  readonly trainings: number;
  /** The finished trainings that failed. */
  readonly failed: number;
  /** In the order of the candidates, narrow ones first; empty until one is trained. */
  readonly networks: readonly LongNetwork[];
}

/**
 * The genotypes of one `space` with their long accuracy as fitness, at every width that was trained, to compare spaces
 * at equal size. The trivial genotype is left out: nobody proposes it.
 */
export function longSizes(networks: readonly LongNetwork[], space: string): readonly SizedNetwork[] {
  return networks
    .filter((each) => each.space === space && each.kind !== "trivial")
    .map(({ hash, accuracy, parameterCount }) => ({ hash, fitness: accuracy, parameterCount }));
}

/** The noise of one of these trainings: its standard deviation over seeds, over the networks that were trained twice. */
export function longNoise(networks: readonly LongNetwork[]): Noise {
  const repeated = networks.filter(({ accuracies }) => accuracies.length > 1);
  return poolNoise(
    repeated.map(({ accuracies }) => ({
      spread: sampleStandardDeviation([...accuracies]),
      freedom: accuracies.length - 1,
    })),
  );
}
