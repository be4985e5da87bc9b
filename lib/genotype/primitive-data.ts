/** Primitives as plain data, for the files of what was trained with primitives of one's own. */
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { Genotype } from "./genotype.js";
import { knownPrimitives } from "./known-modules.js";
import { checkPrimitives, type Layer, type Primitive, primitiveDigests } from "./primitive.js";
import { type Width, wideLayers } from "./primitive-widths.js";

/** A layer whose channels, if it has any of its own, are multiples of the primitive's input's and of C. */
export type LayerData =
  | Exclude<Layer, { readonly kind: "convolution" }>
  | (Omit<Extract<Layer, { readonly kind: "convolution" }>, "channels"> & { readonly channels: Width });

/** A primitive as plain data. */
export interface PrimitiveData extends Omit<Primitive, "layers"> {
  /** Its digest, as `primitiveDigests` has it. */
  readonly digest: string;
  /** Null where its channels are no multiples of its input's and of C: it must then be given again. */
  readonly layers: readonly LayerData[] | null;
}

/** As data, those of `primitives` that `genotype` names and hiernas does not know. */
export function ownPrimitives(genotype: Genotype, primitives: readonly Primitive[]): readonly PrimitiveData[] {
  const known = primitiveDigests(knownPrimitives);
  return genotype.primitives.flatMap((name) => {
    const found = primitives.find((each) => each.name === name);
    if (found === undefined) return [];
    const { label, sign } = found;
    const digest = digestOf(found);
    return known[name] === digest ? [] : [{ name, label, sign, digest, layers: layersData(found, digest) }];
  });
}

/**
 * All primitives that a genotype may name: the recorded ones, those asked for (which go before known ones of their name),
 * the paper's, and plain 3×3 and 5×5 convolutions. Throws InputError, beginning with `where`, for one with other
 * layers than the recorded one of its name, for one that must be given and is not, and for damaged data.
 */
export function allPrimitives(
  recorded: readonly PrimitiveData[],
  asked: readonly Primitive[] | undefined,
  where: string,
): readonly Primitive[] {
  if (asked !== undefined) checkPrimitives(asked);
  const given = asked ?? [];
  const own = recorded.map((data): Primitive => {
    const { name, digest } = data;
    const found = given.find((each) => each.name === name) ?? fromData(data);
    if (found === undefined) {
      throw new InputError(
        `${where}: primitive ${printable(name)}: its channels are no multiples of its input's and of C, so its layers are not recorded; give it again in primitives`,
      );
    }
    if (digestOf(found) !== digest) {
      throw new InputError(
        `${where}: primitive ${printable(name)}: its layers differ from those that the network was made with; give the same ones, or leave it out`,
      );
    }
    return found;
  });
  const first = [...own, ...given];
  return Object.freeze([
    ...own,
    ...given.filter(({ name }) => !own.some((each) => each.name === name)),
    ...knownPrimitives.filter(({ name }) => !first.some((each) => each.name === name)),
  ]);
}

const digestOf = (primitive: Primitive): string => primitiveDigests([primitive])[primitive.name];

function layersData(primitive: Primitive, digest: string): readonly LayerData[] | null {
  const wide = wideLayers(primitive.layers);
  if (wide === undefined) return null;
  const data = wide.map(({ from: _, to, ...layer }) =>
    layer.kind === "convolution" ? { ...layer, channels: to } : layer,
  );
  // As they come back from a file: without settings that are undefined.
  const layers = JSON.parse(JSON.stringify(data)) as readonly LayerData[];
  // What holds at the channels that were looked at may not hold at others.
  return digestOf({ ...primitive, layers: layersOf(layers) }) === digest ? layers : null;
}

function fromData({ name, label, sign, layers }: PrimitiveData): Primitive | undefined {
  return layers === null ? undefined : Object.freeze({ name, label, sign, layers: layersOf(layers) });
}

const layersOf =
  (layers: readonly LayerData[]): Primitive["layers"] =>
  (inputChannels, channels) =>
    layers.map((layer) => {
      if (layer.kind !== "convolution") return layer;
      const { input, channels: multiple } = layer.channels;
      return { ...layer, channels: input * inputChannels + multiple * channels };
    });
