/** The loss: the mean softmax cross-entropy over a batch. */
import { float, type GraphBuilder, type TensorName } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: logits `[batch, classes]`, labels `[batch]` (whole numbers); output: one number. */
export interface CrossEntropy extends OperationData {
  readonly kind: "crossEntropy";
  /** In training, the share of each label that is spread evenly over all classes (label smoothing); 0 for none. */
  readonly smoothing: number;
  readonly classCount: number;
}

/**
 * The mean of SparseSoftmaxCrossEntropyWithLogits, or with smoothing of SoftmaxCrossEntropyWithLogits; both also give
 * each example's gradient.
 */
export const crossEntropyRule: Rule<CrossEntropy> = {
  emit: (graph, operation, inputs, { mode }) => {
    const isSmoothed = operation.smoothing > 0 && mode === "training";
    const losses = isSmoothed
      ? graph.add("SoftmaxCrossEntropyWithLogits", [inputs[0], smoothed(graph, operation, inputs[1])], float)
      : graph.add("SparseSoftmaxCrossEntropyWithLogits", inputs, { ...float, Tlabels: { type: "int32" } });
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

/** The labels as probabilities, `[batch, classes]`. */
function smoothed(graph: GraphBuilder, { smoothing, classCount }: CrossEntropy, labels: TensorName): TensorName {
  const rest = smoothing / classCount;
  return graph.add(
    "OneHot",
    [
      labels,
      graph.constant("int32", [], [classCount]),
      graph.constant("float32", [], [1 - smoothing + rest]),
      graph.constant("float32", [], [rest]),
    ],
    { ...float, TI: { type: "int32" }, axis: { int: -1 } },
  );
}
