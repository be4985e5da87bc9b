/** Adds one number per channel. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: `[batch, channels]`, `[channels]`. */
export interface Bias extends OperationData {
  readonly kind: "bias";
}

/** BiasAdd, BiasAddGrad. */
export const biasRule: Rule<Bias> = {
  emit: (graph, _operation, inputs) => ({ output: graph.add("BiasAdd", inputs, float), saved: [] }),
  gradient: (graph, _operation, gradient) => [gradient, graph.add("BiasAddGrad", [gradient], float)],
};
