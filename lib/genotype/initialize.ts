/** Initialization: the trivial genotype, diversified by many mutations. Paper, section 3.2; deck, "Initialization". */
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { checkRandom, type Random } from "../random.js";
import { createGenotype, type Genotype } from "./genotype.js";
import { chainMotif, freezeMotif } from "./motif.js";
import { type Mutation, drawMutation } from "./mutate.js";
import { checkSpace, type Space } from "./space.js";

/**
 * Mutations from the trivial genotype to a random one. Paper, section 3.2 (the number is from memory of the paper; the
 * deck does not give it).
 */
export const INITIALIZATION_MUTATIONS = 1000;

/** A random genotype and the mutations that led to it from the trivial one. */
export interface Initialized {
  readonly genotype: Genotype;
  readonly mutations: readonly Mutation[];
}

/**
 * The trivial genotype of `space`, in which all operations are the identity: each motif is a chain 1→2→…→n that carries
 * `id` at level 2 and motif 1 above it. Paper, section 3.2. Throws InputError when the space has no primitive named
 * `id`.
 */
export function trivialGenotype(space: Space): Genotype {
  checkSpace(space);
  const names = space.primitives.map(({ name }) => name);
  const identity = names.indexOf("id") + 1;
  if (identity === 0) {
    throw new InputError(
      `space ${space.name}: the trivial genotype needs a primitive named id, got ${names.join(", ")}`,
    );
  }
  const levels = space.levels.map(({ motifCount, nodeCount }, index) => {
    const operation = index === 0 ? identity : 1;
    return Array.from({ length: motifCount }, () => chainMotif(nodeCount, operation));
  });
  return createGenotype(names, levels);
}

/**
 * A random genotype: the trivial one after `mutationCount` mutations, which are returned too so that one can watch how
 * it came about. Paper, section 3.2. Throws InputError for a count that is not a whole number from 0 to a million.
 */
export function initialize(
  space: Space,
  random: Random,
  mutationCount: number = INITIALIZATION_MUTATIONS,
): Initialized {
  checkRandom("initialization", random);
  checkCount("initialization: mutations", mutationCount, 0, limits.initializationMutations);
  const { primitives, levels } = trivialGenotype(space);
  // Mutated in place and frozen once: copying for each of a thousand mutations takes ten times as long.
  const draft = levels.map((motifs) =>
    motifs.map(({ nodeCount, matrix }) => ({ nodeCount, matrix: matrix.map((row) => [...row]) })),
  );
  const mutations = Array.from({ length: mutationCount }, () => {
    const mutation = drawMutation({ primitives, levels: draft }, random);
    const { level, motif, predecessor, successor, after } = mutation;
    draft[level - 2][motif - 1].matrix[predecessor - 1][successor - 1] = after;
    return mutation;
  });
  const genotype = createGenotype(
    primitives,
    draft.map((motifs) => motifs.map(({ matrix }) => freezeMotif(matrix))),
  );
  return Object.freeze({ genotype, mutations: Object.freeze(mutations) });
}
