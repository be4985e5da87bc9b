/** Operations in a few groups, forward and backward together, for pictures. */

/** The groups, in the order in which pictures show them. */
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

/** The group of one of TensorFlow's operations. */
export function groupOfOperation(op: string): OperationGroup {
  if (/^Depthwise/.test(op)) return "depthwise";
  if (/MatMul|^Conv2D/.test(op)) return "products";
  if (/BatchNorm|Relu|Softplus/.test(op)) return "normalization and ReLU";
  if (/^(Concat|Split|Slice)/.test(op)) return "joining and cutting";
  if (/Pool/.test(op)) return "pools";
  return op === "AddN" ? "sums" : "other";
}
