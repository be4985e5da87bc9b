/** A motif and the cell as graphs. Deck, "Flat representation" and "Hierarchical representation". */
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure } from "../output/figure.js";
import { annotateGenotype, asUsed } from "./annotate-genotype.js";
import type { DrawingConfig } from "./drawing-config.js";
import { collapsedWords, MOST_EDGES } from "./drawing-limit.js";
import { graphShapes } from "./graph-shapes.js";
import { withKey } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";
import { type MotifPlace, pickMotif } from "./pick-motif.js";

/** Which motif to draw, and how. */
export interface MotifConfig extends DrawingConfig, MotifPlace {}

/**
 * A motif, for example `{ level: 2, motif: 3 }` (by default the cell), as a graph from source (left) to sink (right),
 * with each edge in its operation's colour and sign. Edges on no path from source to sink are pale; `channels` writes
 * below each node its channels where the network first uses the motif. Throws InputError for a missing motif or group.
 */
export function drawMotif(genotype: Genotype, config: MotifConfig = {}): Figure {
  const motif = pickMotif(annotateGenotype(genotype, config), config);
  const { name, nodeCount, edges, measures } = motif;
  const listed = edges.map(({ key, look }) => `${key} ${look.words}`).join("; ") || "none";
  const words = edges.length > MOST_EDGES ? collapsedWords(edges.length, "edges") : listed;
  // A motif's channels are those of its first use in the network; a title that does not say where would mislead.
  const where = config.channels === true && measures !== undefined ? `, channels in the ${measures.where}` : "";
  const graph = graphShapes(asUsed(motif), { channels: config.channels });
  const drawing = config.key === false ? graph : withKey(graph, [asUsed(motif)]);
  return drawingFigure(config.title ?? `${name}${where}`, `A graph of ${nodeCount} nodes. Edges: ${words}.`, drawing);
}

/** The cell, the one motif of the last level, as a graph: see {@link drawMotif}. */
export function drawCell(genotype: Genotype, config: DrawingConfig = {}): Figure {
  return drawMotif(genotype, { ...config, level: undefined, motif: undefined });
}
