/** A genotype as a cover: its cell unfolded, without a word. */
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure } from "../output/figure.js";
import { annotateGenotype } from "../architectures/annotate-genotype.js";
import { MOST_UNFOLDED_EDGES } from "../architectures/drawing-limit.js";
import type { Shape } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { unfoldShapes } from "../architectures/unfold-shapes.js";

/**
 * The cell down to its primitives, by colours alone, as large as it gets; a genotype of too many edges stays closed. For
 * what it says, see `drawUnfolded`.
 */
export function drawCover(genotype: Genotype): Figure {
  const annotated = annotateGenotype(genotype, { measured: false });
  const isSmall = annotated.unfoldedEdgeCount <= MOST_UNFOLDED_EDGES;
  const drawing = unfoldShapes(annotated, { opens: () => isSmall });
  const isWordless = ({ kind }: Shape): boolean => kind !== "text";
  return drawingFigure(
    "A cell down to its primitives",
    `${annotated.unfoldedEdgeCount} edges, a colour for each primitive.`,
    {
      ...drawing,
      shapes: drawing.shapes.filter(isWordless),
    },
  );
}
