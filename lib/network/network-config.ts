/** The networks that the paper puts around a cell. Paper, sections 4.1–4.3. */
import { byName } from "../input/by-name.js";
import type { Layer } from "../genotype/primitive.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { isName, nameRule, shown } from "../input/printable.js";
import { checkObject } from "../input/settings.js";

/** A stem, then groups of cells: the network around a cell. Paper, section 4. */
export interface NetworkConfig {
  /** A short name for files and commands, for example `small`. */
  readonly name: string;
  /** The layers before the first cell, given c0; batch normalization and ReLU are listed explicitly. */
  readonly stem: (channels: number) => readonly Layer[];
  /** Groups of cells; between two groups the resolution halves and the channels double. */
  readonly groupCount: number;
  /** N, the cells of a group. */
  readonly cellsPerGroup: number;
  /** c0, the channels of the first group. */
  readonly channels: number;
  /** The image size for the plan and its costs; the weights do not depend on height and width. */
  readonly imageSize: { readonly height: number; readonly width: number; readonly channels: number };
  readonly classCount: number;
}

const cifarStem = (channels: number): readonly Layer[] => [
  { kind: "convolution", kernel: 3, channels },
  { kind: "batchNormalization" },
  { kind: "relu" },
];

/**
 * The small CIFAR-10 network that the search trains: c0 = 16, N = 1, three groups, images 32×32. Paper, section 4.1
 * (numbers from memory of the paper, not in the deck).
 */
export const smallNetwork: NetworkConfig = Object.freeze({
  name: "small",
  stem: cifarStem,
  groupCount: 3,
  cellsPerGroup: 1,
  channels: 16,
  imageSize: Object.freeze({ height: 32, width: 32, channels: 3 }),
  classCount: 10,
});

/**
 * The large CIFAR-10 network that scores the found cells: c0 = 64 (deck; 128 in its last row), N = 2, three groups.
 * Paper, section 4.2 (N from memory of the paper, not in the deck).
 */
export const largeNetwork: NetworkConfig = Object.freeze({
  ...smallNetwork,
  name: "large",
  cellsPerGroup: 2,
  channels: 64,
});

/**
 * The ImageNet network: images 299×299, a stem of two stride-2 convolutions (a 3×3 one, then a 3×3 separable one), four
 * groups of N = 2 cells, c0 = 64 (deck). Paper, section 4.3 (stem, groups and N from memory of the paper, not in the
 * deck).
 */
export const imagenetNetwork: NetworkConfig = Object.freeze({
  name: "imagenet",
  stem: (channels: number): readonly Layer[] => [
    { kind: "convolution", kernel: 3, channels, stride: 2 },
    { kind: "batchNormalization" },
    { kind: "relu" },
    { kind: "depthwiseConvolution", kernel: 3, stride: 2 },
    { kind: "convolution", kernel: 1, channels },
    { kind: "batchNormalization" },
    { kind: "relu" },
  ],
  groupCount: 4,
  cellsPerGroup: 2,
  channels: 64,
  imageSize: Object.freeze({ height: 299, width: 299, channels: 3 }),
  classCount: 1000,
});

/** The three networks by name, as the command line takes them. Throws InputError for another name. */
export function networkByName(name: string): NetworkConfig {
  return byName("network", [smallNetwork, largeNetwork, imagenetNetwork], name);
}

/** Throws InputError, saying where, unless `config` is a network with whole numbers within their bounds. */
export function checkNetworkConfig(config: NetworkConfig): void {
  checkObject("network", config);
  if (!isName(config.name)) {
    throw new InputError(`network: name: got ${shown(config.name)}, must be ${nameRule}`);
  }
  if (typeof config.stem !== "function") {
    throw new InputError(
      `network ${config.name}: stem: got ${shown(config.stem)}, must be a function that returns the layers for c0`,
    );
  }
  checkObject(`network ${config.name}: imageSize`, config.imageSize);
  const { height, width, channels } = config.imageSize;
  const counts: readonly (readonly [what: string, count: number, least: number, most: number])[] = [
    ["groups", config.groupCount, 1, limits.groups],
    ["cells", config.cellsPerGroup, 1, limits.cellsPerGroup],
    ["channels", config.channels, 1, limits.channels],
    ["image height", height, 1, limits.imageSide],
    ["image width", width, 1, limits.imageSide],
    ["image channels", channels, 1, limits.channels],
    ["classes", config.classCount, 2, limits.classes],
  ];
  for (const [what, count, least, most] of counts) checkCount(`network ${config.name}: ${what}`, count, least, most);
}
