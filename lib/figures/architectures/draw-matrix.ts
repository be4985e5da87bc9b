/** Motif as a matrix. Deck, "Hierarchical representation". */
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure } from "../output/figure.js";
import { annotateGenotype } from "./annotate-genotype.js";
import type { MotifConfig } from "./draw-motif.js";
import { checkDrawing } from "./drawing-config.js";
import { checkNodeNames, matrixShapes } from "./matrix-shapes.js";
import { drawingFigure } from "./paint-drawing.js";
import { pickMotif } from "./pick-motif.js";

/** Which motif {@link drawMatrix} draws, and how. */
export interface MatrixConfig extends MotifConfig {
  /** Names of the nodes, source first, for example `["L", "M", "N", "O"]` as in the deck; numbers by default. */
  readonly nodeNames?: readonly string[];
}

/**
 * The matrix of a motif, for example of `{ level: 2, motif: 3 }` (of the cell by default), as the deck typesets it: rows
 * are predecessors, columns successors, a dot for no edge, else the operation's id with its level above. Entries that
 * reach no network are pale. Deck, "Hierarchical representation". Throws InputError for a motif that is not there.
 */
export function drawMatrix(genotype: Genotype, config: MatrixConfig = {}): Figure {
  checkDrawing(config);
  checkNodeNames(config.nodeNames);
  const motif = pickMotif(annotateGenotype(genotype, { primitives: config.primitives, measured: false }), config);
  const { level, name, matrix } = motif;
  const rows = matrix.slice(0, -1).map((row) =>
    row
      .slice(1)
      .map((operation) => (operation === 0 ? "·" : operation))
      .join(" "),
  );
  const title = config.title ?? `${name} as a matrix`;
  const description = `Rows are predecessors, columns successors; numbers are operations of level ${level - 1}: ${rows.join(" / ")}.`;
  return drawingFigure(title, description, matrixShapes(motif, config.nodeNames));
}
