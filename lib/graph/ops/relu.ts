/** max(x, 0), element by element. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Input: any shape. */
export interface Relu extends OperationData {
  readonly kind: "relu";
}

/** Relu, ReluGrad. */
export const reluRule: Rule<Relu> = {
  emit: (graph, _operation, inputs) => ({ output: graph.add("Relu", inputs, float), saved: [] }),
  gradient: (graph, _operation, gradient, { output }) => [graph.add("ReluGrad", [gradient, output], float)],
};
