/** Joins parts along the channels; the gradient is split into the parts again. */
import { float, type GraphBuilder, type TensorName } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Joins the parts of its one input value, `[batch, height, width, channels]` or `[batch, channels]`. */
export interface Concatenate extends OperationData {
  readonly kind: "concatenate";
  /** Channels of each part. */
  readonly partChannels: readonly number[];
}

/** ConcatV2; its gradient is one SplitV. */
export const concatenateRule: Rule<Concatenate> = {
  takesParts: true,
  emit: (graph, { partChannels }, inputs) => ({
    output: graph.add("ConcatV2", [...inputs, lastSide(graph)], {
      ...float,
      N: { int: partChannels.length },
      Tidx: { type: "int32" },
    }),
    saved: [],
  }),
  gradient: (graph, { partChannels }, gradient) => {
    const count = partChannels.length;
    const sizes = graph.constant("int32", [count], partChannels);
    const pieces = graph.add("SplitV", [gradient, sizes, lastSide(graph)], {
      ...float,
      num_split: { int: count },
      Tlen: { type: "int32" },
    });
    return partChannels.map((_, index) => (index === 0 ? pieces : `${pieces}:${index}`));
  },
};

function lastSide(graph: GraphBuilder): TensorName {
  return graph.constant("int32", [], [-1]);
}
