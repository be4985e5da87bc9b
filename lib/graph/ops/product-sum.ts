/** A sum of products of matrices: what a product over joined columns is. Ours. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: `pairs` times a left `[rows, channels in]` and a right `[channels in, channels]`, one after the other, then addends `[rows, channels]`. Ours. */
export interface ProductSum extends OperationData {
  readonly kind: "productSum";
  readonly pairs: number;
}

/** MatMul for each pair and one AddN; the gradients are products with one side transposed. Ours. */
export const productSumRule: Rule<ProductSum> = {
  emit: (graph, { pairs }, inputs) => {
    const terms = Array.from({ length: pairs }, (_, pair) =>
      graph.add("MatMul", [inputs[2 * pair], inputs[2 * pair + 1]], float),
    );
    const all = [...terms, ...inputs.slice(2 * pairs)];
    return {
      output: all.length === 1 ? all[0] : graph.add("AddN", all, { ...float, N: { int: all.length } }),
      saved: [],
    };
  },
  gradient: (graph, { pairs }, gradient, { inputs, wanted }) =>
    inputs.map((_, index) => {
      if (!wanted[index]) return undefined;
      if (index >= 2 * pairs) return gradient;
      return index % 2 === 0
        ? graph.add("MatMul", [gradient, inputs[index + 1]], { ...float, transpose_b: { bool: true } })
        : graph.add("MatMul", [inputs[index - 1], gradient], { ...float, transpose_a: { bool: true } });
    }),
};
