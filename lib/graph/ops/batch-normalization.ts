/** Batch normalization over batch, height and width. Ours. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: images `[batch, height, width, channels]`, scale and offset `[channels]`. Ours. */
export interface BatchNormalization extends OperationData {
  readonly kind: "batchNormalization";
  readonly epsilon: number;
  /** Where its averages stand in their vector: `channels` means from `mean` on, as many variances from `variance` on. */
  readonly averages: { readonly mean: number; readonly variance: number };
}

/**
 * FusedBatchNormV3. Saved in training mode: mean and variance (divided by count − 1, as averages are kept) of the batch, then the three that the gradient wants.
 * The gradient is FusedBatchNormGradV3. Ours.
 */
export const batchNormalizationRule: Rule<BatchNormalization> = {
  emit: (graph, { epsilon, averages }, inputs, { mode, average }) => {
    const training = mode === "training";
    const empty = graph.constant("float32", [0], []);
    const statistics = training ? [empty, empty] : [average(averages.mean), average(averages.variance)];
    const output = graph.add("FusedBatchNormV3", [...inputs, ...statistics], {
      ...float,
      U: { type: "float32" },
      epsilon: { float: epsilon },
      is_training: { bool: training },
    });
    return { output, saved: training ? [1, 2, 3, 4, 5].map((index) => `${output}:${index}`) : [] };
  },
  gradient: (graph, { epsilon }, gradient, { inputs: [images, scale], saved }) => {
    const output = graph.add("FusedBatchNormGradV3", [gradient, images, scale, ...saved.slice(2)], {
      ...float,
      U: { type: "float32" },
      epsilon: { float: epsilon },
      is_training: { bool: true },
    });
    return [output, `${output}:1`, `${output}:2`];
  },
};
