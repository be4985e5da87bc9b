/** The genotype: a hierarchy of motifs over primitives. Paper, section 2.2. */
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { edgesOf, type Motif, NONE } from "./motif.js";
import type { Space } from "./space.js";

/**
 * An architecture as data: `levels[0]` holds the motifs of level 2, whose edges carry primitives; `levels[l]` those of
 * level l + 2, whose edges carry motifs of `levels[l - 1]`; the last level holds one motif, the cell. Frozen; nothing
 * but text, numbers and arrays. Paper, section 2.2.
 */
export interface Genotype {
  /** The names of the primitives, in the order that the ids of level 2 count (from 1). */
  readonly primitives: readonly string[];
  readonly levels: readonly (readonly Motif[])[];
}

/** The number L of levels, primitives included: 3 for the paper's hierarchical space, 2 for the flat one. */
export function levelCount(genotype: Genotype): number {
  return genotype.levels.length + 1;
}

/** The motifs of `level` (2 … L). Throws InputError for a level that is not there. */
export function motifsOf(genotype: Genotype, level: number): readonly Motif[] {
  const motifs = genotype.levels[level - 2];
  if (motifs === undefined) throw new InputError(`level ${level}: motifs are at levels 2 to ${levelCount(genotype)}`);
  return motifs;
}

/**
 * How many operations an edge at `level` may carry, `none` not counted: the primitives at level 2, the motifs of the
 * level below above it.
 */
export function operationCount(genotype: Genotype, level: number): number {
  return level === 2 ? genotype.primitives.length : motifsOf(genotype, level - 1).length;
}

/**
 * The name of an operation on an edge at `level`: `none`, a primitive's name, or the number of a motif of the level
 * below as text.
 */
export function operationName(genotype: Genotype, level: number, operation: number): string {
  if (operation === NONE) return "none";
  return level === 2 ? genotype.primitives[operation - 1] : String(operation);
}

/**
 * A frozen genotype from its parts. Throws InputError for no level, a level without motifs, more than one motif at the
 * last level, an edge on or below the diagonal, or an operation that the level below does not have.
 */
export function createGenotype(primitives: readonly string[], levels: readonly (readonly Motif[])[]): Genotype {
  checkCount("genotype: primitives", primitives.length, 1, limits.primitives);
  checkCount("genotype: levels above the primitives", levels.length, 1, limits.genotypeLevels);
  const genotype: Genotype = Object.freeze({
    primitives: Object.freeze([...primitives]),
    levels: Object.freeze(levels.map((motifs) => Object.freeze([...motifs]))),
  });
  genotype.levels.forEach((motifs, index) => checkLevel(genotype, motifs, index + 2));
  return genotype;
}

function checkLevel(genotype: Genotype, motifs: readonly Motif[], level: number): void {
  const top = level === levelCount(genotype);
  checkCount(`level ${level}: motifs`, motifs.length, 1, limits.levelMotifs);
  if (top && motifs.length > 1) {
    throw new InputError(`level ${level}: got ${motifs.length} motifs, the last level holds one, the cell`);
  }
  const count = operationCount(genotype, level);
  motifs.forEach((motif, index) => {
    for (const { predecessor, successor, operation } of edgesOf(motif)) {
      const where = `level ${level}, motif ${index + 1}: edge ${predecessor}→${successor}`;
      if (successor <= predecessor) throw new InputError(`${where} must run forward (to a higher node)`);
      if (operation < 1 || operation > count || !Number.isInteger(operation)) {
        throw new InputError(`${where} has operation ${operation}, level ${level - 1} has operations 1 to ${count}`);
      }
    }
  });
}

/**
 * The operations on all edges that the motifs of each level could have, none included, in a fixed order: two genotypes
 * of one space are compared place by place. Indexed like `genotype.levels`.
 */
export function operationsByLevel({ levels }: Genotype): readonly (readonly number[])[] {
  return levels.map((motifs) => motifs.flatMap(({ matrix }) => matrix.flatMap((row, from) => row.slice(from + 1))));
}

/** Throws InputError, saying where, unless `genotype` has the primitives and sizes of `space`. */
export function checkInSpace(genotype: Genotype, space: Space): void {
  const names = space.primitives.map(({ name }) => name);
  if (genotype.primitives.join() !== names.join()) {
    throw new InputError(
      `primitives: got ${genotype.primitives.join(", ")}, the ${space.name} space has ${names.join(", ")}`,
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
