/** A network on its way out: all that an export of any format needs. */
import type { Normalization } from "../dataset/normalize.js";
import type { Genotype } from "../genotype/genotype.js";
import type { Primitive } from "../genotype/primitive.js";
import type { NetworkConfig } from "../network/network-config.js";
import type { Plan } from "../network/plan.js";
import type { NetworkTensor } from "./network-tensors.js";

/** What a picture goes through before the network sees it. Survives JSON. */
export interface Preprocessing {
  /** Upright pictures are cut to their largest centred part of this shape, then resized to it (Lanczos). */
  readonly height: number;
  readonly width: number;
  /** 3 for red, green, blue, in that order; 1 for grey. */
  readonly channels: number;
  /** Subtracted from the pixel values of 0 to 255 and then divided by, by channel. */
  readonly normalization: Normalization;
}

/** Where an export's weights come from. Survives JSON. */
export type ExportOrigin =
  | {
      readonly kind: "trained";
      /** The training that gave the weights, from 1, and the run's trainings. */
      readonly training: number;
      readonly trainingCount: number;
      readonly trainingSteps: number;
      /** Which images, as a run names them. */
      readonly data: string;
      readonly trainingImages: number;
      readonly testImages: number;
      /** Of this network on the test images, 0 to 1. */
      readonly accuracy: number;
      /** The share whose class is among the five likeliest; missing with at most five classes. */
      readonly topFiveAccuracy?: number;
      /** Mean and standard deviation (n − 1 in the denominator) of the run's `tested` finished trainings. */
      readonly mean: number;
      readonly spread: number;
      readonly tested: number;
      /** When and with which version the run began. */
      readonly begun: string;
      readonly hiernas: string;
      /** Its protocol in words, by setting. */
      readonly protocol: Readonly<Record<string, string>>;
    }
  | { readonly kind: "initial"; readonly seed: number | string };

/** A network with its weights, its preprocessing and where they come from. */
export interface ExportedNetwork {
  readonly genotype: Genotype;
  /** Those that the genotype uses, in its order. */
  readonly primitives: readonly Primitive[];
  /** With `imageSize` as the network is scored. */
  readonly config: NetworkConfig;
  readonly plan: Plan;
  /** The phenotype hash. */
  readonly hash: string;
  readonly tensors: readonly NetworkTensor[];
  readonly preprocessing: Preprocessing;
  readonly classNames: readonly string[];
  readonly origin: ExportOrigin;
}

/** A file of an export, by its name in the folder. */
export interface ExportFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}
