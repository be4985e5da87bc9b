/** A mutation, before and after, with its edge marked. Deck, "Mutation". */
import type { Genotype } from "../../genotype/genotype.js";
import { applyMutation, type Mutation } from "../../genotype/mutate.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import { annotateGenotype, asUsed, lookOf, markEdge } from "./annotate-genotype.js";
import { checkDrawing, type DrawingConfig } from "./drawing-config.js";
import { type Drawing, moveShapes, type Shape } from "./drawing.js";
import { edgeKey } from "./edge-key.js";
import { graphShapes } from "./graph-shapes.js";
import { matrixShapes } from "./matrix-shapes.js";
import { drawingFigure } from "./paint-drawing.js";
import { pickMotif } from "./pick-motif.js";

/**
 * The motif that `mutation` changes in `parent`, before and after, as graphs and as matrices, in one layout and with
 * the edge marked in both.
 */
export function drawMutation(parent: Genotype, mutation: Mutation, config: DrawingConfig = {}): Figure {
  checkDrawing(config);
  const child = applyMutation(parent, mutation);
  const { before, after } = mutation;
  const motifs = [parent, child].map((genotype) =>
    markEdge(asUsed(pickMotif(annotateGenotype(genotype, config), mutation)), mutation),
  );
  const [{ name, isCell }] = motifs;
  const reserved = motifs.flatMap(({ edges }) => edges);
  const halves = motifs.map((motif) => half(graphShapes(motif, { reserved }), matrixShapes(motif)));
  const [wordsBefore, wordsAfter] = [before, after].map((id) => lookOf(motifs[0], id).words);
  const edge = edgeKey(mutation);
  const change = before === after ? `${wordsAfter} again: nothing changes` : `${wordsBefore} becomes ${wordsAfter}`;
  const gap = 56;
  const [{ width, height }] = halves;
  const line = { kind: "text", size: 12, align: "left", colour: meanings.quietText } as const;
  const head = { ...line, size: 13, bold: true, colour: meanings.text } as const;
  const shapes: Shape[] = [
    { ...line, x: 0, y: 6, text: `edge ${edge}: ${change}` },
    { ...head, x: 0, y: 36, text: "before" },
    { ...head, x: width + gap, y: 36, text: "after" },
    ...moveShapes(halves[0].shapes, 0, 50),
    ...moveShapes(halves[1].shapes, width + gap, 50),
    {
      kind: "line",
      x: width + gap / 2 - 14,
      y: 50 + height / 2,
      path: "M0,0L22,0",
      stroke: meanings.quietText,
      strokeWidth: 2.5,
    },
    { kind: "line", x: width + gap / 2 + 14, y: 50 + height / 2, path: "M0,0L-10,-6L-10,6Z", fill: meanings.quietText },
  ];
  const what = isCell ? name.replace("Cell", "the cell") : name.replace("Motif", "motif");
  return drawingFigure(config.title ?? `Mutation of ${what}`, `Edge ${edge}: ${change}.`, {
    width: 2 * width + gap,
    height: height + 50,
    shapes,
  });
}

function half(graph: Drawing, matrix: Drawing): Drawing {
  const width = Math.max(graph.width, matrix.width);
  const shapes = [
    ...moveShapes(graph.shapes, (width - graph.width) / 2, 0),
    ...moveShapes(matrix.shapes, (width - matrix.width) / 2, graph.height + 18),
  ];
  return { width, height: graph.height + 18 + matrix.height, shapes };
}
