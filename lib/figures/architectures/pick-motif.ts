/** One motif of a genotype, named for people. */
import { type Genotype, levelCount, motifsOf } from "../../genotype/genotype.js";
import type { Motif } from "../../genotype/motif.js";
import { InputError } from "../../input/errors.js";

/** Motif `motif` (from 1) of `level` (2 … L). Throws InputError for one that is not there. */
export function pickMotif(genotype: Genotype, level: number, motif: number): Motif {
  const motifs = motifsOf(genotype, level);
  const picked = motifs[motif - 1];
  if (picked === undefined) {
    throw new InputError(`level ${level}: got motif ${motif}, there are motifs 1 to ${motifs.length}`);
  }
  return picked;
}

/** `Motif 3 of level 2`, or `Cell (level 3)`. */
export function motifName(genotype: Genotype, level: number, motif: number): string {
  return level === levelCount(genotype) ? `Cell (level ${level})` : `Motif ${motif} of level ${level}`;
}
