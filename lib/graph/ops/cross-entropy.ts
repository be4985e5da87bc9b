/** The loss: the mean softmax cross-entropy over a batch. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: logits `[batch, classes]`, labels `[batch]` (whole numbers); output: one number. */
export interface CrossEntropy extends OperationData {
  readonly kind: "crossEntropy";
}

/** The mean of SparseSoftmaxCrossEntropyWithLogits, which also gives each example's gradient. */
export const crossEntropyRule: Rule<CrossEntropy> = {
  emit: (graph, _operation, inputs) => {
    const losses = graph.add("SparseSoftmaxCrossEntropyWithLogits", inputs, { ...float, Tlabels: { type: "int32" } });
    const output = graph.add("Mean", [losses, graph.constant("int32", [1], [0])], {
      ...float,
      Tidx: { type: "int32" },
      keep_dims: { bool: false },
    });
    return { output, saved: [losses, `${losses}:1`] };
  },
  gradient: (graph, _operation, gradient, { saved: [losses, each] }) => {
    const size = graph.add("Size", [losses], { ...float, out_type: { type: "int32" } });
    const count = graph.add("Cast", [size], { SrcT: { type: "int32" }, DstT: { type: "float32" } });
    const share = graph.add("RealDiv", [gradient, count], float);
    return [graph.add("Mul", [each, share], float), undefined];
  },
};
