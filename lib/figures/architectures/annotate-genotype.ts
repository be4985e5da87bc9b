/**
 * A genotype with everything that its drawings show: which parts are in the network, the looks of its operations, the
 * measures of its graphs. It is made once per drawing, and all shapes come from it alone.
 */
import { sum } from "d3-array";
import { checkGenotype, type Genotype } from "../../genotype/genotype.js";
import { findLive, type LiveMotif } from "../../genotype/liveness.js";
import { type Edge, edgesOf, type Motif, NONE } from "../../genotype/motif.js";
import { paperPrimitives, type Primitive } from "../../genotype/primitive.js";
import { checkCount } from "../../input/errors.js";
import { operationLook, type OperationLook } from "../output/operation-look.js";
import { checkDrawing } from "./drawing-config.js";
import { edgeKey, type Ends } from "./edge-key.js";
import { type GraphMeasures, type GraphPlace, measureGraphs, type Measures, nothingMeasured } from "./measure-graph.js";

/** An edge of a motif, with what its drawing shows. */
export interface AnnotatedEdge extends Edge {
  /** For example `1→3`. */
  readonly key: string;
  readonly look: OperationLook;
  /** Whether it is on a path from source to sink. */
  readonly isLive: boolean;
}

/** A motif of a genotype, with what its drawings show. */
export interface AnnotatedMotif {
  /** 2 … L. */
  readonly level: number;
  /** Its number within the level, from 1. */
  readonly motif: number;
  /** `Motif 3 of level 2`, or `Cell (level 3)`. */
  readonly name: string;
  readonly isCell: boolean;
  /** Whether it is in the network: the cell, and what the cell uses, directly or through others. */
  readonly used: boolean;
  /** How many edges on source-to-sink paths of used motifs in the level above carry it. */
  readonly uses: number;
  /** Including source and sink. */
  readonly nodeCount: number;
  /** Nodes on a path from source to sink, from 1; always including source and sink. */
  readonly liveNodes: readonly number[];
  /** `[nodeCount][nodeCount]`: the operation on each edge, as in the genotype. */
  readonly matrix: Motif["matrix"];
  /** The edges that carry an operation, by predecessor, then successor. */
  readonly edges: readonly AnnotatedEdge[];
  /** The looks of operations on its edges, by id; 0 is none. */
  readonly looks: readonly OperationLook[];
  /** Undefined if it is not in the network or nothing was measured. */
  readonly measures?: GraphMeasures;
  /** An edge to mark, see {@link markEdge}; its operation may be none. */
  readonly marked?: AnnotatedEdge;
}

/** A genotype with what its drawings show. */
export interface AnnotatedGenotype {
  /** L, including the primitives. */
  readonly levelCount: number;
  /** `levels[0]` holds the motifs of level 2, the last one the cell. */
  readonly levels: readonly (readonly AnnotatedMotif[])[];
  readonly cell: AnnotatedMotif;
  /** The looks of its primitives, in their order. */
  readonly primitives: readonly OperationLook[];
  /** Edges of all motifs together. */
  readonly edgeCount: number;
  /** Edges of the cell when every motif is unfolded down to its primitives. */
  readonly unfoldedEdgeCount: number;
  /** Measures of motifs by their place in the cell, for example `/edge 1→2/motif 5`; "" is the cell. */
  readonly places: ReadonlyMap<string, GraphMeasures>;
}

/** What to work out, and for which network. */
export interface AnnotateConfig extends GraphPlace {
  /** Gives signs, labels and layers to your own primitives; by default the paper's six. */
  readonly primitives?: readonly Primitive[];
  /** Whether to measure graphs in the network; true by default. */
  readonly measured?: boolean;
}

/** The annotated genotype, frozen. Throws InputError for anything but a genotype, and for an invalid setting. */
export function annotateGenotype(genotype: Genotype, config: AnnotateConfig = {}): AnnotatedGenotype {
  checkGenotype(genotype);
  checkDrawing(config);
  const { primitives = paperPrimitives } = config;
  const live = findLive(genotype);
  const edges = genotype.levels.map((motifs) => motifs.map(edgesOf));
  const unfoldedEdgeCount = countUnfolded(genotype.primitives.length, edges);
  const measures =
    config.measured === false
      ? nothingMeasured
      : measureGraphs(genotype, live, unfoldedEdgeCount, { ...config, primitives });
  const levels = edges.map((_, index) => annotateLevel({ genotype, live, edges, measures, primitives }, index));
  return Object.freeze({
    levelCount: levels.length + 1,
    levels: Object.freeze(levels),
    cell: levels[levels.length - 1][0],
    primitives: levels[0][0].looks.slice(1),
    edgeCount: sum(edges.flat(), ({ length }) => length),
    unfoldedEdgeCount,
    places: measures.places,
  });
}

