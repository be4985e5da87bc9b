/** Depthwise convolution with padding SAME. */
import { type Attribute, float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/**
 * Inputs: images `[batch, height, width, channels]`, kernel `[kernel, kernel, channels, 1]`. Without dilation: see
 * `dilateKernel`.
 */
export interface DepthwiseConvolution extends OperationData {
  readonly kind: "depthwiseConvolution";
  readonly stride: number;
  /**
   * The approximate number of output pixels per batch, at the plan's image size and the expected batch size. It guides
   * rewrites and does not affect the result; undefined: many.
   */
  readonly pixels?: number;
}

const attributes = ({ stride }: DepthwiseConvolution): Readonly<Record<string, Attribute>> => ({
  ...float,
  strides: { ints: [1, stride, stride, 1] },
  padding: { text: "SAME" },
});

/** DepthwiseConv2dNative, DepthwiseConv2dNativeBackpropInput, DepthwiseConv2dNativeBackpropFilter. */
export const depthwiseConvolutionRule: Rule<DepthwiseConvolution> = {
  emit: (graph, operation, inputs) => ({
    output: graph.add("DepthwiseConv2dNative", inputs, attributes(operation)),
    saved: [],
  }),
  gradient: (graph, operation, gradient, { inputs: [images, kernel], wanted }) => [
    wanted[0]
      ? graph.add(
          "DepthwiseConv2dNativeBackpropInput",
          [graph.shapeOf(images), kernel, gradient],
          attributes(operation),
        )
      : undefined,
    wanted[1]
      ? graph.add(
          "DepthwiseConv2dNativeBackpropFilter",
          [images, graph.shapeOf(kernel), gradient],
          attributes(operation),
        )
      : undefined,
  ],
};
