/** A mutation as before and after, its one edge marked. Deck, "Mutation". */
import type { Genotype } from "../../genotype/genotype.js";
import { edgesOf } from "../../genotype/motif.js";
import { applyMutation, type Mutation } from "../../genotype/mutate.js";
import type { DrawingConfig } from "./draw-motif.js";
import { type Drawing, drawingFigure, moveShapes, type Shape } from "./drawing.js";
import type { Figure } from "../output/figure.js";
import { graphShapes } from "./graph-shapes.js";
import { measureGenotype } from "./measure-graph.js";
import { matrixShapes } from "./matrix-shapes.js";
import { operationLook } from "../output/operation-look.js";
import { motifName, pickMotif } from "./pick-motif.js";
import { meanings } from "../output/theme.js";

/**
 * The motif that `mutation` changes in `parent`, before and after, as graphs and as matrices; both have one layout and
 * the edge is marked in both.
 */
export function drawMutation(parent: Genotype, mutation: Mutation, config: DrawingConfig = {}): Figure {
  const { level, motif, predecessor, successor, before, after } = mutation;
  const child = applyMutation(parent, mutation);
  const reserved = [parent, child].flatMap((genotype) => edgesOf(pickMotif(genotype, level, motif)));
  const shared = { primitives: config.primitives, marked: { predecessor, successor } };
  const halves = [parent, child].map((genotype) =>
    half(
      graphShapes(genotype, level, motif, {
        ...{ ...shared, reserved },
        measures: measureGenotype(genotype, config, config.primitives)(level, motif),
      }),
      matrixShapes(genotype, level, motif, shared),
    ),
  );
  const [wordsBefore, wordsAfter] = [before, after].map(
    (id) => operationLook(parent, level, id, config.primitives).words,
  );
  const change = before === after ? `${wordsAfter} again: nothing changes` : `${wordsBefore} becomes ${wordsAfter}`;
  const gap = 56;
  const [{ width, height }] = halves;
  const line = { kind: "text", size: 12, align: "left", colour: meanings.quietText } as const;
  const head = { ...line, size: 13, bold: true, colour: meanings.text } as const;
  const shapes: Shape[] = [
    { ...line, x: 0, y: 6, text: `edge ${predecessor}→${successor}: ${change}` },
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
  const title =
    config.title ??
    `Mutation of ${motifName(parent, level, motif).replace("Cell", "the cell").replace("Motif", "motif")}`;
  return drawingFigure(title, `Edge ${predecessor}→${successor}: ${change}.`, {
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
