/** Motif and cell as graphs. Deck, "Flat representation" and "Hierarchical representation". */
import { type Genotype, levelCount } from "../../genotype/genotype.js";
import { edgesOf } from "../../genotype/motif.js";
import type { Primitive } from "../../genotype/primitive.js";
import type { NetworkConfig } from "../../network/network-config.js";
import { motifName, pickMotif } from "./pick-motif.js";
import { collapsedWords, MOST_EDGES } from "./drawing-limit.js";
import { drawingFigure } from "./drawing.js";
import type { Figure } from "../output/figure.js";
import { type GraphConfig, graphShapes } from "./graph-shapes.js";
import { measureGenotype } from "./measure-graph.js";
import { operationLook } from "../output/operation-look.js";

/** How a genotype is drawn. */
export interface DrawingConfig {
  /** The list that gives signs and words to primitives of your own; the paper's six by default. */
  readonly primitives?: readonly Primitive[];
  /** Instead of the title that says what is drawn. */
  readonly title?: string;
  /** The network whose shapes and costs a pointer is told; the small one by default. */
  readonly network?: NetworkConfig;
  /** The group of the network that shapes are of, from 1; the first by default. */
  readonly group?: number;
  /** Writes the channels of each node below it; false by default. */
  readonly channels?: boolean;
}

/**
 * Motif `motif` (from 1) of `level` (2 … L) as a graph, source left, sink right; each edge in the colour and with the
 * sign of its operation. Edges on no path from source to sink are pale; `channels` writes below each node how many
 * channels it has where the network uses the motif first.
 * Throws InputError for a motif or a group that is not there.
 */
export function drawMotif(genotype: Genotype, level: number, motif: number, config: DrawingConfig = {}): Figure {
  const { nodeCount } = pickMotif(genotype, level, motif);
  const edges = edgesOf(genotype.levels[level - 2][motif - 1]).map(
    ({ predecessor, successor, operation }) =>
      `${predecessor}→${successor} ${operationLook(genotype, level, operation, config.primitives).words}`,
  );
  const listed = edges.length > MOST_EDGES ? collapsedWords(edges.length, "edges") : edges.join("; ") || "none";
  const description = `A graph of ${nodeCount} nodes. Edges: ${listed}.`;
  const measures = measureGenotype(genotype, config, config.primitives)(level, motif);
  const drawing = graphShapes(genotype, level, motif, { ...graphConfig(config), measures });
  const name = motifName(genotype, level, motif);
  // Of a motif the channels are those where the network uses it first; a title that does not say where would mislead.
  const where = config.channels === true && measures !== undefined ? `, channels in the ${measures.where}` : "";
  return drawingFigure(config.title ?? `${name}${where}`, description, drawing);
}

/** What of a drawing's configuration its graphs take. */
export function graphConfig({ primitives, channels }: DrawingConfig): GraphConfig {
  return { primitives, channels };
}

/** The cell, the one motif of the last level, as a graph: see {@link drawMotif}. */
export function drawCell(genotype: Genotype, config: DrawingConfig = {}): Figure {
  return drawMotif(genotype, levelCount(genotype), 1, config);
}
