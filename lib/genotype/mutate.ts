/** Mutation: one edge of one motif gets a new operation. Paper, section 3.1; deck, "Mutation". */
import { checkCount } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { checkObject } from "../input/settings.js";
import { checkRandom, type Random } from "../random.js";
import {
  asSound,
  checkGenotype,
  createGenotype,
  type Genotype,
  isSound,
  motifsOf,
  operationCount,
} from "./genotype.js";
import { withOperation } from "./motif.js";

/**
 * What a mutation did: where, and the operations before and after (ids; 0 is none), which may be equal. Deck,
 * "Mutation".
 */
export interface Mutation {
  /** 2 … L. */
  readonly level: number;
  /** Its number within the level, from 1. */
  readonly motif: number;
  /** Node, from 1, below `successor`. */
  readonly predecessor: number;
  /** Node, from 2. */
  readonly successor: number;
  readonly before: number;
  readonly after: number;
}

/** A mutated genotype and the mutation that made it. */
export interface Mutated {
  readonly child: Genotype;
  readonly mutation: Mutation;
}

/**
 * The deck's four draws: a level above the primitives; one of its motifs; a successor uniform over the nodes that have
 * predecessors, then a predecessor uniform below it; an operation of the level below, none included. The new operation
 * may equal the old. The child may have no path from source to sink: see `isConnected`. Paper, section 3.1. Throws
 * InputError unless it is given a genotype and a stream of `createRandom`.
 */
export function sampleMutation(genotype: Genotype, random: Random): Mutation {
  checkGenotype(genotype);
  checkRandom("mutation", random);
  return drawMutation(genotype, random);
}

/** {@link sampleMutation} without checks, for a genotype under construction. */
export function drawMutation({ primitives, levels }: Genotype, random: Random): Mutation {
  const level = 2 + random.integer(levels.length);
  const motifs = levels[level - 2];
  const motif = 1 + random.integer(motifs.length);
  const { nodeCount, matrix } = motifs[motif - 1];
  const successor = 2 + random.integer(nodeCount - 1);
  const predecessor = 1 + random.integer(successor - 1);
  const after = random.integer((level === 2 ? primitives.length : levels[level - 3].length) + 1);
  return Object.freeze({ level, motif, predecessor, successor, before: matrix[predecessor - 1][successor - 1], after });
}

/**
 * The genotype after `mutation`; the original is unchanged. Throws InputError for a motif, an edge or an operation that
 * the genotype does not have.
 */
export function applyMutation(genotype: Genotype, mutation: Mutation): Genotype {
  checkObject("mutation", mutation);
  const { level, motif, predecessor, successor, after } = mutation;
  checkCount(`mutation: level ${shown(level)}: motif`, motif, 1, motifsOf(genotype, level).length);
  checkCount(`mutation: level ${level}: operation after it`, after, 0, operationCount(genotype, level));
  const levels = genotype.levels.map((motifs, index) =>
    index !== level - 2
      ? motifs
      : Object.freeze(
          motifs.map((each, number) =>
            number === motif - 1 ? withOperation(each, predecessor, successor, after) : each,
          ),
        ),
  );
  // A caller's own genotype may change after this call; one made here cannot.
  if (!isSound(genotype)) return createGenotype(genotype.primitives, levels);
  return asSound(Object.freeze({ primitives: genotype.primitives, levels: Object.freeze(levels) }));
}

/**
 * A mutated copy of `genotype` and what was done to it; see {@link sampleMutation} for the draws. Paper, section 3.1.
 */
export function mutate(genotype: Genotype, random: Random): Mutated {
  const mutation = sampleMutation(genotype, random);
  return Object.freeze({ child: applyMutation(genotype, mutation), mutation });
}
