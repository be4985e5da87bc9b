/** Looks up a motif of a genotype by its level and number. */
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import type { AnnotatedGenotype, AnnotatedMotif } from "./annotate-genotype.js";

/** A motif of a genotype; by default the cell. */
export interface MotifPlace {
  /** 2 … L; by default the cell's. */
  readonly level?: number;
  /** Its number within the level, from 1; 1 by default. */
  readonly motif?: number;
}

/** The motif at a place, for example `{ level: 2, motif: 3 }`. Throws InputError for a missing motif. */
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
