/** Max-pooling with padding SAME. */
import { type Attribute, float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Input: images `[batch, height, width, channels]`. */
export interface MaxPool extends OperationData {
  readonly kind: "maxPool";
  readonly kernel: number;
  readonly stride: number;
  /**
   * The approximate number of output pixels per batch, at the plan's image size and the expected batch size. It guides
   * rewrites and does not affect the result; undefined: many.
   */
  readonly pixels?: number;
}

const attributes = ({ kernel, stride }: MaxPool): Readonly<Record<string, Attribute>> => ({
  ...float,
  ksize: { ints: [1, kernel, kernel, 1] },
  strides: { ints: [1, stride, stride, 1] },
  padding: { text: "SAME" },
});

/** MaxPool, MaxPoolGrad. */
export const maxPoolRule: Rule<MaxPool> = {
  emit: (graph, operation, inputs) => ({ output: graph.add("MaxPool", inputs, attributes(operation)), saved: [] }),
  gradient: (graph, operation, gradient, { inputs: [images], output }) => [
    graph.add("MaxPoolGrad", [images, output, gradient], attributes(operation)),
  ],
};
