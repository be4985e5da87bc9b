/**
 * Every so many-th pixel. A 1×1 window at a stride reads nothing else, so such a convolution is this and then one at
 * stride 1: oneDNN's kernels for the gradient of a strided 1×1 convolution write past their workspace where there are
 * fewer channels than a vector has lanes (uxlfoundation/oneDNN #6035), also for a depthwise one of a single channel.
 */
import { type Attribute, float, type GraphBuilder } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/**
 * Input: images `[batch, height, width, channels]`; output: their pixels at rows and columns 0, stride, 2·stride, …,
 * `[batch, ⌈height / stride⌉, ⌈width / stride⌉, channels]`.
 */
export interface Subsample extends OperationData {
  readonly kind: "subsample";
  readonly stride: number;
}

/** Where both ends of a slice are left open: all four sides. */
const OPEN = 0b1111;

const attributes: Readonly<Record<string, Attribute>> = {
  ...float,
  Index: { type: "int32" },
  begin_mask: { int: OPEN },
  end_mask: { int: OPEN },
};

function sliceInputs(graph: GraphBuilder, { stride }: Subsample) {
  const open = graph.constant("int32", [4], [0, 0, 0, 0]);
  return [open, open, graph.constant("int32", [4], [1, stride, stride, 1])];
}

/** StridedSlice; the gradient is put back between zeros by StridedSliceGrad. */
export const subsampleRule: Rule<Subsample> = {
  emit: (graph, operation, [images]) => ({
    output: graph.add("StridedSlice", [images, ...sliceInputs(graph, operation)], attributes),
    saved: [],
  }),
  gradient: (graph, operation, gradient, { inputs: [images] }) => [
    graph.add("StridedSliceGrad", [graph.shapeOf(images), ...sliceInputs(graph, operation), gradient], attributes),
  ],
};
