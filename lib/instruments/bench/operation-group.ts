/** Groups of operations for figures, forward and backward together. */

/** The groups in the order of the figures. */
export const operationGroups = Object.freeze([
  "products",
  "depthwise",
  "normalization and ReLU",
  "joining and cutting",
  "pools",
  "sums",
  "other",
] as const);

/** A group of operations. */
export type OperationGroup = (typeof operationGroups)[number];

/** The group of a TensorFlow operation. */
export function groupOfOperation(op: string): OperationGroup {
  if (/^Depthwise/.test(op)) return "depthwise";
  if (/MatMul|^Conv2D/.test(op)) return "products";
  if (/BatchNorm|Relu|Softplus/.test(op)) return "normalization and ReLU";
  if (/^(Concat|Split|Slice)/.test(op)) return "joining and cutting";
  if (/Pool/.test(op)) return "pools";
  return op === "AddN" ? "sums" : "other";
}
