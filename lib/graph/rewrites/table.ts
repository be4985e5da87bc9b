/** The rewrites by name, in the order of application. */
import type { ForwardGraph, Rewrite } from "../forward-graph.js";
import { accumulateProducts } from "./accumulate-products.js";
import { activateInNormalization } from "./activate-in-normalization.js";
import { mergeRepeatedParts } from "./merge-repeated-parts.js";
import { operateByPart } from "./operate-by-part.js";
import { poolAfterProduct } from "./pool-after-product.js";
import { productsForConvolutions } from "./products-for-convolutions.js";
import { shareEqualOperations } from "./share-equal-operations.js";
import { sumsOfProducts } from "./sums-of-products.js";

/** All rewrites in order. Each preserves the result, alone and together with any others. */
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

/** The names of all rewrites, in the order of application. */
export const rewriteNames = Object.freeze(Object.keys(rewriteTable) as RewriteName[]);

/**
 * The rewrites that use TensorFlow's internal fused operations `_FusedMatMul` and `_FusedBatchNormEx`, which exist only
 * on the CPU with oneDNN.
 */
export const fusingRewrites: readonly RewriteName[] = Object.freeze(["activateInNormalization", "accumulateProducts"]);

/**
 * The forward pass after the named rewrites, applied in the table's order. Equal operations are shared once more at the
 * end, since later rewrites create new ones.
 */
export function applyRewrites(forward: ForwardGraph, names: readonly RewriteName[]): ForwardGraph {
  const chosen = rewriteNames.filter((name) => names.includes(name));
  const rewritten = chosen.reduce((graph, name) => rewriteTable[name](graph), forward);
  return names.includes("shareEqualOperations") ? shareEqualOperations(rewritten) : rewritten;
}
