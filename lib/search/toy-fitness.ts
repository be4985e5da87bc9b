/**
 * An instant toy fitness for lectures and tests: how much of a hidden genotype was guessed, as in Mastermind.
 */
import { checkInSpace, type Genotype, operationsByLevel } from "../genotype/genotype.js";
import { initialize } from "../genotype/initialize.js";
import { isConnected } from "../genotype/liveness.js";
import type { Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import { createRandom } from "../random.js";

/** Settings of {@link toyFitness}. */
export interface ToyFitnessConfig {
  /** Picks the hidden genotype. */
  readonly targetSeed: number | string;
  /** The standard deviation of the noise that `evaluate` adds, drawn from the evaluation's seed; 0 for none. */
  readonly noise: number;
}

/** Target 1, no noise. */
export const toyFitnessDefaults: ToyFitnessConfig = Object.freeze({ targetSeed: 1, noise: 0 });

/** The result of a toy evaluation. */
export interface ToyEvaluation {
  readonly status: "scored";
  readonly fitness: number;
}

/** A toy fitness on one space. */
export interface ToyFitness {
  /** The hidden genotype, the only one with fitness 1. */
  readonly target: Genotype;
  /**
   * The share of possible edges that carry the target's operation (`none` included), averaged over the levels, 0 to 1.
   * Throws InputError for a genotype from another space.
   */
  readonly score: (genotype: Genotype) => number;
  /** The score plus any noise, as an `evaluate` function for a search. */
  readonly evaluate: (genotype: Genotype, config: { readonly seed: string }) => Promise<ToyEvaluation>;
}

/**
 * A fitness that needs no training: a random genotype of `space` is hidden, and the fitness is how much of it was
 * guessed, that is, the share of possible edges that carry the hidden operation, averaged over the levels (36 edges and
 * 10 in the paper's hierarchical space, 55 in its flat one). A random genotype agrees on about one edge in seven, and a
 * mutation changes at most one edge, so selection can climb step by step. Tournament selection pulls ahead of random
 * search from about 100 steps. The score reads the genotype, not its network, so dead edges count too. Throws
 * InputError for noise that is negative or not finite.
 */
export function toyFitness(space: Space, config: Partial<ToyFitnessConfig> = {}): ToyFitness {
  const { targetSeed, noise } = { ...toyFitnessDefaults, ...config };
  if (!Number.isFinite(noise) || noise < 0) {
    throw new InputError(`toy fitness: noise: got ${noise}, must be a finite number of at least 0`);
  }
  const random = createRandom(targetSeed).split("toy target", space.name);
  let target = initialize(space, random).genotype;
  while (!isConnected(target)) target = initialize(space, random).genotype;
  const hidden = operationsByLevel(target);
  const score = (genotype: Genotype): number => {
    checkInSpace(genotype, space);
    const shares = operationsByLevel(genotype).map(
      (edges, level) => edges.filter((operation, place) => operation === hidden[level][place]).length / edges.length,
    );
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  };
  return Object.freeze({
    target,
    score,
    evaluate: async (genotype: Genotype, { seed }: { readonly seed: string }): Promise<ToyEvaluation> =>
      Object.freeze({
        status: "scored",
        fitness: score(genotype) + (noise === 0 ? 0 : noise * createRandom(seed).split("toy noise").normal()),
      }),
  });
}
