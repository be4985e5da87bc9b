/** A sum of matrix products, equal to a product over joined columns. */
import { addUp } from "./add-up.js";
import type { OperationData, PendingProduct, Rule } from "./rule.js";

/**
 * Inputs: `pairs` times a left `[rows, channels in]` and a right `[channels in, channels]`, alternating, then addends
 * `[rows, channels]`.
 */
export interface ProductSum extends OperationData {
  readonly kind: "productSum";
  readonly pairs: number;
  /** Channels of each pair's left side. */
  readonly leftChannels: readonly number[];
}

/** MatMul for each pair, added up (see `addUp`); the gradients are products with one side transposed. */
export const productSumRule: Rule<ProductSum> = {
  emit: (graph, { pairs, channels }, inputs, { accumulate }) => {
    const terms = Array.from({ length: pairs }, (_, pair): PendingProduct => ({
      left: inputs[2 * pair],
      right: inputs[2 * pair + 1],
      transposes: "none",
      channels,
    }));
    return { output: addUp(graph, [...inputs.slice(2 * pairs), ...terms], accumulate), saved: [] };
  },
  gradient: (_graph, { pairs, channels, leftChannels }, gradient, { inputs }) =>
    inputs.map((_, index) => {
      if (index >= 2 * pairs) return gradient;
      return index % 2 === 0
        ? { left: gradient, right: inputs[index + 1], transposes: "right", channels: leftChannels[index / 2] }
        : { left: inputs[index - 1], right: gradient, transposes: "left", channels };
    }),
};
