/**
 * How a cell is assembled: primitives make motifs, motifs make the cell; each graph beside its matrix. Deck,
 * "Hierarchical representation"; paper, section 2.2.
 */
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure } from "../output/figure.js";
import { counted } from "../../input/quantity.js";
import { annotateGenotype, asUsed, type AnnotatedMotif } from "../architectures/annotate-genotype.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "../architectures/drawing.js";
import { graphShapes } from "../architectures/graph-shapes.js";
import { checkNodeNames, matrixShapes } from "../architectures/matrix-shapes.js";
import type { MatrixConfig } from "../architectures/draw-matrix.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { pickMotif } from "../architectures/pick-motif.js";
import { scaleDrawing } from "../architectures/scale-drawing.js";
import type { OperationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";
import { fromStep, legible, plainIds, stepControls, talkType, words } from "./talk-parts.js";

/** The steps of {@link drawAssembly}. */
export const assemblySteps = 2;

/**
 * A motif (by default the cell) as a graph, and beside it as the deck's matrix; `nodeNames` name the nodes in both.
 * Deck, "Hierarchical representation".
 */
export function drawMatrixAndGraph(genotype: Genotype, config: MatrixConfig = {}): Figure {
  checkDrawing(config);
  checkNodeNames(config.nodeNames);
  const motif = asUsed(pickMotif(annotateGenotype(genotype, { ...config, measured: false }), config));
  const graph = namedGraph(motif, config.nodeNames);
  const matrix = matrixShapes(motif, config.nodeNames);
  const gap = 60;
  const height = Math.max(graph.height, matrix.height);
  const shapes = [
    ...moveShapes(matrix.shapes, 0, (height - matrix.height) / 2),
    ...moveShapes(graph.shapes, matrix.width + gap, (height - graph.height) / 2),
  ];
  const listed = motif.edges.map(({ key, look }) => `${key} ${look.words}`).join("; ");
  return drawingFigure(config.title ?? `${motif.name} as a matrix and as a graph`, `Edges: ${listed}.`, {
    ...{ width: matrix.width + gap + graph.width, height, shapes },
  });
}

/** A motif's graph with names in its nodes. */
function namedGraph(motif: AnnotatedMotif, names: readonly string[] = []): Drawing {
  const graph = graphShapes(motif);
  const renamed = graph.shapes.map((shape): Shape => {
    if (shape.kind !== "text" || !/^\d+$/.test(shape.text) || shape.align !== "center") return shape;
    return { ...shape, text: names[Number(shape.text) - 1] ?? shape.text };
  });
  return { ...graph, shapes: renamed };
}

/**
 * A cell put together by levels: primitives in a row, below them motifs that the cell uses, beside them the cell, whose
 * edges have the numbers of motifs. Its signal `step` (0 to 2) shows as many levels more than the first. Paper, section
 * 2.2.
 */
export function drawAssembly(genotype: Genotype, config: DrawingConfig = {}): Figure {
  checkDrawing(config);
  const { levels, primitives, cell } = annotateGenotype(genotype, { ...config, measured: false });
  const used = levels.length === 1 ? [] : levels[0].filter((motif) => motif.used).slice(0, MOST_MOTIFS);
  const isFlat = used.length === 0;
  const graph = legible(graphShapes(asUsed(cell)));
  const cellDrawing = { ...graph, shapes: isFlat ? graph.shapes : plainIds(graph.shapes) };
  const right = panelOf(`Level ${levels.length + 1}: the cell`, isFlat ? cellDrawing : scaleDrawing(cellDrawing, 1.12));
  const left = isFlat ? [] : [panelOf("Level 2: motifs", motifList(used))];
  const lower = [...left, right];
  const lowerHeight = Math.max(...lower.map((each) => each.height));
  const width = lower.reduce((sum, each) => sum + each.width, 0) + GAP * (lower.length - 1);
  const top = panelOf("Level 1: primitives", primitiveRows(primitives, width - 2 * INSET));
  let x = 0;
  const shapes: Shape[] = [frameOf({ ...top, width }), ...top.shapes];
  lower.forEach((each, index) => {
    const moved = moveShapes([frameOf({ ...each, height: lowerHeight }), ...each.shapes], x, top.height + GAP);
    shapes.push(...fromStep(moved, index + 1));
    x += each.width + GAP;
  });
  return drawingFigure(
    config.title ?? "A cell, assembled",
    `${counted(primitives.length, "primitive")} make motifs, motifs make the cell of ${counted(cell.edges.length, "edge")}.`,
    { width, height: top.height + GAP + lowerHeight, shapes, controls: stepControls(lower.length) },
  );
}

/** The most motifs that there is room for. */
const MOST_MOTIFS = 2;
const INSET = 14;
const HEAD = 38;
const GAP = 14;

function panelOf(head: string, content: Drawing): Drawing {
  return {
    width: content.width + 2 * INSET,
    height: content.height + HEAD + INSET,
    shapes: [
      words(INSET, HEAD / 2 + 1, head, { size: talkType.head, bold: true }),
      ...moveShapes(content.shapes, INSET, HEAD),
    ],
  };
}

function primitiveRows(looks: readonly OperationLook[], width: number): Drawing {
  const pitch = width / 3;
  const shapes = looks.flatMap(({ colour, sign, signColour, words: said }, index): readonly Shape[] => {
    const [x, y] = [(index % 3) * pitch, Math.floor(index / 3) * 32 + 13];
    return [
      { kind: "box", x, y: y - 12, width: 36, height: 24, radius: 5, fill: colour, tooltip: { title: said } },
      words(x + 18, y, sign, { align: "center", bold: true, colour: signColour }),
      words(x + 46, y, said.replace(" of C channels", ""), { size: talkType.small }),
    ];
  });
  return { width, height: Math.ceil(looks.length / 3) * 32 - 6, shapes };
}

function motifList(motifs: readonly AnnotatedMotif[]): Drawing {
  const graphs = motifs.map((motif) => legible(graphShapes(motif), true));
  let y = 0;
  const shapes: Shape[] = [];
  graphs.forEach((graph, index) => {
    const name = String(motifs[index].motif);
    shapes.push(words(8, y + graph.height / 2, name, { align: "center", bold: true, size: 17 }));
    shapes.push(...moveShapes(graph.shapes, 30, y));
    y += graph.height + 16;
    if (index < graphs.length - 1) {
      const rule = { kind: "halo", stroke: meanings.frame, strokeWidth: 1 } as const;
      shapes.push({ ...rule, x: 0, y: y - 8, path: `M0,0L${30 + graph.width},0` });
    }
  });
  return { width: 30 + Math.max(...graphs.map((graph) => graph.width)), height: y - 16, shapes };
}
