/** Motif as a matrix. Deck, "Hierarchical representation". */
import type { Genotype } from "../../genotype/genotype.js";
import type { DrawingConfig } from "./draw-motif.js";
import { drawingFigure } from "./drawing.js";
import type { Figure } from "../output/figure.js";
import { matrixShapes } from "./matrix-shapes.js";
import { motifName, pickMotif } from "./pick-motif.js";

/** How {@link drawMatrix} draws. */
export interface MatrixConfig extends DrawingConfig {
  /** Names of the nodes, source first, for example `["L", "M", "N", "O"]` as in the deck; numbers by default. */
  readonly nodeNames?: readonly string[];
}

/**
 * The matrix of motif `motif` (from 1) of `level` (2 … L) as the deck typesets it: rows are predecessors, columns
 * successors, a dot for no edge, else the operation's id with its level above. Entries that reach no network are pale.
 * Deck, "Hierarchical representation". Throws InputError for a motif that is not there.
 */
export function drawMatrix(genotype: Genotype, level: number, motif: number, config: MatrixConfig = {}): Figure {
  const { matrix } = pickMotif(genotype, level, motif);
  const rows = matrix.slice(0, -1).map((row) =>
    row
      .slice(1)
      .map((operation) => (operation === 0 ? "·" : operation))
      .join(" "),
  );
  const title = config.title ?? `${motifName(genotype, level, motif)} as a matrix`;
  const description = `Rows are predecessors, columns successors; numbers are operations of level ${level - 1}: ${rows.join(" / ")}.`;
  return drawingFigure(title, description, matrixShapes(genotype, level, motif, config));
}
