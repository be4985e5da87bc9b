/** The rewrites by name, in the order in which they are applied. */
import type { ForwardGraph, Rewrite } from "../forward-graph.js";
import { accumulateProducts } from "./accumulate-products.js";
import { activateInNormalization } from "./activate-in-normalization.js";
import { mergeRepeatedParts } from "./merge-repeated-parts.js";
import { operateByPart } from "./operate-by-part.js";
import { poolAfterProduct } from "./pool-after-product.js";
import { productsForConvolutions } from "./products-for-convolutions.js";
import { shareEqualOperations } from "./share-equal-operations.js";
import { sumsOfProducts } from "./sums-of-products.js";

/** All rewrites in their order. Each leaves what is computed as it is, alone and with any others. */
const rewriteTable = Object.freeze({
  productsForConvolutions,
  operateByPart,
  shareEqualOperations,
  sumsOfProducts,
  mergeRepeatedParts,
  poolAfterProduct,
  activateInNormalization,
  accumulateProducts,
}) satisfies Readonly<Record<string, Rewrite>>;

/** The name of a rewrite. */
export type RewriteName = keyof typeof rewriteTable;

/** The names of all rewrites, in the order in which they are applied. */
export const rewriteNames = Object.freeze(Object.keys(rewriteTable) as RewriteName[]);

/**
 * The rewrites that use TensorFlow's inner fused operations `_FusedMatMul` and `_FusedBatchNormEx`, which exist on the
 * CPU with oneDNN only.
 */
export const fusingRewrites: readonly RewriteName[] = Object.freeze(["activateInNormalization", "accumulateProducts"]);

/**
 * The forward pass after the named rewrites, whatever the order of the names. Equal operations are shared once more at
 * the end, since later rewrites make new ones.
 */
export function applyRewrites(forward: ForwardGraph, names: readonly RewriteName[]): ForwardGraph {
  const chosen = rewriteNames.filter((name) => names.includes(name));
  const rewritten = chosen.reduce((graph, name) => rewriteTable[name](graph), forward);
  return names.includes("shareEqualOperations") ? shareEqualOperations(rewritten) : rewritten;
}
