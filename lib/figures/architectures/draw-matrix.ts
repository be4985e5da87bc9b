/** A motif as a matrix. Deck, "Hierarchical representation". */
import type { Genotype } from "../../genotype/genotype.js";
import type { Figure } from "../output/figure.js";
import { annotateGenotype, asUsed } from "./annotate-genotype.js";
import type { MotifConfig } from "./draw-motif.js";
import { checkDrawing } from "./drawing-config.js";
import { checkNodeNames, matrixShapes } from "./matrix-shapes.js";
import { withKey } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";
import { pickMotif } from "./pick-motif.js";

/** Settings of {@link drawMatrix}. */
export interface MatrixConfig extends MotifConfig {
  /** Names of the nodes, source first, for example `["L", "M", "N", "O"]` as in the deck; numbers by default. */
  readonly nodeNames?: readonly string[];
}

/**
 * The matrix of a motif, for example of `{ level: 2, motif: 3 }` (of the cell by default), as the deck typesets it:
 * rows are predecessors, columns successors; an entry is a dot for no edge, or the operation's id with its level above.
 * Entries that are not in the network are pale. Deck, "Hierarchical representation". Throws InputError for a missing
 * motif.
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
  const drawing = matrixShapes(motif, config.nodeNames);
  const keyed = config.key === false ? drawing : withKey(drawing, [asUsed(motif)], { ids: true });
  return drawingFigure(title, description, keyed);
}
