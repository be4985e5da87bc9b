/**
 * A motif: a small directed acyclic graph with one source and one sink, stored as an upper-triangular matrix of
 * operations. Paper, section 2.
 */
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { shown } from "../input/printable.js";
import { checkList, checkObject } from "../input/settings.js";

/** The operation id that means "no edge". Paper, section 2.1. */
export const NONE = 0;

/**
 * A small graph whose edges carry operations of the level below. Node 1 is the source, node `nodeCount` the sink;
 * `matrix[j - 1][i - 1]` is the operation on the edge j→i: 0 for none, k for the k-th operation of the level below.
 * Everything on and below the diagonal is 0. Paper, section 2.
 */
export interface Motif {
  /** Number of nodes, source and sink included; at least 2. */
  readonly nodeCount: number;
  /** `[nodeCount][nodeCount]`, rows are predecessors, columns successors. */
  readonly matrix: readonly (readonly number[])[];
}

/** One edge of a motif; nodes count from 1. Paper, section 2. */
export interface Edge {
  readonly predecessor: number;
  readonly successor: number;
  /** The operation of the level below, from 1. */
  readonly operation: number;
}

/**
 * A motif of `nodeCount` nodes with the given edges. Paper, section 2.
 * Throws InputError for fewer than 2 nodes or more than 128, an edge that runs backward, a node that does not exist, an
 * operation below 1, or an edge given twice; `where` (for example `level 2, motif 3`) begins its message.
 */
export function createMotif(nodeCount: number, edges: readonly Edge[], where = "motif"): Motif {
  checkCount(`${where}: nodes`, nodeCount, 2, limits.motifNodes);
  checkList(`${where}: edges`, edges);
  const matrix = Array.from({ length: nodeCount }, () => new Array<number>(nodeCount).fill(NONE));
  for (const each of edges) {
    checkObject(`${where}: edge`, each);
    const { predecessor, successor, operation } = each;
    const edge = `edge ${shown(predecessor)}→${shown(successor)}`;
    for (const node of [predecessor, successor]) {
      if (!Number.isInteger(node) || node < 1 || node > nodeCount) {
        throw new InputError(`${where}: ${edge} names node ${shown(node)}, nodes are 1 to ${nodeCount}`);
      }
    }
    if (successor <= predecessor) throw new InputError(`${where}: ${edge} must run forward (to a higher node)`);
    if (!Number.isInteger(operation) || operation < 1) {
      throw new InputError(
        `${where}: ${edge} has operation ${shown(operation)}, must be a whole number from 1 (leave the edge out for none)`,
      );
    }
    if (matrix[predecessor - 1][successor - 1] !== NONE) throw new InputError(`${where}: ${edge} is given twice`);
    matrix[predecessor - 1][successor - 1] = operation;
  }
  return freezeMotif(matrix);
}

/** The edges of a motif that carry an operation, by predecessor, then successor. */
export function edgesOf(motif: Motif): readonly Edge[] {
  checkMotif(motif);
  const edges: Edge[] = [];
  motif.matrix.forEach((row, from) =>
    row.forEach((operation, to) => {
      if (operation !== NONE) edges.push({ predecessor: from + 1, successor: to + 1, operation });
    }),
  );
  return edges;
}

/**
 * A copy of `motif` in which the edge predecessor→successor carries `operation` (0 removes it). Throws InputError for
 * an edge that the motif cannot have, or an operation below 0.
 */
export function withOperation(motif: Motif, predecessor: number, successor: number, operation: number): Motif {
  checkMotif(motif);
  const edge = `edge ${shown(predecessor)}→${shown(successor)}`;
  checkCount(`motif: ${edge}: successor`, successor, 2, motif.nodeCount);
  checkCount(`motif: ${edge}: predecessor`, predecessor, 1, successor - 1);
  checkCount(`motif: ${edge}: operation`, operation, 0);
  const matrix = motif.matrix.map((row) => [...row]);
  matrix[predecessor - 1][successor - 1] = operation;
  return freezeMotif(matrix);
}

/** A motif from a full square matrix; the caller guarantees that it is upper-triangular. */
export function freezeMotif(matrix: readonly (readonly number[])[]): Motif {
  const motif = Object.freeze({
    nodeCount: matrix.length,
    matrix: Object.freeze(matrix.map((row) => Object.freeze([...row]))),
  });
  sound.add(motif);
  return motif;
}

/** Motifs that were made here and frozen, so they need no second check. */
const sound = new WeakSet<Motif>();

/**
 * Throws InputError, beginning with `where`, unless `motif` is a square matrix with operations above its diagonal only.
 */
export function checkMotif(motif: Motif, where = "motif"): void {
  if (sound.has(motif)) return;
  checkObject(where, motif);
  const { nodeCount, matrix } = motif;
  checkCount(`${where}: nodes`, nodeCount, 2, limits.motifNodes);
  checkRows(`${where}: matrix`, matrix, nodeCount);
  matrix.forEach((row, from) => {
    checkRows(`${where}: row ${from + 1} of the matrix`, row, nodeCount);
    row.forEach((operation, to) => {
      const edge = `${where}: edge ${from + 1}→${to + 1}`;
      checkCount(`${edge}: operation`, operation, NONE);
      if (to <= from && operation !== NONE) throw new InputError(`${edge} must run forward (to a higher node)`);
    });
  });
}

/** `motif` itself if it was made here, otherwise a frozen copy. Throws InputError as {@link checkMotif} does. */
export function toMotif(motif: Motif, where: string): Motif {
  checkMotif(motif, where);
  return sound.has(motif) ? motif : freezeMotif(motif.matrix);
}

function checkRows(where: string, rows: readonly unknown[], nodeCount: number): void {
  checkList(where, rows);
  if (rows.length !== nodeCount) {
    throw new InputError(`${where}: got ${shown(rows)}, must have ${nodeCount} entries, one per node`);
  }
}

/** The chain 1→2→…→n, every edge with the same operation. Throws InputError as {@link createMotif} does. */
export function chainMotif(nodeCount: number, operation: number): Motif {
  const edges = Array.from({ length: nodeCount - 1 }, (_, node): Edge => ({
    predecessor: node + 1,
    successor: node + 2,
    operation,
  }));
  return createMotif(nodeCount, edges);
}
