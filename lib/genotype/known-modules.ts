/** Hand-designed modules as genotypes: what the representation can express, and what it cannot. */
import { byName } from "../input/by-name.js";
import type { Genotype } from "./genotype.js";
import { genotypeFromText } from "./genotype-from-text.js";
import { type Layer, type Primitive, paperPrimitives } from "./primitive.js";

/** A module of a well-known network as a cell of primitives. Frozen. */
export interface KnownModule {
  /** The name in commands, for example `inception`. */
  readonly name: string;
  readonly title: string;
  /** The network it comes from. */
  readonly source: string;
  /** One graph of primitives (L = 2); pass `primitives` with it to `planNetwork` and to drawings. */
  readonly genotype: Genotype;
  /** The paper's six, and any others that the module needs. */
  readonly primitives: readonly Primitive[];
  /** The reasons why the module is outside the paper's space, one sentence each. */
  readonly outside: readonly string[];
}

const plainConvolution = (kernel: number): Primitive =>
  Object.freeze({
    name: `conv${kernel}`,
    label: `${kernel}×${kernel} convolution of C channels`,
    sign: `${kernel}×${kernel}`,
    layers: (_inputChannels: number, channels: number): readonly Layer[] => [
      { kind: "convolution", kernel, channels },
      { kind: "batchNormalization" },
      { kind: "relu" },
    ],
  });

/** A plain 3×3 convolution to C channels with batch normalization and ReLU: not among the paper's primitives. */
export const conv3: Primitive = plainConvolution(3);

/** A plain 5×5 convolution to C channels with batch normalization and ReLU: not among the paper's primitives. */
export const conv5: Primitive = plainConvolution(5);

/** The primitives that hiernas knows by name: the paper's, and plain 3×3 and 5×5 convolutions. */
export const knownPrimitives: readonly Primitive[] = Object.freeze([...paperPrimitives, conv3, conv5]);

function createModule(
  words: Pick<KnownModule, "name" | "title" | "source" | "outside">,
  own: readonly Primitive[],
  edges: string,
): KnownModule {
  const primitives = Object.freeze([...paperPrimitives, ...own]);
  const outside = Object.freeze([...words.outside]);
  return Object.freeze({ ...words, outside, genotype: genotypeFromText(edges, primitives), primitives });
}

const sumAsConcatenation =
  "The representation has no sums, but a concatenation and the 1×1 convolution that closes it can learn them.";

/**
 * An Inception module, a residual block, a dense block and Xception's block, each as one graph of primitives. Branches
 * that differ in channels all have C here. From memory of the papers named in `source`; the deck does not have them.
 */
export const knownModules: readonly KnownModule[] = Object.freeze([
  createModule(
    {
      name: "inception",
      title: "Inception module",
      source: "GoogLeNet (Szegedy et al., 2015)",
      outside: [
        "The plain 3×3 and 5×5 convolutions are custom primitives; the paper has only separable 3×3 ones.",
        "GoogLeNet's branches differ in channels; here all have C.",
      ],
    },
    [conv3, conv5],
    "1→5 conv1, 1→2 conv1, 2→5 conv3, 1→3 conv1, 3→5 conv5, 1→4 max, 4→5 conv1",
  ),
  createModule(
    {
      name: "residual",
      title: "Residual block",
      source: "ResNet (He et al., 2016)",
      outside: ["The plain 3×3 convolution is a custom primitive.", sumAsConcatenation],
    },
    [conv3],
    "1→2 conv3, 2→3 conv3, 1→3 id, 3→4 conv1",
  ),
  createModule(
    {
      name: "dense",
      title: "Dense block of two layers",
      source: "DenseNet (Huang et al., 2016)",
      outside: [
        "The plain 3×3 convolution is a custom primitive, normalized after it; DenseNet normalizes before it.",
        "The growth rate is C, the output channels of every primitive.",
      ],
    },
    [conv3],
    "1→2 conv3, 1→3 id, 2→3 id, 3→4 conv3, 3→5 id, 4→5 id",
  ),
  createModule(
    {
      name: "xception",
      title: "Xception's middle block",
      source: "Xception (Chollet, 2016)",
      outside: [sumAsConcatenation, "Xception applies ReLU before its separable convolutions, the paper after them."],
    },
    [],
    "1→2 sep, 2→3 sep, 3→4 sep, 1→4 id, 4→5 conv1",
  ),
]);

/** One of {@link knownModules} by its name. Throws InputError for another name. */
export function moduleByName(name: string): KnownModule {
  return byName("module", knownModules, name);
}
