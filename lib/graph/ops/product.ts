/** The product of two matrices. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: `[batch, channels in]`, `[channels in, channels]`. */
export interface Product extends OperationData {
  readonly kind: "product";
}

/** MatMul; the gradients are products with one side transposed. */
export const productRule: Rule<Product> = {
  emit: (graph, _operation, inputs) => ({ output: graph.add("MatMul", inputs, float), saved: [] }),
  gradient: (graph, _operation, gradient, { inputs: [left, right], wanted }) => [
    wanted[0] ? graph.add("MatMul", [gradient, right], { ...float, transpose_b: { bool: true } }) : undefined,
    wanted[1] ? graph.add("MatMul", [left, gradient], { ...float, transpose_a: { bool: true } }) : undefined,
  ],
};