/** The number of the cell's edges when every motif is unfolded; `edges` are those of each motif, by level. */
function countUnfolded(primitiveCount: number, edges: readonly (readonly (readonly Edge[])[])[]): number {
  const [cell] = edges.reduce<readonly number[]>(
    (below, motifs) => motifs.map((each) => sum(each, ({ operation }) => below[operation - 1])),
    new Array<number>(primitiveCount).fill(1),
  );
  return cell;
}

interface Context {
  readonly genotype: Genotype;
  readonly live: readonly (readonly LiveMotif[])[];
  readonly edges: readonly (readonly (readonly Edge[])[])[];
  readonly measures: Measures;
  readonly primitives: readonly Primitive[];
}

function annotateLevel(context: Context, index: number): readonly AnnotatedMotif[] {
  const { genotype, live, measures, primitives } = context;
  const level = index + 2;
  const isCell = index === live.length - 1;
  const operationCount = index === 0 ? genotype.primitives.length : live[index - 1].length;
  const looks = Object.freeze(
    Array.from({ length: operationCount + 1 }, (_, id) => operationLook(genotype, level, id, primitives)),
  );
  const uses = new Array<number>(live[index].length).fill(0);
  for (const above of isCell ? [] : live[index + 1]) {
    if (above.used) for (const { operation } of above.edges) uses[operation - 1] += 1;
  }
  const motifs = genotype.levels[index].map(({ nodeCount, matrix }, at): AnnotatedMotif => {
    const { used, edges: liveEdges } = live[index][at];
    const liveNodes = new Set([1, nodeCount]);
    for (const { predecessor, successor } of liveEdges) liveNodes.add(predecessor).add(successor);
    return Object.freeze({
      ...{ level, motif: at + 1, isCell, used, uses: uses[at], nodeCount, matrix, looks },
      name: isCell ? `Cell (level ${level})` : `Motif ${at + 1} of level ${level}`,
      liveNodes: Object.freeze([...liveNodes]),
      edges: annotateEdges(context.edges[index][at], looks, liveEdges),
      measures: measures.first.get(`${level} ${at + 1}`),
    });
  });
  return Object.freeze(motifs);
}

function annotateEdges(
  edges: readonly Edge[],
  looks: readonly OperationLook[],
  live: readonly Edge[],
): readonly AnnotatedEdge[] {
  const liveKeys = new Set(live.map(edgeKey));
  const annotated = edges.map(({ predecessor, successor, operation }): AnnotatedEdge => {
    const key = edgeKey({ predecessor, successor });
    return Object.freeze({ predecessor, successor, operation, key, look: looks[operation], isLive: liveKeys.has(key) });
  });
  return Object.freeze(annotated);
}

/** The motif with an edge marked, which may carry none. Throws InputError for an edge that it cannot have. */
export function markEdge(motif: AnnotatedMotif, ends: Ends): AnnotatedMotif {
  const { predecessor, successor } = ends;
  checkCount(`${motif.name}: edge to mark: successor`, successor, 2, motif.nodeCount);
  checkCount(`${motif.name}: edge to mark: predecessor`, predecessor, 1, successor - 1);
  const none = { predecessor, successor, operation: NONE, key: edgeKey(ends), look: motif.looks[NONE], isLive: false };
  return Object.freeze({ ...motif, marked: motif.edges.find(({ key }) => key === none.key) ?? none });
}

/** The look of an operation on an edge of the motif. Throws InputError for one that its level does not have. */
export function lookOf({ looks, name }: AnnotatedMotif, operation: number): OperationLook {
  checkCount(`${name}: operation`, operation, NONE, looks.length - 1);
  return looks[operation];
}

/** The motif for a drawing of it alone: in full colours, whether the cell uses it or not. */
export function asUsed(motif: AnnotatedMotif): AnnotatedMotif {
  return Object.freeze({ ...motif, used: true });
}
