/** What a search method is, and the two ways in which methods make proposals. Paper, sections 3.1 to 3.3. */
import { setImmediate } from "node:timers/promises";
import { phenotypeHash } from "../genotype/canonical.js";
import type { Genotype } from "../genotype/genotype.js";
import { INITIALIZATION_MUTATIONS, initialize } from "../genotype/initialize.js";
import { isConnected } from "../genotype/liveness.js";
import { mutate } from "../genotype/mutate.js";
import type { Space } from "../genotype/space.js";
import { abortError, InputError } from "../input/errors.js";
import type { Random } from "../random.js";
import type { Competitors } from "./competitors.js";
import type { Individual, Phase, Proposal } from "./individual.js";

/** What a method knows about the step that it proposes for. */
export interface ProposalContext {
  readonly space: Space;
  /** The search step, from 1. */
  readonly step: number;
  /** The number of individuals drawn at random before selection begins. */
  readonly initialCount: number;
  /** The step's own stream, `createRandom(seed).split("step", step)`: all draws of the proposal come from it. */
  readonly random: Random;
  /** Mutations from the trivial genotype to an initialization individual. Default: 1,000, as in the paper. */
  readonly mutationCount?: number;
  /** Whether to accept a draft that has a network; a refused draft is drawn again. Default: accept all. */
  readonly accept?: (genotype: Genotype) => boolean;
  /**
   * The fitness by which selection compares the individual at `place` in the population, from 0; undefined for one
   * without a fitness. Default: that of its own evaluation; under `average`, the mean of all its network's trainings so
   * far. By place, because a tournament among a hundred thousand compares thousands.
   */
  readonly fitnessAt?: (place: number) => number | undefined;
  /** Stops the drawing of drafts: the proposal then rejects with an AbortError. */
  readonly signal?: AbortSignal;
}

/**
 * A search method in ask/tell form: given the population it makes a proposal, and it keeps no state in between. Your
 * own method makes its proposals with {@link proposeInitial} and {@link proposeChild}.
 */
export interface SearchMethod {
  /** A short name for files and figures, for example `tournament`. */
  readonly name: string;
  /** Its settings as plain data, for files and comparison. */
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  /** Whether proposals after initialization need a scored individual; if so, the controller waits for the first. */
  readonly selects: boolean;
  /**
   * A proposal for `context.step`, given the individuals evaluated so far by arrival, failed ones included. It must
   * depend on its arguments alone.
   */
  propose(population: readonly Individual[], context: ProposalContext): Proposal | Promise<Proposal>;
}

/**
 * How many drafts in a row may be discarded before a proposal is abandoned: a few seconds of drawing, and enough for a
 * constraint that one draft in a hundred meets.
 */
export const MAXIMUM_REDRAWS = 2_000;

/** A proposal is also abandoned when this many drafts in a row bring no network that it has not refused before. */
const MAXIMUM_REPEATS = 1_000;

/** How long drafts are drawn before timers, signals and the notebook get their turn. */
const TURN_MILLIS = 50;

/**
 * A proposal of the initialization: the trivial genotype after many mutations. A draft without a network, or one that
 * is not accepted, is drawn again. Paper, section 3.2. Rejects with InputError after {@link MAXIMUM_REDRAWS} fruitless
 * drafts, or {@link MAXIMUM_REPEATS} without a new network, and with an AbortError when the context's signal is
 * aborted.
 */
export function proposeInitial(context: ProposalContext): Promise<Proposal> {
  const { space, random, mutationCount = INITIALIZATION_MUTATIONS } = context;
  return drawAgainUntilAccepted(context, "initialization", () => initialize(space, random, mutationCount));
}

/**
 * A proposal of evolution: a mutated copy of `parent`, the winner among `competitors`. A child without a
 * network, or one that is not accepted, is mutated again from the same parent. Paper, section 3.1. Rejects as
 * {@link proposeInitial} does.
 */
export function proposeChild(
  parent: Individual,
  competitors: Competitors,
  context: ProposalContext,
): Promise<Proposal> {
  const frozen = Object.freeze(competitors);
  return drawAgainUntilAccepted(context, "evolution", () => {
    const { child, mutation } = mutate(parent.genotype, context.random);
    return { genotype: child, parent: parent.step, mutation, competitors: frozen };
  });
}

type Draft = Pick<Proposal, "genotype" | "parent" | "mutation" | "competitors">;

async function drawAgainUntilAccepted(context: ProposalContext, phase: Phase, draw: () => Draft): Promise<Proposal> {
  const { step, space, signal, accept = () => true } = context;
  const refused = new Set<string>();
  let turnBegan = performance.now();
  for (let redraws = 0, repeats = 0; redraws < MAXIMUM_REDRAWS && repeats < MAXIMUM_REPEATS; redraws++, repeats++) {
    const { genotype, parent, mutation, competitors } = draw();
    if (isConnected(genotype)) {
      const hash = phenotypeHash(genotype);
      if (accept(genotype)) {
        const origin = parent === undefined ? {} : { parent, mutation, competitors };
        return Object.freeze({ step, phase, genotype, hash, ...origin, redraws });
      }
      if (!refused.has(hash)) repeats = 0;
      refused.add(hash);
    }
    if (performance.now() - turnBegan < TURN_MILLIS) continue;
    await setImmediate();
    if (signal?.aborted) throw abortError("search: stopped while a proposal was drawn", signal.reason);
    turnBegan = performance.now();
  }
  throw new InputError(
    `step ${step}: no draft was accepted: ${refused.size} networks of the ${space.name} space were refused; loosen the constraint or, if known networks are redrawn, take fewer steps`,
  );
}
