/** What a cell is made of and how it is wired, in numbers. Paper, section 2. */
import { canonicalize } from "../genotype/canonical.js";
import type { Genotype } from "../genotype/genotype.js";
import { findLive } from "../genotype/liveness.js";
import type { Edge } from "../genotype/motif.js";
import { paperPrimitives, type Primitive } from "../genotype/primitive.js";
import { percentWords } from "../input/quantity.js";

/** What a feature is about. */
export type FeatureGroup = "operations" | "wiring" | "depth" | "size";

/** One feature of a cell. */
export interface CellFeature {
  /** In words, for example `3×3 separable convolution`. */
  readonly name: string;
  readonly group: FeatureGroup;
  /** A share is a fraction, 0 to 1; doublings are a logarithm to the base 2. */
  readonly unit: "share" | "count" | "doublings";
  readonly value: number;
}

/** A motif or the cell with every motif that its edges carry put in its place, down to primitives. */
interface Unfolded {
  /** The edges that carry each primitive. */
  readonly edges: readonly number[];
  /** Between source and sink. */
  readonly innerNodes: number;
  /** Paths from source to sink. */
  readonly paths: number;
  /** Operations on the longest path and on the shortest; the identity is none. */
  readonly longest: number;
  readonly shortest: number;
}

/**
 * The features of a genotype's cell: of its live edges, with every motif put in the place of the edges that carry it
 * (paper, section 2.2), so that hierarchical and flat cells have the same features. `primitives` says which of the
 * genotype's primitives is the identity, and their words. Throws InputError where there is no network.
 */
export function cellFeatures(
  genotype: Genotype,
  primitives: readonly Primitive[] = paperPrimitives,
): readonly CellFeature[] {
  const { levels } = canonicalize(genotype).genotype;
  const known = genotype.primitives.map((name) => primitives.find((each) => each.name === name));
  const cell = unfold(
    genotype,
    known.map((primitive) => primitive !== undefined && primitive.layers(1, 1).length === 0),
  );
  const edgeCount = cell.edges.reduce((sum, each) => sum + each, 0);
  const motifCount = levels.slice(0, -1).reduce((sum, motifs) => sum + motifs.length, 0);
  const feature = (group: FeatureGroup, unit: CellFeature["unit"], name: string, value: number): CellFeature =>
    Object.freeze({ name, group, unit, value });
  return Object.freeze([
    ...genotype.primitives.map((name, index) => {
      const words = known[index]?.label.replace(/ of C channels$/, "") ?? name;
      return feature("operations", "share", words, cell.edges[index] / edgeCount);
    }),
    feature("wiring", "count", "edges", edgeCount),
    feature("wiring", "count", "edges merged in a node", edgeCount / (cell.innerNodes + 1)),
    feature("wiring", "doublings", "paths from source to sink", Math.log2(cell.paths)),
    feature("wiring", "share", "identity from source to sink", cell.shortest === 0 ? 1 : 0),
    feature("wiring", "count", "different motifs", motifCount),
    feature("depth", "count", "operations on the longest path", cell.longest),
    feature("depth", "count", "operations on the shortest path", cell.shortest),
  ]);
}

/** A mean of a feature in words: `31.0 %`, `4.2`, or the number that doublings stand for. */
export function featureWords(unit: CellFeature["unit"], value: number): string {
  if (unit === "share") return percentWords(value);
  const number = unit === "doublings" ? 2 ** value : value;
  return number < 1_000 ? number.toFixed(1) : Math.round(number).toLocaleString("en-US");
}

function unfold(genotype: Genotype, isIdentity: readonly boolean[]): Unfolded {
  let below: readonly Unfolded[] = genotype.primitives.map((_, primitive) => ({
    edges: genotype.primitives.map((_name, other) => (other === primitive ? 1 : 0)),
    innerNodes: 0,
    paths: 1,
    longest: isIdentity[primitive] ? 0 : 1,
    shortest: isIdentity[primitive] ? 0 : 1,
  }));
  findLive(genotype).forEach((motifs, level) => {
    const carried = below;
    below = motifs.map(({ edges }, motif) => assemble(edges, genotype.levels[level][motif].nodeCount, carried));
  });
  return below[0];
}

/** Edges are by predecessor, so that what leads to a node is known before what leaves it. */
function assemble(edges: readonly Edge[], nodeCount: number, carried: readonly Unfolded[]): Unfolded {
  const counts = new Array<number>(carried[0].edges.length).fill(0);
  const paths = new Array<number>(nodeCount + 1).fill(0);
  const longest = new Array<number>(nodeCount + 1).fill(-Infinity);
  const shortest = new Array<number>(nodeCount + 1).fill(Infinity);
  [paths[1], longest[1], shortest[1]] = [1, 0, 0];
  let innerNodes = Math.max(0, new Set(edges.map(({ successor }) => successor)).size - 1);
  for (const { predecessor, successor, operation } of edges) {
    const own = carried[operation - 1];
    own.edges.forEach((count, primitive) => (counts[primitive] += count));
    innerNodes += own.innerNodes;
    paths[successor] += paths[predecessor] * own.paths;
    longest[successor] = Math.max(longest[successor], longest[predecessor] + own.longest);
    shortest[successor] = Math.min(shortest[successor], shortest[predecessor] + own.shortest);
  }
  const sink = nodeCount;
  return { edges: counts, innerNodes, paths: paths[sink], longest: longest[sink], shortest: shortest[sink] };
}
