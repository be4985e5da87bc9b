/** Initialization: the trivial genotype, diversified by many mutations. Paper, section 3.2; deck, "Initialization". */
import { InputError } from "../input/errors.js";
import type { Random } from "../random.js";
import { createGenotype, type Genotype } from "./genotype.js";
import { chainMotif } from "./motif.js";
import { mutate, type Mutation } from "./mutate.js";
import type { Space } from "./space.js";

/**
 * Mutations from the trivial genotype to a random one: 1,000. Paper, section 3.2 (the number is from memory of the
 * paper, not in the deck).
 */
export const INITIALIZATION_MUTATIONS = 1000;

/** A random genotype and the mutations that led to it from the trivial one. */
export interface Initialized {
  readonly genotype: Genotype;
  readonly mutations: readonly Mutation[];
}

/**
 * The trivial genotype of `space`, in which all operations are the identity: each motif is a chain 1→2→…→n that carries
 * `id` at level 2 and motif 1 above it. Paper, section 3.2. Throws InputError where the space has no primitive named
 * `id`.
 */
export function trivialGenotype(space: Space): Genotype {
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
 * A random genotype: the trivial one after `mutationCount` mutations, all of them returned so that the way can be
 * watched. Paper, section 3.2.
 * Throws InputError for a count that is negative or not whole.
 */
export function initialize(
  space: Space,
  random: Random,
  mutationCount: number = INITIALIZATION_MUTATIONS,
): Initialized {
  if (!Number.isInteger(mutationCount) || mutationCount < 0) {
    throw new InputError(`initialization: got ${mutationCount} mutations, must be a whole number of at least 0`);
  }
  let genotype = trivialGenotype(space);
  const mutations: Mutation[] = [];
  for (let count = 0; count < mutationCount; count++) {
    const { child, mutation } = mutate(genotype, random);
    genotype = child;
    mutations.push(mutation);
  }
  return Object.freeze({ genotype, mutations: Object.freeze(mutations) });
}
