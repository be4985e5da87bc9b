/** log(1 + eˣ), element by element: a smooth stand-in for ReLU in tests. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Input: any shape. */
export interface Softplus extends OperationData {
  readonly kind: "softplus";
}

/** Softplus, SoftplusGrad. */
export const softplusRule: Rule<Softplus> = {
  emit: (graph, _operation, inputs) => ({ output: graph.add("Softplus", inputs, float), saved: [] }),
  gradient: (graph, _operation, gradient, { inputs }) => [graph.add("SoftplusGrad", [gradient, inputs[0]], float)],
};
