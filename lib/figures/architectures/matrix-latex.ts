/** A motif as the deck's matrix, in LaTeX. Deck, "Hierarchical representation". */
import type { Genotype } from "../../genotype/genotype.js";
import { NONE } from "../../genotype/motif.js";
import { annotateGenotype } from "./annotate-genotype.js";
import { checkObject } from "../../input/settings.js";
import { checkNodeNames, namesOfNodes } from "./matrix-shapes.js";
import { type MotifPlace, pickMotif } from "./pick-motif.js";

/** Settings of {@link matrixLatex}. */
export interface LatexConfig extends MotifPlace {
  /** Names of the nodes, source first, for example `["L", "M", "N", "O"]` as in the deck; numbers by default. */
  readonly nodeNames?: readonly string[];
}

/**
 * The matrix of a motif, for example of `{ level: 2, motif: 3 }` (of the cell by default), as LaTeX for math mode
 * (amsmath; MathJax and KaTeX take it too): rows are predecessors, columns successors; an entry is `\cdot` for no edge,
 * or the operation's id in bold with its level above. Deck, "Hierarchical representation". Throws InputError for a
 * missing motif.
 */
export function matrixLatex(genotype: Genotype, config: LatexConfig = {}): string {
  checkObject("matrix", config);
  checkNodeNames(config.nodeNames);
  const motif = pickMotif(annotateGenotype(genotype, { measured: false }), config);
  const { level, matrix } = motif;
  const names = namesOfNodes(motif, config.nodeNames ?? []);
  const entry = (operation: number): string =>
    operation === NONE ? "\\cdot" : `\\mathbf{o}_{${operation}}^{(${level - 1})}`;
  const rows = matrix.slice(0, -1).map((row) => row.slice(1).map(entry));
  const columns = rows.map((_, column) => rows.map((row) => row[column]));
  // An empty row as wide as the entries keeps names above their columns, an empty column as high keeps names beside
  // their rows.
  const wide = columns.map((column) => `\\hphantom{${column.reduce(longer)}}`);
  const high = rows.map((row, index) => `${names[index]}\\vphantom{${row.reduce(longer)}}`);
  return [
    "\\begin{array}{rc}",
    ` & \\begin{matrix} ${names.slice(1).join(" & ")} \\\\[-1.2em] ${wide.join(" & ")} \\end{matrix} \\\\`,
    ` \\begin{matrix} ${high.join(" \\\\ ")} \\end{matrix}`,
    " & \\begin{bmatrix}",
    ...rows.map((row, index) => `  ${row.join(" & ")}${index < rows.length - 1 ? " \\\\" : ""}`),
    " \\end{bmatrix}",
    "\\end{array}",
    "",
  ].join("\n");
}

const longer = (one: string, other: string): string => (other.length > one.length ? other : one);
