/**
 * Computes equal operations on equal inputs once, forward and backward: pools of one part in several places, paths that
 * a genotype repeats. TensorFlow's own optimizer would find them too, but it is off, since it costs more at the start
 * than it gains.
 */
import type { ForwardGraph, ForwardOperation, Rewrite } from "../forward-graph.js";
import { editForward } from "./edit-forward.js";

/** Equal operations → the first one. */
export const shareEqualOperations: Rewrite = (forward: ForwardGraph) => {
  const known = new Map<string, number>();
  return editForward(forward, (operation, editor) => {
    const key = keyOf(operation);
    const id = known.get(key) ?? editor.add(operation.path, operation);
    known.set(key, id);
    return [id];
  });
};

function keyOf(operation: ForwardOperation): string {
  return JSON.stringify({ ...operation, id: undefined, path: undefined });
}
