/** A motif as arcs, with its key. Deck, "Flat networks can grow to very complex models". */
import type { Genotype } from "../../genotype/genotype.js";
import { counted } from "../../input/quantity.js";
import type { Figure } from "../output/figure.js";
import { annotateGenotype, asUsed } from "../architectures/annotate-genotype.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import { moveShapes } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { arcGraph } from "../architectures/arc-graph.js";
import { colourKey } from "./talk-parts.js";

/** Pixels between the first node and the last. */
const SPAN = 820;

/**
 * The cell of a genotype as arcs over a row of nodes, in the colours of its operations, with a key below. Deck, "Flat
 * networks can grow to very complex models".
 */
export function drawArcs(genotype: Genotype, config: DrawingConfig = {}): Figure {
  checkDrawing(config);
  const { cell } = annotateGenotype(genotype, { primitives: config.primitives, measured: false });
  const gap = SPAN / (cell.nodeCount - 1);
  const rise = 320 / SPAN;
  const graph = arcGraph(asUsed(cell), { gap, nodeRadius: 11, strokeWidth: 3, rise });
  const key = colourKey(cell.looks.slice(1), graph.width);
  const possible = (cell.nodeCount * (cell.nodeCount - 1)) / 2;
  const title = config.title ?? `${counted(cell.edges.length, "edge")} of ${possible} possible ones`;
  return drawingFigure(title, `A graph of ${cell.nodeCount} nodes and ${counted(cell.edges.length, "edge")}.`, {
    ...{ width: graph.width, height: graph.height + 22 + key.height },
    shapes: [...graph.shapes, ...moveShapes(key.shapes, 0, graph.height + 22)],
  });
}
