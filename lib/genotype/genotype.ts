/** The genotype: a hierarchy of motifs over primitives. Paper, section 2.2. */
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { isName, nameRule, printable, shown } from "../input/printable.js";
import { checkList } from "../input/settings.js";
import { edgesOf, type Motif, NONE, toMotif } from "./motif.js";
import { checkSpace, type Space } from "./space.js";

/**
 * An architecture as data. `levels[0]` holds the motifs of level 2, whose edges carry primitives; `levels[l]` those of
 * level l + 2, whose edges carry motifs of `levels[l - 1]`; the last level holds one motif, the cell. Frozen, and made
 * of strings, numbers and arrays only. Paper, section 2.2.
 */
export interface Genotype {
  /** The names of the primitives; operation id k at level 2 is the k-th of them, from 1. */
  readonly primitives: readonly string[];
  readonly levels: readonly (readonly Motif[])[];
}

/** The number L of levels, primitives included: 3 for the paper's hierarchical space, 2 for the flat one. */
export function levelCount(genotype: Genotype): number {
  checkGenotype(genotype);
  return genotype.levels.length + 1;
}

/** The motifs of `level` (2 … L). Throws InputError for a level that does not exist. */
export function motifsOf(genotype: Genotype, level: number): readonly Motif[] {
  const last = levelCount(genotype);
  if (Number.isInteger(level) && level >= 2 && level <= last) return genotype.levels[level - 2];
  throw new InputError(`level ${shown(level)}: motifs are at levels 2 to ${last}`);
}

/**
 * How many operations an edge at `level` may carry, not counting `none`: the primitives at level 2, and above it the
 * motifs of the level below. Throws InputError for a level that has no edges.
 */
export function operationCount(genotype: Genotype, level: number): number {
  motifsOf(genotype, level);
  return level === 2 ? genotype.primitives.length : motifsOf(genotype, level - 1).length;
}

/**
 * The name of an operation on an edge at `level`: `none`, a primitive's name, or, as a string, the number of a motif of
 * the level below. Throws InputError for a level or an operation that the genotype does not have.
 */
export function operationName(genotype: Genotype, level: number, operation: number): string {
  checkCount(`level ${shown(level)}: operation`, operation, NONE, operationCount(genotype, level));
  if (operation === NONE) return "none";
  return level === 2 ? genotype.primitives[operation - 1] : String(operation);
}

/**
 * A frozen genotype from its parts. Throws InputError when there is no level, for a level without motifs, more than one
 * motif at the last level, an edge on or below the diagonal, or an operation that the level below lacks.
 */
export function createGenotype(primitives: readonly string[], levels: readonly (readonly Motif[])[]): Genotype {
  checkList("genotype: primitives", primitives);
  checkList("genotype: levels", levels);
  checkCount("genotype: primitives", primitives.length, 1, limits.primitives);
  checkCount("genotype: levels above the primitives", levels.length, 1, limits.genotypeLevels);
  for (const name of primitives) {
    if (isName(name)) continue;
    throw new InputError(`genotype: primitive ${shown(name)}: must be ${nameRule}`);
  }
  const frozen = levels.map((motifs, index) => {
    checkList(`level ${index + 2}`, motifs);
    checkCount(`level ${index + 2}: motifs`, motifs.length, 1, limits.levelMotifs);
    return Object.freeze(motifs.map((motif, at) => toMotif(motif, `level ${index + 2}, motif ${at + 1}`)));
  });
  const genotype = Object.freeze({ primitives: Object.freeze([...primitives]), levels: Object.freeze(frozen) });
  genotype.levels.forEach((motifs, index) => checkLevel(genotype, motifs, index + 2));
  return asSound(genotype);
}

/** Genotypes that were made here and frozen, so they need no second check. */
const sound = new WeakSet<Genotype>();

/** Marks `genotype` as sound without checking; the caller guarantees that it is valid and deeply frozen. */
export function asSound(genotype: Genotype): Genotype {
  sound.add(genotype);
  return genotype;
}

/** Whether `genotype` was made here, so it is valid and cannot change. */
export function isSound(genotype: Genotype): boolean {
  return sound.has(genotype);
}

/** Throws InputError, saying where, unless `genotype` is a valid genotype. */
export function checkGenotype(genotype: Genotype): void {
  if (sound.has(genotype)) return;
  if (typeof genotype !== "object" || genotype === null) {
    throw new InputError(
      `genotype: got ${shown(genotype)}, must be what createGenotype, parseGenotype or a search gives`,
    );
  }
  createGenotype(genotype.primitives, genotype.levels);
}

function checkLevel(genotype: Genotype, motifs: readonly Motif[], level: number): void {
  const top = level === genotype.levels.length + 1;
  if (top && motifs.length > 1) {
    throw new InputError(`level ${level}: got ${motifs.length} motifs, the last level holds one, the cell`);
  }
  const count = level === 2 ? genotype.primitives.length : genotype.levels[level - 3].length;
  motifs.forEach((motif, index) => {
    for (const { predecessor, successor, operation } of edgesOf(motif)) {
      if (operation <= count) continue;
      throw new InputError(
        `level ${level}, motif ${index + 1}: edge ${predecessor}→${successor} has operation ${operation}, level ${level - 1} has operations 1 to ${count}`,
      );
    }
  });
}

/**
 * The operations on all possible edges of each level's motifs, absent edges included, in a fixed order, so that two
 * genotypes of one space can be compared position by position. Indexed like `genotype.levels`.
 */
export function operationsByLevel(genotype: Genotype): readonly (readonly number[])[] {
  checkGenotype(genotype);
  return genotype.levels.map((motifs) =>
    motifs.flatMap(({ matrix }) => matrix.flatMap((row, from) => row.slice(from + 1))),
  );
}

/** Throws InputError, saying where, unless `genotype` has the primitives and sizes of `space`. */
export function checkInSpace(genotype: Genotype, space: Space): void {
  checkGenotype(genotype);
  checkSpace(space);
  const names = space.primitives.map(({ name }) => name);
  if (genotype.primitives.join() !== names.join()) {
    throw new InputError(
      `primitives: got ${printable(genotype.primitives.join(", "))}, the ${space.name} space has ${names.join(", ")}`,
    );
  }
  if (genotype.levels.length !== space.levels.length) {
    throw new InputError(
      `genotype: got ${levelCount(genotype)} levels, the ${space.name} space has ${space.levels.length + 1}`,
    );
  }
  space.levels.forEach(({ motifCount, nodeCount }, index) => {
    const motifs = genotype.levels[index];
    if (motifs.length !== motifCount) {
      throw new InputError(
        `level ${index + 2}: got ${motifs.length} motifs, the ${space.name} space has ${motifCount}`,
      );
    }
    motifs.forEach((motif, each) => {
      if (motif.nodeCount !== nodeCount) {
        throw new InputError(
          `level ${index + 2}, motif ${each + 1}: got ${motif.nodeCount} nodes, the ${space.name} space has ${nodeCount}`,
        );
      }
    });
  });
}
