/**
 * Which edges of a genotype end up in its network; dead ends, unreachable nodes and unused motifs do not. Paper,
 * section 2.
 */
import { checkGenotype, type Genotype } from "./genotype.js";
import { type Edge, edgesOf, type Motif } from "./motif.js";

/** The part of a motif that is in the network. */
export interface LiveMotif {
  /**
   * Whether the motif has any path from source to sink. An edge that carries a motif without one counts as absent.
   */
  readonly connected: boolean;
  /** Whether the cell uses the motif, directly or through others. */
  readonly used: boolean;
  /** The edges on paths from source to sink; empty when there is no path. */
  readonly edges: readonly Edge[];
}

/** The live part of every motif; indexed like `genotype.levels`. */
export function findLive(genotype: Genotype): readonly (readonly LiveMotif[])[] {
  checkGenotype(genotype);
  const edges: (readonly Edge[])[][] = [];
  genotype.levels.forEach((motifs, index) => {
    const carries = (operation: number) => index === 0 || edges[index - 1][operation - 1].length > 0;
    edges.push(motifs.map((motif) => edgesOnPaths(motif, carries)));
  });
  const used = genotype.levels.map((motifs) => motifs.map(() => false));
  used[used.length - 1][0] = true;
  for (let index = genotype.levels.length - 1; index > 0; index--) {
    edges[index].forEach((live, motif) => {
      if (used[index][motif]) for (const { operation } of live) used[index - 1][operation - 1] = true;
    });
  }
  return edges.map((level, index) =>
    level.map((live, motif) => ({ connected: live.length > 0, used: used[index][motif], edges: live })),
  );
}

/** Whether the cell's sink can be reached from its source, so that the genotype has a network. */
export function isConnected(genotype: Genotype): boolean {
  const live = findLive(genotype);
  return live[live.length - 1][0].connected;
}

function edgesOnPaths(motif: Motif, carries: (operation: number) => boolean): readonly Edge[] {
  const edges = edgesOf(motif).filter(({ operation }) => carries(operation));
  const fromSource = new Set([1]);
  for (const { predecessor, successor } of edges) if (fromSource.has(predecessor)) fromSource.add(successor);
  const toSink = new Set([motif.nodeCount]);
  for (const { predecessor, successor } of [...edges].reverse()) if (toSink.has(successor)) toSink.add(predecessor);
  return edges.filter(({ predecessor, successor }) => fromSource.has(predecessor) && toSink.has(successor));
}
