/** The sum of tensors of one shape. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: two or more tensors of equal shape. */
export interface Sum extends OperationData {
  readonly kind: "sum";
}

/** AddN; each input's gradient is the sum's. */
export const sumRule: Rule<Sum> = {
  emit: (graph, _operation, inputs) => ({
    output: graph.add("AddN", inputs, { ...float, N: { int: inputs.length } }),
    saved: [],
  }),
  gradient: (_graph, _operation, gradient, { inputs }) => inputs.map(() => gradient),
};
