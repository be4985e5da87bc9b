/** Numbers of channels as expressions in Python, and the layers of a primitive's class. */
import type { Primitive } from "../../genotype/primitive.js";
import { type WideLayer, wideLayers, type Width } from "../../genotype/primitive-widths.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

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

/**
 * A primitive's layers with their widths. Throws InputError when its layers, or what their channels are multiples of,
 * depend on the number of channels: no one class could stand for it.
 */
export function classLayers({ name, layers }: Primitive): readonly WideLayer[] {
  const wide = wideLayers(layers);
  if (wide !== undefined) return wide;
  throw new InputError(
    `primitive ${printable(name)}: its layers depend on the number of channels, which Python's source cannot say; export it as savedmodel, tfjs or onnx`,
  );
}
