/** Convolution with padding SAME. */
import { type Attribute, float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/**
 * Inputs: images `[batch, height, width, channels in]`, kernel `[kernel, kernel, channels in, channels]`. Without
 * dilation: see `dilateKernel`.
 */
export interface Convolution extends OperationData {
  readonly kind: "convolution";
  readonly stride: number;
}

const attributes = ({ stride }: Convolution): Readonly<Record<string, Attribute>> => ({
  ...float,
  strides: { ints: [1, stride, stride, 1] },
  padding: { text: "SAME" },
});

/** Conv2D, Conv2DBackpropInput, Conv2DBackpropFilter. */
export const convolutionRule: Rule<Convolution> = {
  emit: (graph, operation, inputs) => ({ output: graph.add("Conv2D", inputs, attributes(operation)), saved: [] }),
  gradient: (graph, operation, gradient, { inputs: [images, kernel], wanted }) => [
    wanted[0]
      ? graph.add("Conv2DBackpropInput", [graph.shapeOf(images), kernel, gradient], attributes(operation))
      : undefined,
    wanted[1]
      ? graph.add("Conv2DBackpropFilter", [images, graph.shapeOf(kernel), gradient], attributes(operation))
      : undefined,
  ],
};
