/** Numbers of channels as expressions in a primitive's own: those of its input, and C. */
import type { Layer, Primitive } from "./primitive.js";

/** `input` times the channels of a primitive's or a module's input plus `channels` times C. */
export interface Width {
  readonly input: number;
  readonly channels: number;
}

/** As many channels as the input has. */
export const asInput: Width = Object.freeze({ input: 1, channels: 0 });

/** A primitive's layer with its output's width. */
export type WideLayer = Layer & { readonly from: Width; readonly to: Width };

/** Pairs of channels (input, C) at which a primitive's layers are looked at; two tell the widths, a third confirms them. */
const PROBES = [
  [7, 11],
  [13, 5],
  [64, 48],
] as const;

/**
 * A primitive's layers with their widths; undefined when its layers, or what their channels are multiples of, depend on
 * the number of channels.
 */
export function wideLayers(layers: Primitive["layers"]): readonly WideLayer[] | undefined {
  const [first, second, third] = PROBES.map(([input, channels]) => layers(input, channels));
  const kindOf = (layer: Layer): string => JSON.stringify({ ...layer, channels: 0 });
  const kinds = [first, second, third].map((each) => each.map(kindOf).join());
  if (kinds.some((each) => each !== kinds[0])) return undefined;
  let from = asInput;
  const wide: WideLayer[] = [];
  for (const [index, layer] of first.entries()) {
    const values = [first, second, third].map((each) => channelsOf(each[index]));
    const [one, other, last] = values;
    let to = from;
    if (one !== undefined && other !== undefined) {
      const [[a, b], [c, d], [e, f]] = PROBES;
      const input = (one * d - other * b) / (a * d - c * b);
      const channels = (a * other - c * one) / (a * d - c * b);
      to = { input, channels };
      const isWhole = Number.isInteger(input) && Number.isInteger(channels) && input >= 0 && channels >= 0;
      if (!isWhole || e * input + f * channels !== last) return undefined;
    }
    wide.push({ ...layer, from, to });
    from = to;
  }
  return wide;
}

const channelsOf = (layer: Layer): number | undefined => (layer.kind === "convolution" ? layer.channels : undefined);
