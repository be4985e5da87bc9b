/**
 * Every n-th pixel, for stride n. A strided 1×1 window reads no others, so such a convolution becomes this followed by
 * a convolution at stride 1: oneDNN's gradient kernels for a strided 1×1 convolution write past their workspace when
 * there are fewer channels than a vector has lanes (uxlfoundation/oneDNN #6035), and so for a depthwise one on one
 * channel.
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

/** A mask that leaves both ends of a slice open on all four sides. */
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

/** StridedSlice; StridedSliceGrad puts the gradient back between zeros. */
export const subsampleRule: Rule<Subsample> = {
  emit: (graph, operation, [images]) => ({
    output: graph.add("StridedSlice", [images, ...sliceInputs(graph, operation)], attributes),
    saved: [],
  }),
  gradient: (graph, operation, gradient, { inputs: [images] }) => [
    graph.add("StridedSliceGrad", [graph.shapeOf(images), ...sliceInputs(graph, operation), gradient], attributes),
  ],
};
