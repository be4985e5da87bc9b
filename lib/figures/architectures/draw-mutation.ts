/** A mutation, before and after, with its edge marked. Deck, "Mutation". */
import type { Genotype } from "../../genotype/genotype.js";
import { applyMutation, type Mutation } from "../../genotype/mutate.js";
import type { Figure } from "../output/figure.js";
import type { OperationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";
import { annotateGenotype, asUsed, lookOf, markEdge } from "./annotate-genotype.js";
import { inColumn, sideBySide } from "./arrange-drawings.js";
import { checkDrawing, type DrawingConfig } from "./drawing-config.js";
import { type Drawing, moveShapes, type Shape } from "./drawing.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { edgeKey } from "./edge-key.js";
import { graphShapes } from "./graph-shapes.js";
import { matrixShapes } from "./matrix-shapes.js";
import { markedItem, withKey } from "./operation-key.js";
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
  const [{ isCell, motif, level, nodeCount }] = motifs;
  const reserved = motifs.flatMap(({ edges }) => edges);
  const [wordsBefore, wordsAfter] = [before, after].map((id) => lookOf(motifs[0], id));
  const edge = edgeKey(mutation);
  const change =
    before === after
      ? `${wordsAfter.words} again: nothing changes`
      : `${wordsBefore.words} becomes ${wordsAfter.words}`;
  const graphs = motifs.map((each) => graphShapes(each, { reserved }));
  const isWide = 2 * graphs[0].width + GAP > DRAWING_WIDTH;
  const halves = motifs.map((each, index) => half(index === 0 ? "before" : "after", graphs[index], matrixShapes(each)));
  const arrow = isWide ? [] : arrowAt(halves[0].width + GAP / 2, HEAD + graphs[0].height / 2);
  const both = isWide ? inColumn(halves, GAP / 2) : sideBySide(halves, GAP);
  const drawing = { ...both, shapes: [...both.shapes, ...arrow] };
  const more = [markedItem("the edge that the mutation draws")];
  const keyed = config.key === false ? drawing : withKey(drawing, motifs, { ids: level === 2, more });
  const what = isCell ? "the cell" : `motif ${motif}`;
  const [was, is] = [wordsBefore, wordsAfter].map(shortWords);
  const title =
    before === after
      ? `A mutation of ${what} that changes nothing: edge ${edge} stays ${is}`
      : `A mutation of ${what}: edge ${edge}, ${was} → ${is}`;
  return drawingFigure(config.title ?? title, `Edge ${edge} of ${nodeCount} nodes: ${change}.`, keyed);
}

const GAP = 56;
const HEAD = 22;

function arrowAt(x: number, y: number): readonly Shape[] {
  const stroke = meanings.quietText;
  return [
    { kind: "line", x: x - 14, y, path: "M0,0L22,0", stroke, strokeWidth: 2.5 },
    { kind: "line", x: x + 14, y, path: "M0,0L-10,-6L-10,6Z", fill: stroke },
  ];
}

/** An operation as titles name it: its sign, or `motif 3`, or `no edge`. */
export function shortWords({ sign, motif, name }: OperationLook): string {
  if (motif !== undefined) return `motif ${name}`;
  return sign === "·" ? "no edge" : sign;
}

function half(words: string, graph: Drawing, matrix: Drawing): Drawing {
  const width = Math.max(graph.width, matrix.width);
  const head = { kind: "text", x: 0, y: 7, text: words, size: 13, align: "left", colour: meanings.text } as const;
  const shapes: readonly Shape[] = [
    { ...head, bold: true },
    ...moveShapes(graph.shapes, (width - graph.width) / 2, HEAD),
    ...moveShapes(matrix.shapes, (width - matrix.width) / 2, HEAD + graph.height + 18),
  ];
  return { width, height: HEAD + graph.height + 18 + matrix.height, shapes };
}
