/**
 * Primitive operations, level 1 of a genotype. They are data, so you can bring your own. Paper, section 2.1; deck,
 * "Primitive operations".
 */
import { createHash } from "node:crypto";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { isName, nameRule, shown } from "../input/printable.js";
import { checkList, checkObject } from "../input/settings.js";

/**
 * One operation of the closed set that has shapes, costs and gradients. `channels` is the number of output channels;
 * `groups` is 1 or, for a depthwise convolution, the number of input channels. All keep the resolution at stride 1
 * (padding SAME).
 */
export type Layer =
  | {
      readonly kind: "convolution";
      readonly kernel: number;
      readonly channels: number;
      readonly stride?: number;
      readonly dilation?: number;
    }
  | {
      readonly kind: "depthwiseConvolution";
      readonly kernel: number;
      readonly stride?: number;
      readonly dilation?: number;
    }
  | { readonly kind: "maxPool"; readonly kernel: number; readonly stride?: number }
  | { readonly kind: "averagePool"; readonly kernel: number; readonly stride?: number }
  | { readonly kind: "batchNormalization" }
  | { readonly kind: "relu" };

/**
 * A primitive operation: a name for data and commands, a label and a short sign for people, and the layers it consists
 * of. Paper, section 2.1.
 */
export interface Primitive {
  /** The name in genotype files, for example `sep`. Letters, digits and dashes; `none` is reserved. */
  readonly name: string;
  /** In words, for example `3×3 separable convolution of C channels`. */
  readonly label: string;
  /** At most three characters for drawings, for example `sep`. */
  readonly sign: string;
  /**
   * The chain of layers, given the input channels and the group's channels C; an empty chain is the identity.
   */
  readonly layers: (inputChannels: number, channels: number) => readonly Layer[];
}

const normalized: readonly Layer[] = [{ kind: "batchNormalization" }, { kind: "relu" }];

/** A 1×1 convolution to C channels with batch normalization and ReLU. Deck, o₁⁽¹⁾. */
export const conv1: Primitive = {
  name: "conv1",
  label: "1×1 convolution of C channels",
  sign: "1×1",
  layers: (_inputChannels, channels) => [{ kind: "convolution", kernel: 1, channels }, ...normalized],
};

/** A 3×3 depthwise convolution with batch normalization and ReLU; keeps the channels. Deck, o₂⁽¹⁾. */
export const depthwise: Primitive = {
  name: "dw",
  label: "3×3 depthwise convolution",
  sign: "dw",
  layers: () => [{ kind: "depthwiseConvolution", kernel: 3 }, ...normalized],
};

/**
 * A 3×3 separable convolution to C channels (depthwise, then 1×1), batch normalization and ReLU once after both. Deck,
 * o₃⁽¹⁾.
 */
export const separable: Primitive = {
  name: "sep",
  label: "3×3 separable convolution of C channels",
  sign: "sep",
  layers: (_inputChannels, channels) => [
    { kind: "depthwiseConvolution", kernel: 3 },
    { kind: "convolution", kernel: 1, channels },
    ...normalized,
  ],
};

/** 3×3 max-pooling at stride 1. Deck, o₄⁽¹⁾. */
export const maxPool: Primitive = {
  name: "max",
  label: "3×3 max-pooling",
  sign: "max",
  layers: () => [{ kind: "maxPool", kernel: 3 }],
};

/** 3×3 average-pooling at stride 1; the border averages only over the pixels that exist. Deck, o₅⁽¹⁾. */
export const averagePool: Primitive = {
  name: "avg",
  label: "3×3 average-pooling",
  sign: "avg",
  layers: () => [{ kind: "averagePool", kernel: 3 }],
};

/** The identity. Deck, o₆⁽¹⁾. */
export const identity: Primitive = { name: "id", label: "identity", sign: "id", layers: () => [] };

/**
 * The six primitive operations in the deck's order, o₁⁽¹⁾ … o₆⁽¹⁾. `none` (operation 0, no edge) exists besides them at
 * every level above 1. Paper, section 2.1.
 */
export const paperPrimitives: readonly Primitive[] = Object.freeze([
  conv1,
  depthwise,
  separable,
  maxPool,
  averagePool,
  identity,
]);

/** Throws InputError, beginning with `where`, unless `primitives` is a non-empty list of primitives. */
export function checkPrimitives(primitives: readonly Primitive[], where = "primitives"): void {
  if (primitives === paperPrimitives) return;
  checkList(where, primitives);
  checkCount(where, primitives.length, 1, limits.primitives);
  for (const [index, primitive] of primitives.entries()) {
    const place = `${where}: primitive ${index + 1}`;
    checkObject(place, primitive);
    const { name, label, sign, layers } = primitive;
    if (!isName(name)) throw new InputError(`${place}: name: got ${shown(name)}, must be ${nameRule}`);
    if (typeof label !== "string") throw new InputError(`${place}: label: got ${shown(label)}, must be a string`);
    if (typeof sign !== "string") throw new InputError(`${place}: sign: got ${shown(sign)}, must be a string`);
    if (typeof layers !== "function") {
      throw new InputError(`${place}: layers: got ${shown(layers)}, must be a function of the input channels and C`);
    }
  }
}

const kinds: readonly Layer["kind"][] = [
  "convolution",
  "depthwiseConvolution",
  "maxPool",
  "averagePool",
  "batchNormalization",
  "relu",
];

/** Throws InputError, beginning with `where`, unless `layers` are layers that a primitive or a stem may have. */
export function checkLayers(layers: readonly Layer[], where: string): void {
  checkList(where, layers);
  for (const layer of layers) {
    checkObject(`${where}: layer`, layer);
    if (!kinds.includes(layer.kind)) {
      throw new InputError(`${where}: layer: kind: got ${shown(layer.kind)}, must be one of ${kinds.join(", ")}`);
    }
    for (const side of ["kernel", "stride", "dilation"] as const) {
      const value: unknown = side in layer ? layer[side as never] : undefined;
      const needed = side === "kernel" && layer.kind !== "batchNormalization" && layer.kind !== "relu";
      if (value === undefined && !needed) continue;
      checkCount(`${where}: ${layer.kind}: ${side}`, value as number, 1, limits.kernelSide);
    }
    if (layer.kind === "convolution") checkCount(`${where}: convolution: channels`, layer.channels, 1, limits.channels);
  }
}

/** Pairs of channels (input, C) at which functions of layers are compared. */
const PROBES: readonly (readonly [inputChannels: number, channels: number])[] = [
  [1, 2],
  [2, 1],
  [3, 8],
  [8, 3],
  [16, 16],
  [24, 16],
];

/**
 * For each primitive, by name, a digest of its layers, 12 hexadecimal digits: equal for primitives that compute the
 * same. Layers are a function of the channels, so the digest covers a few pairs of channels.
 */
export function primitiveDigests(primitives: readonly Primitive[]): Readonly<Record<string, string>> {
  checkPrimitives(primitives);
  return Object.freeze(Object.fromEntries(primitives.map((primitive) => [primitive.name, digestOf(primitive)])));
}

function digestOf({ layers }: Primitive): string {
  const usual: Readonly<Record<string, number>> = { stride: 1, dilation: 1 };
  const texts = PROBES.map(([inputChannels, channels]) =>
    layers(inputChannels, channels).map((layer) =>
      Object.entries(layer)
        .filter(([key, value]) => value !== undefined && value !== usual[key])
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
  );
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex").slice(0, 12);
}
