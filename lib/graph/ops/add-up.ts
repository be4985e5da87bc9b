/** Sums that have products among their terms. */
import { float, type GraphBuilder, type TensorName } from "../graph-builder.js";
import type { PendingProduct } from "./rule.js";

/**
 * Adds the sum of the terms, one or more of equal shape. With `accumulate`, each product but the first accumulates into
 * the sum so far (_FusedMatMul, which exists only on the CPU with oneDNN); that saves AddN's passes over memory.
 * Without it, all products are computed and AddN adds them.
 */
export function addUp(
  graph: GraphBuilder,
  terms: readonly (TensorName | PendingProduct)[],
  accumulate: boolean,
): TensorName {
  const tensors = terms.filter((term) => typeof term === "string");
  const products = terms.filter((term) => typeof term !== "string");
  if (!accumulate) return addTensors(graph, [...tensors, ...products.map((product) => multiply(graph, product))]);
  const [first, ...rest] = products;
  const start = tensors.length > 0 ? addTensors(graph, tensors) : multiply(graph, first);
  return (tensors.length > 0 ? products : rest).reduce((sum, product) => multiplyInto(graph, sum, product), start);
}

function addTensors(graph: GraphBuilder, tensors: readonly TensorName[]): TensorName {
  return tensors.length === 1 ? tensors[0] : graph.add("AddN", tensors, { ...float, N: { int: tensors.length } });
}

const transposed = ({ transposes }: PendingProduct) => ({
  transpose_a: { bool: transposes === "left" },
  transpose_b: { bool: transposes === "right" },
});

function multiply(graph: GraphBuilder, product: PendingProduct): TensorName {
  return graph.add("MatMul", [product.left, product.right], { ...float, ...transposed(product) });
}

function multiplyInto(graph: GraphBuilder, sum: TensorName, product: PendingProduct): TensorName {
  const { left, right, channels } = product;
  const zeros = graph.constant(
    "float32",
    [channels],
    Array.from({ length: channels }, () => 0),
  );
  return graph.add("_FusedMatMul", [left, right, zeros, sum], {
    ...float,
    ...transposed(product),
    num_args: { int: 2 },
    fused_ops: { texts: ["BiasAdd", "Add"] },
  });
}
