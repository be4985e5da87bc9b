/**
 * An instant toy fitness for lectures and tests: how much of a hidden genotype was guessed, as in the game of
 * Mastermind.
 */
import { checkInSpace, type Genotype, operationsByLevel } from "../genotype/genotype.js";
import { initialize } from "../genotype/initialize.js";
import { isConnected } from "../genotype/liveness.js";
import type { Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import { createRandom } from "../random.js";

/** Settings of {@link toyFitness}. */
export interface ToyFitnessConfig {
  /** Which hidden genotype. */
  readonly targetSeed: number | string;
  /** The standard deviation of the noise that `evaluate` adds, drawn from the evaluation's seed; 0 for none. */
  readonly noise: number;
}

/** Target 1, no noise. */
export const toyFitnessDefaults: ToyFitnessConfig = Object.freeze({ targetSeed: 1, noise: 0 });

/** What a toy evaluation gives. */
export interface ToyEvaluation {
  readonly status: "scored";
  readonly fitness: number;
}

/** A toy fitness over one space. */
export interface ToyFitness {
  /** The hidden genotype: the only one of fitness 1. */
  readonly target: Genotype;
  /**
   * The share of the possible edges that carry the target's operation (none included), averaged over the levels; 0 to
   * 1. Throws InputError for a genotype of another space.
   */
  readonly score: (genotype: Genotype) => number;
  /** The score, and noise where asked for: an `evaluate` for a search. */
  readonly evaluate: (genotype: Genotype, config: { readonly seed: string }) => Promise<ToyEvaluation>;
}

/**
 * A fitness that needs no training: a random genotype of `space` is hidden, and the fitness says how much of it was
 * guessed: at each level the share of the possible edges that carry the hidden operation, averaged over the levels (36
 * edges and 10 in the paper's hierarchical space, 55 in its flat one). A random genotype agrees on about one edge in
 * seven; a mutation changes it by at most one edge, so that selection can climb step by step. A tournament's lead over
 * random search shows from about 100 steps (20 at random) and is plain at 500 (0.54 against 0.38 in the hierarchical
 * space); at 60 steps there is none. It looks at the genotype, not at its network: dead edges count too. Throws
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
