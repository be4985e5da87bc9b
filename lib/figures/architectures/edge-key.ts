/** An edge by its ends. */
import type { Edge } from "../../genotype/motif.js";

/** The ends of an edge. */
export type Ends = Pick<Edge, "predecessor" | "successor">;

/** An edge's name, for example `1→3`. */
export function edgeKey({ predecessor, successor }: Ends): string {
  return `${predecessor}→${successor}`;
}
