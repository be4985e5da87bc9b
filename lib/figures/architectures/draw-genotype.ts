/**
 * A whole genotype: the cell beside its motifs, or a flat genotype as its graph. Deck, "Hierarchical representation".
 */
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import { inRows, sideBySide } from "./arrange-drawings.js";
import type { DrawingConfig } from "./drawing-config.js";
import { collapsedWords, MOST_EDGES, withNote } from "./drawing-limit.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "./drawing.js";
import { PALE } from "./edge-shapes.js";
import { graphShapes } from "./graph-shapes.js";
import { operationId, operationIdWidth } from "./operation-id.js";
import { drawingFigure } from "./paint-drawing.js";

const GAP = 10;
const INSET = 9;
const HEAD = 26;

/**
 * The cell, and beside it every motif of every level below in a frame with its id; motifs that the cell does not use
 * are pale.
 */
export function drawGenotype(genotype: Genotype, config: DrawingConfig = {}): Figure {
  const { levels, edgeCount } = annotateGenotype(genotype, config);
  const isTooLarge = edgeCount > MOST_EDGES && levels.length > 1;
  const shown = isTooLarge ? levels.slice(-1) : levels;
  const panels = [...shown].reverse().map((motifs) => levelPanels(motifs, config));
  const columns = panels.map((each, index) => inRows(each, index === 1 && each.length > 3 ? 2 : 1, GAP));
  const drawing = sideBySide(columns, GAP);
  const title = config.title ?? "Genotype";
  if (!isTooLarge) return drawingFigure(title, describe(levels), drawing);
  const note = collapsedWords(edgeCount, "edges in all motifs");
  return drawingFigure(title, `The cell alone: ${note}.`, withNote(drawing, note));
}

function describe(levels: AnnotatedGenotype["levels"]): string {
  if (levels.length === 1) return "One graph whose edges carry primitives.";
  const counts = levels
    .slice(0, -1)
    .map((motifs, index) => {
      const used = motifs.filter((motif) => motif.used).length;
      return `${motifs.length} motifs of level ${index + 2}, ${used} used`;
    })
    .reverse();
  return `The cell and ${counts.join("; ")}.`;
}

/** The motifs of one level, all in one size. */
function levelPanels(motifs: readonly AnnotatedMotif[], { channels }: DrawingConfig): readonly Drawing[] {
  const graphs = motifs.map((motif) => graphShapes(motif, { channels }));
  const width = Math.max(...graphs.map((graph) => graph.width));
  const height = Math.max(...graphs.map((graph) => graph.height));
  return graphs.map((graph, index) => {
    const [x, y] = [INSET + (width - graph.width) / 2, HEAD + 4 + (height - graph.height) / 2];
    const size = { width: width + 2 * INSET, height: height + HEAD + INSET + 4 };
    return { ...size, shapes: [frameOf(size), ...headOf(motifs[index]), ...moveShapes(graph.shapes, x, y)] };
  });
}

/** The name of a motif in the corner of its panel. */
function headOf({ level, motif, isCell, used }: AnnotatedMotif): readonly Shape[] {
  const y = HEAD / 2 + 3;
  const words = { kind: "text", y, size: 13, align: "left", colour: meanings.text } as const;
  if (isCell) return [{ ...words, x: INSET, text: "cell", bold: true }];
  const id = operationId(INSET + 14, y, motif, level, { size: 15, opacity: used ? 1 : PALE });
  const right = INSET + 20 + operationIdWidth(motif, level, 15);
  return used ? id : [...id, { ...words, x: right, text: "not used", bold: false }];
}
