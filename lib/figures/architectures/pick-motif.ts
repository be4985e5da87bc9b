/** One motif of a genotype by its level and number. */
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import type { AnnotatedGenotype, AnnotatedMotif } from "./annotate-genotype.js";

/** Which motif of a genotype; the cell by default. */
export interface MotifPlace {
  /** 2 … L; the cell's by default. */
  readonly level?: number;
  /** From 1 within its level; 1 by default. */
  readonly motif?: number;
}

/** The motif at a place, for example `{ level: 2, motif: 3 }`. Throws InputError for one that is not there. */
export function pickMotif(
  { levels, levelCount }: AnnotatedGenotype,
  { level = levelCount, motif = 1 }: MotifPlace,
): AnnotatedMotif {
  const motifs = Number.isInteger(level) ? levels[level - 2] : undefined;
  if (motifs === undefined) throw new InputError(`level ${shown(level)}: motifs are at levels 2 to ${levelCount}`);
  const picked = Number.isInteger(motif) ? motifs[motif - 1] : undefined;
  if (picked === undefined) {
    throw new InputError(`level ${level}: got motif ${shown(motif)}, there are motifs 1 to ${motifs.length}`);
  }
  return picked;
}
