/** A motif as the deck's matrix, in LaTeX. Deck, "Hierarchical representation". */
import type { Genotype } from "../../genotype/genotype.js";
import { NONE } from "../../genotype/motif.js";
import { pickMotif } from "./pick-motif.js";

/** How {@link matrixLatex} writes. */
export interface LatexConfig {
  /** Names of the nodes, source first, for example `["L", "M", "N", "O"]` as in the deck; numbers by default. */
  readonly nodeNames?: readonly string[];
}

/**
 * The matrix of motif `motif` (from 1) of `level` (2 … L) as LaTeX for math mode (amsmath; MathJax and KaTeX take it
 * too): rows are predecessors, columns successors, `\cdot` for no edge, else the operation's id in bold with its level
 * above. Deck, "Hierarchical representation". Throws InputError for a motif that is not there.
 */
export function matrixLatex(genotype: Genotype, level: number, motif: number, config: LatexConfig = {}): string {
  const { nodeCount, matrix } = pickMotif(genotype, level, motif);
  const names = Array.from({ length: nodeCount }, (_, index) => config.nodeNames?.[index] ?? String(index + 1));
  const entry = (operation: number): string =>
    operation === NONE ? "\\cdot" : `\\mathbf{o}_{${operation}}^{(${level - 1})}`;
  const rows = matrix.slice(0, -1).map((row) => row.slice(1).map(entry));
  const columns = rows.map((_, column) => rows.map((row) => row[column]));
  // An empty row as wide as the entries keeps the names above their columns; one as high keeps the others beside their
  // rows.
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
