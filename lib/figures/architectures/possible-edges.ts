/** All edges that a motif can have; reserving room for them keeps a layout stable throughout an evolution. */
import { MOST_EDGES } from "./drawing-limit.js";
import type { Ends } from "./edge-key.js";

/**
 * The edges that a motif of `nodeCount` nodes can have, by predecessor; empty when there are too many to draw
 * individually.
 */
export function possibleEdges(nodeCount: number): readonly Ends[] {
  if ((nodeCount * (nodeCount - 1)) / 2 > MOST_EDGES) return [];
  return Array.from({ length: nodeCount }, (_, from) =>
    Array.from({ length: nodeCount - 1 - from }, (_each, over) => ({
      predecessor: from + 1,
      successor: from + 2 + over,
    })),
  ).flat();
}
