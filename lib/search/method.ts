/** What a search method is, and the two ways in which the methods here make a draft. Paper, sections 3.1 to 3.3. */
import { phenotypeHash } from "../genotype/canonical.js";
import type { Genotype } from "../genotype/genotype.js";
import { INITIALIZATION_MUTATIONS, initialize } from "../genotype/initialize.js";
import { isConnected } from "../genotype/liveness.js";
import { mutate } from "../genotype/mutate.js";
import type { Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import type { Random } from "../random.js";
import type { Individual, Phase, Proposal } from "./individual.js";

/** What a method is told of the step that it proposes for. */
export interface ProposalContext {
  readonly space: Space;
  /** The search step, from 1. */
  readonly step: number;
  /** How many individuals are drawn at random before selection begins. */
  readonly initialCount: number;
  /** The step's own stream, `createRandom(seed).split("step", step)`: all draws of the proposal come from it. */
  readonly random: Random;
  /** Mutations from the trivial genotype to an initialization individual. Default: 1,000, as in the paper. */
  readonly mutationCount?: number;
  /** Whether a draft that has a network is taken; a draft that is not is drawn again. Default: all are. */
  readonly accept?: (genotype: Genotype) => boolean;
}

/**
 * A search method by ask/tell: it is asked for a proposal and told the population, and keeps nothing in between.
 * A method of your own makes its proposals with {@link proposeInitial} and {@link proposeChild}.
 */
export interface SearchMethod {
  /** A short name for files and figures, for example `tournament`. */
  readonly name: string;
  /** Its settings as plain data, for files and comparison. */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** Whether proposals after initialization need a scored individual: the controller then waits for the first. */
  readonly selects: boolean;
  /**
   * A proposal for `context.step`, given the individuals evaluated so far by arrival, failed ones included. It must
   * follow from the arguments alone.
   */
  propose(population: readonly Individual[], context: ProposalContext): Proposal;
}

/** So many drafts in a row may be thrown away before a proposal is given up. */
export const MAXIMUM_REDRAWS = 10_000;

/**
 * A proposal of the initialization: the trivial genotype after many mutations. A draft without a network, or one that
 * is not accepted, is drawn again. Paper, section 3.2.
 * Throws InputError after {@link MAXIMUM_REDRAWS} drafts in vain.
 */
export function proposeInitial(context: ProposalContext): Proposal {
  const { space, random, mutationCount = INITIALIZATION_MUTATIONS } = context;
  return drawAgainUntilAccepted(context, "initialization", () => initialize(space, random, mutationCount));
}

/**
 * A proposal of evolution: a mutated copy of `parent`, the winner among `competitors` (steps). A child without a
 * network, or one that is not accepted, is mutated again from the same parent. Paper, section 3.1. Throws InputError
 * after {@link MAXIMUM_REDRAWS} drafts in vain.
 */
export function proposeChild(parent: Individual, competitors: readonly number[], context: ProposalContext): Proposal {
  return drawAgainUntilAccepted(context, "evolution", () => {
    const { child, mutation } = mutate(parent.genotype, context.random);
    return { genotype: child, parent: parent.step, mutation, competitors: Object.freeze([...competitors]) };
  });
}

type Draft = Pick<Proposal, "genotype" | "parent" | "mutation" | "competitors">;

function drawAgainUntilAccepted(context: ProposalContext, phase: Phase, draw: () => Draft): Proposal {
  const { step, accept = () => true } = context;
  for (let redraws = 0; redraws < MAXIMUM_REDRAWS; redraws++) {
    const { genotype, parent, mutation, competitors } = draw();
    if (!isConnected(genotype) || !accept(genotype)) continue;
    return Object.freeze({
      step,
      phase,
      genotype,
      hash: phenotypeHash(genotype),
      ...(parent === undefined ? {} : { parent, mutation, competitors }),
      redraws,
    });
  }
  throw new InputError(
    `step ${step}: ${MAXIMUM_REDRAWS} drafts in a row were refused; the constraint leaves too little of the ${context.space.name} space`,
  );
}
