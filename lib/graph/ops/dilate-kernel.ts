/**
 * Puts zeros between a kernel's taps, so that a dilated convolution becomes a plain one. On the CPU, TensorFlow 2.21
 * refuses dilation without oneDNN, and with oneDNN the gradients of a dilated depthwise convolution are silently wrong
 * (both measured).
 */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Input: a kernel `[kernel, kernel, …, …]`; output `[(kernel − 1)·dilation + 1, same, …, …]`. */
export interface DilateKernel extends OperationData {
  readonly kind: "dilateKernel";
  readonly dilation: number;
  /** The shape of the input. */
  readonly shape: readonly number[];
}

/** Reshape, Pad, Reshape, Slice; the gradient picks the taps with a StridedSlice. */
export const dilateKernelRule: Rule<DilateKernel> = {
  emit: (graph, { dilation, shape: [kernel, , first, second] }, [input]) => {
    const ints = (shape: readonly number[], values: readonly number[] = shape) =>
      graph.constant("int32", shape === values ? [shape.length] : shape, values);
    const types = { ...float, Tshape: { type: "int32" } } as const;
    const taps = graph.add("Reshape", [input, ints([kernel, 1, kernel, 1, first * second])], types);
    const between = dilation - 1;
    const padded = graph.add("Pad", [taps, ints([5, 2], [0, 0, 0, between, 0, 0, 0, between, 0, 0])], {
      ...float,
      Tpaddings: { type: "int32" },
    });
    const wide = kernel * dilation;
    const spread = graph.add("Reshape", [padded, ints([wide, wide, first, second])], types);
    const side = wide - between;
    const output = graph.add("Slice", [spread, ints([0, 0, 0, 0]), ints([side, side, first, second])], {
      ...float,
      Index: { type: "int32" },
    });
    return { output, saved: [] };
  },
  gradient: (graph, { dilation, shape: [kernel, , first, second] }, gradient) => {
    const ints = (values: readonly number[]) => graph.constant("int32", [values.length], values);
    const side = (kernel - 1) * dilation + 1;
    return [
      graph.add(
        "StridedSlice",
        [gradient, ints([0, 0, 0, 0]), ints([side, side, first, second]), ints([dilation, dilation, 1, 1])],
        {
          ...float,
          Index: { type: "int32" },
        },
      ),
    ];
  },
};
