/**
 * A product that goes into a sum is added to it while it is computed, which saves AddN's passes over memory, forward
 * and backward. CPU with oneDNN only, since nothing else has TensorFlow's _FusedMatMul with `BiasAdd` and `Add`.
 */
import type { Rewrite } from "../forward-graph.js";

/** Marks the graph, so that its sums are emitted so: see `addUp`. */
export const accumulateProducts: Rewrite = (forward) => ({ ...forward, accumulatesProducts: true });
