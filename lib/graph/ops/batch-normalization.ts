/** Batch normalization over batch, height and width. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Inputs: images `[batch, height, width, channels]`, scale and offset `[channels]`. */
export interface BatchNormalization extends OperationData {
  readonly kind: "batchNormalization";
  readonly epsilon: number;
  /** An activation applied to the normalized value in the same pass. */
  readonly activation?: "relu";
  /**
   * Where its averages are in their vector: `channels` means starting at `mean`, as many variances at `variance`.
   */
  readonly averages: { readonly mean: number; readonly variance: number };
}

/**
 * FusedBatchNormV3. In training mode it saves the batch's mean and variance (divided by count − 1, as in the averages),
 * then the three values that the gradient needs. The gradient is FusedBatchNormGradV3. With ReLU inside it is
 * _FusedBatchNormEx, whose gradient is ReluGrad followed by the same.
 */
export const batchNormalizationRule: Rule<BatchNormalization> = {
  emit: (graph, { epsilon, averages, activation }, inputs, { mode, average }) => {
    const training = mode === "training";
    const empty = graph.constant("float32", [0], []);
    const statistics = training ? [empty, empty] : [average(averages.mean), average(averages.variance)];
    const attributes = {
      ...float,
      U: { type: "float32" },
      epsilon: { float: epsilon },
      is_training: { bool: training },
    } as const;
    const output =
      activation === undefined
        ? graph.add("FusedBatchNormV3", [...inputs, ...statistics], attributes)
        : graph.add("_FusedBatchNormEx", [...inputs, ...statistics], {
            ...attributes,
            exponential_avg_factor: { float: 1 },
            activation_mode: { text: "Relu" },
            num_side_inputs: { int: 0 },
          });
    return { output, saved: training ? [1, 2, 3, 4, 5].map((index) => `${output}:${index}`) : [] };
  },
  gradient: (graph, { epsilon, activation }, gradient, { inputs: [images, scale], output: result, saved }) => {
    const before = activation === undefined ? gradient : graph.add("ReluGrad", [gradient, result], float);
    const output = graph.add("FusedBatchNormGradV3", [before, images, scale, ...saved.slice(2)], {
      ...float,
      U: { type: "float32" },
      epsilon: { float: epsilon },
      is_training: { bool: true },
    });
    return [output, `${output}:1`, `${output}:2`];
  },
};
