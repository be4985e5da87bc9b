/** The closed set of operations with their rules. */
import { type AveragePool, averagePoolRule } from "./average-pool.js";
import { type BatchNormalization, batchNormalizationRule } from "./batch-normalization.js";
import { type Bias, biasRule } from "./bias.js";
import { type Concatenate, concatenateRule } from "./concatenate.js";
import { type Convolution, convolutionRule } from "./convolution.js";
import { type CrossEntropy, crossEntropyRule } from "./cross-entropy.js";
import { type DepthwiseConvolution, depthwiseConvolutionRule } from "./depthwise-convolution.js";
import { type DilateKernel, dilateKernelRule } from "./dilate-kernel.js";
import { type Flatten, flattenRule, type Unflatten, unflattenRule } from "./flatten.js";
import { type MaxPool, maxPoolRule } from "./max-pool.js";
import { type Product, productRule } from "./product.js";
import { type ProductSum, productSumRule } from "./product-sum.js";
import { type Relu, reluRule } from "./relu.js";
import type { OperationData, Rule } from "./rule.js";
import { type Softplus, softplusRule } from "./softplus.js";
import { type SpatialMean, spatialMeanRule } from "./spatial-mean.js";
import { type Subsample, subsampleRule } from "./subsample.js";
import { type Sum, sumRule } from "./sum.js";

/** An operation that computes something from other operations. */
export type ComputedOperation =
  | AveragePool
  | BatchNormalization
  | Bias
  | Concatenate
  | Convolution
  | CrossEntropy
  | DepthwiseConvolution
  | DilateKernel
  | Flatten
  | MaxPool
  | Product
  | ProductSum
  | Relu
  | Softplus
  | SpatialMean
  | Subsample
  | Sum
  | Unflatten;

const rules: { readonly [K in ComputedOperation["kind"]]: Rule<Extract<ComputedOperation, { readonly kind: K }>> } = {
  averagePool: averagePoolRule,
  batchNormalization: batchNormalizationRule,
  bias: biasRule,
  concatenate: concatenateRule,
  convolution: convolutionRule,
  crossEntropy: crossEntropyRule,
  depthwiseConvolution: depthwiseConvolutionRule,
  dilateKernel: dilateKernelRule,
  flatten: flattenRule,
  maxPool: maxPoolRule,
  product: productRule,
  productSum: productSumRule,
  relu: reluRule,
  softplus: softplusRule,
  spatialMean: spatialMeanRule,
  subsample: subsampleRule,
  sum: sumRule,
  unflatten: unflattenRule,
};

/** The rule of an operation's kind. */
export function ruleOf(operation: ComputedOperation): Rule<OperationData> {
  return rules[operation.kind] as Rule<OperationData>;
}
