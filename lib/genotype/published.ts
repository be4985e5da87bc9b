/**
 * The cell that the paper found. Paper, appendix A (not in the deck), as a public re-implementation reads its drawing.
 */
import { createGenotype, type Genotype } from "./genotype.js";
import { createMotif, type Motif } from "./motif.js";
import { paperPrimitives } from "./primitive.js";

const names = paperPrimitives.map(({ name }) => name);

type NamedEdge = readonly [predecessor: number, successor: number, operation: string | number];

// prettier-ignore
const motifs: readonly (readonly NamedEdge[])[] = [
  [[1, 2, "max"], [1, 3, "conv1"], [1, 4, "sep"], [2, 3, "dw"], [2, 4, "conv1"], [3, 4, "max"]],
  [[1, 2, "max"], [1, 3, "dw"], [1, 4, "conv1"], [2, 3, "dw"], [2, 4, "sep"], [3, 4, "sep"]],
  [[1, 2, "sep"], [1, 3, "dw"], [1, 4, "sep"], [2, 3, "sep"], [2, 4, "id"], [3, 4, "avg"]],
  [[1, 2, "avg"], [1, 3, "sep"], [1, 4, "id"], [2, 3, "sep"], [2, 4, "max"], [3, 4, "avg"]],
  [[1, 2, "id"], [1, 3, "sep"], [1, 4, "sep"], [2, 3, "id"], [2, 4, "id"], [3, 4, "sep"]],
  [[1, 2, "dw"], [1, 3, "max"], [1, 4, "sep"], [2, 3, "max"], [2, 4, "id"], [3, 4, "avg"]],
];

// prettier-ignore
const cell: readonly NamedEdge[] = [
  [1, 2, 5], [1, 3, 3], [1, 4, 3], [1, 5, 4], [2, 3, 3], [2, 4, 1], [2, 5, 5], [3, 4, 3], [3, 5, 5], [4, 5, 5],
];

/**
 * The best hierarchical cell that the paper published: six motifs of 4 nodes, a cell of 5. Paper, appendix A, as read
 * by a public re-implementation (NASLib's `LiuFinalArch`, which takes unlabelled edges as identity). The deck does not
 * show its wiring.
 */
export const publishedCell: Genotype = createGenotype(names, [
  motifs.map((edges) => motifOf(4, edges)),
  [motifOf(5, cell)],
]);

function motifOf(nodeCount: number, edges: readonly NamedEdge[]): Motif {
  return createMotif(
    nodeCount,
    edges.map(([predecessor, successor, operation]) => ({
      predecessor,
      successor,
      operation: typeof operation === "number" ? operation : names.indexOf(operation) + 1,
    })),
  );
}
