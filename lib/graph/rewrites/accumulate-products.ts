/**
 * Accumulates products into their sums as they are computed, which saves AddN's passes over memory, forward and
 * backward. CPU with oneDNN only, since nothing else has TensorFlow's _FusedMatMul with `BiasAdd` and `Add`.
 */
import type { Rewrite } from "../forward-graph.js";

/** Marks the graph so that its sums accumulate: see `addUp`. */
export const accumulateProducts: Rewrite = (forward) => ({ ...forward, accumulatesProducts: true });
