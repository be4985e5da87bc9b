/** The order of a kernel's sides here and in frameworks that put channels first. */
import type { NetworkTensor } from "./network-tensors.js";

/** Numbers, row-major in `shape`. */
export interface ShapedNumbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * A piece as PyTorch and ONNX lay it out: convolutions `[channels, channels in, kernel, kernel]`, depthwise ones
 * `[channels, 1, kernel, kernel]`, the classifier `[classes, channels]`.
 */
export function toChannelsFirst(tensor: NetworkTensor): ShapedNumbers {
  const axes = axesOf(tensor);
  return axes === undefined ? tensor : transpose(tensor, axes);
}

/** The numbers of a piece from those that {@link toChannelsFirst} gave. */
export function fromChannelsFirst(tensor: NetworkTensor, values: Float32Array): Float32Array {
  const axes = axesOf(tensor);
  if (axes === undefined || values.length !== tensor.values.length) return values;
  const shape = axes.map((axis) => tensor.shape[axis]);
  const back = axes.map((_, axis) => axes.indexOf(axis));
  return transpose({ shape, values }, back).values;
}

/** Which side of the piece comes first, second … with channels first; undefined for a piece of one side. */
function axesOf({ kind, role }: NetworkTensor): readonly number[] | undefined {
  if (role !== "kernel") return undefined;
  if (kind === "dense") return [1, 0];
  return kind === "depthwiseConvolution" ? [2, 3, 0, 1] : [3, 2, 0, 1];
}

function transpose({ shape, values }: ShapedNumbers, axes: readonly number[]): ShapedNumbers {
  const strides = shape.map((_, side) => shape.slice(side + 1).reduce((product, size) => product * size, 1));
  const result = new Float32Array(values.length);
  const sizes = axes.map((axis) => shape[axis]);
  const steps = axes.map((axis) => strides[axis]);
  const place = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = values[from];
    for (let side = sizes.length - 1; side >= 0; side--) {
      from += steps[side];
      if (++place[side] < sizes[side]) break;
      from -= steps[side] * sizes[side];
      place[side] = 0;
    }
  }
  return { shape: sizes, values: result };
}
