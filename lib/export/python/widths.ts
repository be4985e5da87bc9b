/** Numbers of channels as expressions in a module's own: those of its input, and C. */
import type { Layer, Primitive } from "../../genotype/primitive.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

/** `input` times the channels of a module's input plus `channels` times C. */
export interface Width {
  readonly input: number;
  readonly channels: number;
}

/** As many channels as the input has. */
export const asInput: Width = Object.freeze({ input: 1, channels: 0 });
/** C channels. */
export const asChannels: Width = Object.freeze({ input: 0, channels: 1 });

/** The sum of `widths`. */
export function addWidths(widths: readonly Width[]): Width {
  return widths.reduce(
    (sum, { input, channels }) => ({ input: sum.input + input, channels: sum.channels + channels }),
    { input: 0, channels: 0 },
  );
}

/** `width`, whose input is as wide as `input` says. */
export function widthWithin(width: Width, input: Width): Width {
  return { input: width.input * input.input, channels: width.channels + width.input * input.channels };
}

/** The expression in Python. */
export function widthText({ input, channels }: Width): string {
  const term = (count: number, name: string) => (count === 0 ? [] : [count === 1 ? name : `${count} * ${name}`]);
  return [...term(input, "in_channels"), ...term(channels, "channels")].join(" + ");
}

/** A primitive's layer with its output's width. */
export type WideLayer = Layer & { readonly from: Width; readonly to: Width };

/** Pairs of channels (input, C) at which a primitive's layers are looked at; two tell the widths, a third confirms them. */
const PROBES = [
  [7, 11],
  [13, 5],
  [64, 48],
] as const;

/**
 * A primitive's layers with their widths. Throws InputError when its layers, or what their channels are multiples of,
 * depend on the number of channels: no one class could stand for it.
 */
export function wideLayers({ name, layers }: Primitive): readonly WideLayer[] {
  const [first, second, third] = PROBES.map(([input, channels]) => layers(input, channels));
  const refuse = (): never => {
    throw new InputError(
      `primitive ${printable(name)}: its layers depend on the number of channels, which Python's source cannot say; export it as savedmodel, tfjs or onnx`,
    );
  };
  const kindOf = (layer: Layer): string => JSON.stringify({ ...layer, channels: 0 });
  const kinds = [first, second, third].map((each) => each.map(kindOf).join());
  if (kinds.some((each) => each !== kinds[0])) refuse();
  let from = asInput;
  return first.map((layer, index): WideLayer => {
    const values = [first, second, third].map((each) => channelsOf(each[index]));
    const [one, other, last] = values;
    let to = from;
    if (one !== undefined && other !== undefined) {
      const [[a, b], [c, d], [e, f]] = PROBES;
      const input = (one * d - other * b) / (a * d - c * b);
      const channels = (a * other - c * one) / (a * d - c * b);
      to = { input, channels };
      const isWhole = Number.isInteger(input) && Number.isInteger(channels) && input >= 0 && channels >= 0;
      if (!isWhole || e * input + f * channels !== last) refuse();
    }
    const wide = { ...layer, from, to };
    from = to;
    return wide;
  });
}

const channelsOf = (layer: Layer): number | undefined => (layer.kind === "convolution" ? layer.channels : undefined);
