/** Average-pooling with padding SAME; the border averages only over the pixels that exist. */
import { type Attribute, float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Input: images `[batch, height, width, channels]`. */
export interface AveragePool extends OperationData {
  readonly kind: "averagePool";
  readonly kernel: number;
  readonly stride: number;
  /**
   * The approximate number of output pixels per batch, at the plan's image size and the expected batch size. It guides
   * rewrites and does not affect the result; undefined: many.
   */
  readonly pixels?: number;
}

const attributes = ({ kernel, stride }: AveragePool): Readonly<Record<string, Attribute>> => ({
  ...float,
  ksize: { ints: [1, kernel, kernel, 1] },
  strides: { ints: [1, stride, stride, 1] },
  padding: { text: "SAME" },
});

/** AvgPool, AvgPoolGrad. */
export const averagePoolRule: Rule<AveragePool> = {
  emit: (graph, operation, inputs) => ({ output: graph.add("AvgPool", inputs, attributes(operation)), saved: [] }),
  gradient: (graph, operation, gradient, { inputs: [images] }) => [
    graph.add("AvgPoolGrad", [graph.shapeOf(images), gradient], attributes(operation)),
  ],
};
