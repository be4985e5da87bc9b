/** What determines a search besides its evaluations, validated; and the proposals that follow from it. */
import { phenotypeHash } from "../genotype/canonical.js";
import { checkInSpace, type Genotype } from "../genotype/genotype.js";
import { isConnected } from "../genotype/liveness.js";
import type { Space } from "../genotype/space.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable, shown } from "../input/printable.js";
import { checkList, checkObject } from "../input/settings.js";
import { createRandom } from "../random.js";
import { fitnessOf, type Individual, type Proposal } from "./individual.js";
import type { SearchMethod } from "./method.js";
import { createNetworkMeans, trainKnownOnce } from "./network-means.js";
import { createPlaceFitnesses } from "./place-fitnesses.js";

/**
 * How a search treats a proposal whose network is known:
 * - `evaluate` it again like any other, and let each evaluation stand for itself: the paper's way;
 * - `reuse` the evaluation of the first scored individual with that network;
 * - `redraw` until the network is one never proposed before;
 * - `average`: a network's fitness is the mean of all its trainings so far, whichever individual they were for. Once a
 *   network is scored, each further evaluation of it is a single training, so a mutation that leaves the network
 *   unchanged costs little and makes its fitness more accurate.
 */
export type KnownPhenotype = (typeof knownPhenotypes)[number];

/** The names of the policies. */
export const knownPhenotypes = Object.freeze(["evaluate", "reuse", "redraw", "average"] as const);

/** The policy of this name, as the command line takes it. Throws InputError for another name. */
export function knownPhenotypeByName(name: string): KnownPhenotype {
  const known = knownPhenotypes.find((each) => each === name);
  if (known === undefined) {
    throw new InputError(`search: known networks: got ${shown(name)}, must be ${knownPhenotypes.join(", ")}`);
  }
  return known;
}

/** What decides every proposal of a search, given the evaluations and their order. */
export interface SearchSettings {
  readonly space: Space;
  readonly method: SearchMethod;
  /** The number of individuals drawn at random before selection begins, at least 1; they count as steps. */
  readonly initialCount: number;
  /** Determines all draws and the seeds of all evaluations. */
  readonly seed: number | string;
  /** Mutations from the trivial genotype to an initialization individual. Default: 1,000, as in the paper. */
  readonly mutationCount?: number;
  /**
   * Whether to accept a draft, for example by its number of parameters; must always answer alike for one genotype.
   * Default: accept all. Paper, section 4.2 (parameter-constrained search).
   */
  readonly accept?: (genotype: Genotype) => boolean;
  /**
   * The first individuals, in this order, in place of as many that would be drawn at random: at most `initialCount`
   * genotypes of the space, of different networks, that `accept` accepts. Default: none.
   */
  readonly warmStart?: readonly Genotype[];
  /** Default: `evaluate`. */
  readonly knownPhenotype?: KnownPhenotype;
}

/**
 * The seed for the evaluation of `step`, for example `1/step/7/evaluation`: it depends on the search's seed and the
 * step alone.
 */
export function evaluationSeed(seed: number | string, step: number): string {
  return createRandom(seed).split("step", step, "evaluation").path;
}

/** Throws InputError unless the settings are valid. */
export function checkSearchSettings(settings: SearchSettings): void {
  checkObject("search", settings);
  for (const name of ["space", "method"] as const) {
    if (typeof settings[name] !== "object" || settings[name] === null)
      throw new InputError(`search: ${name}: is missing`);
  }
  const { propose } = settings.method as { readonly propose?: unknown };
  if (typeof propose !== "function") {
    throw new InputError(`search: method: propose: got ${shown(propose)}, must be a function`);
  }
  checkCount("search: initial individuals", settings.initialCount, 1, limits.steps);
  if (settings.mutationCount !== undefined) {
    checkCount("search: initialization mutations", settings.mutationCount, 0, limits.initializationMutations);
  }
  const { accept, knownPhenotype = "evaluate" } = settings;
  knownPhenotypeByName(knownPhenotype);
  if (accept !== undefined && typeof accept !== "function") {
    throw new InputError(`search: accept: got ${shown(accept)}, must be a function`);
  }
  checkWarmStart(settings);
  if (settings.seed === "") throw new InputError("search: seed: got an empty string, must be a number or a string");
  createRandom(settings.seed);
}

function checkWarmStart({ warmStart = [], initialCount, space, accept = () => true }: SearchSettings): void {
  const where = "search: warm start";
  checkList(where, warmStart);
  if (warmStart.length > initialCount) {
    const rule = `must be at most the ${initialCount} initial individuals`;
    throw new InputError(`${where}: got ${warmStart.length} genotypes, ${rule}`);
  }
  const networks = new Map<string, number>();
  warmStart.forEach((genotype, index) => {
    const own = `${where}: genotype ${index + 1}`;
    try {
      checkInSpace(genotype, space);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${own}: ${error.message}`, { cause: error });
    }
    if (!isConnected(genotype)) throw new InputError(`${own}: has no network; leave it out`);
    if (!accept(genotype)) throw new InputError(`${own}: the constraint refuses it; leave it out, or loosen that`);
    const hash = phenotypeHash(genotype);
    const same = networks.get(hash);
    if (same !== undefined) throw new InputError(`${own}: has the network of genotype ${same}; leave it out`);
    networks.set(hash, index + 1);
  });
}

/** The step after the past ones. Throws InputError unless these are 1, 2, 3 … and at most `steps`. */
export function checkPast(individuals: readonly Individual[], unfinished: readonly Proposal[], steps: number): number {
  const past = [...individuals, ...unfinished].map(({ step }) => step).sort((one, other) => one - other);
  if (past.some((step, index) => step !== index + 1)) {
    throw new InputError(`search: past steps: got ${past.join(", ")}, must be 1, 2, 3 … without gaps`);
  }
  if (past.length > steps) {
    throw new InputError(`search: steps: got ${steps}, ${past.length} are done already: give at least ${past.length}`);
  }
  return past.length + 1;
}

/** Makes the proposals of one search, remembering which networks were proposed and how they scored. */
export interface Proposer {
  /**
   * The proposal for `step`, given the individuals evaluated so far by arrival: those of the previous call, and any
   * that arrived since.
   */
  propose(step: number, population: readonly Individual[], signal?: AbortSignal): Promise<Proposal>;
  /** Notes a proposal made earlier. */
  remember(proposal: Proposal): void;
}

/** A proposer for `settings`, shared by the controller and replays. */
export function createProposer(settings: SearchSettings): Proposer {
  const {
    space,
    method,
    initialCount,
    seed,
    mutationCount,
    accept = () => true,
    knownPhenotype,
    warmStart = [],
  } = settings;
  const random = createRandom(seed);
  const proposed = new Set<string>();
  const firstScored = new Map<string, number>();
  const means = createNetworkMeans();
  const fitnesses = createPlaceFitnesses(knownPhenotype === "average" ? means : undefined);
  const count = (individual: Individual): void => {
    fitnesses.add(individual);
    const { hash, step } = individual;
    if (!firstScored.has(hash) && fitnessOf(individual) !== undefined) firstScored.set(hash, step);
  };
  const isNew = (genotype: Genotype) => knownPhenotype !== "redraw" || !proposed.has(phenotypeHash(genotype));
  const remember = ({ hash }: Proposal): void => void proposed.add(hash);
  return {
    remember,
    propose: async (step, population, signal) => {
      while (fitnesses.count < population.length) count(population[fitnesses.count]);
      const context = {
        ...{ space, step, initialCount, mutationCount, signal },
        ...{ fitnessAt: fitnesses.at, random: random.split("step", step) },
        accept: (genotype: Genotype) => accept(genotype) && isNew(genotype),
      };
      const given = warmStart.at(step - 1);
      const proposal = given === undefined ? await method.propose(population, context) : proposeGiven(step, given);
      checkProposal(proposal, step, method);
      remember(proposal);
      if (knownPhenotype === "average") return trainKnownOnce(proposal, means);
      if (knownPhenotype !== "reuse") return proposal;
      const reusedFrom = firstScored.get(proposal.hash);
      return reusedFrom === undefined ? proposal : Object.freeze({ ...proposal, reusedFrom });
    },
  };
}

function proposeGiven(step: number, genotype: Genotype): Proposal {
  return Object.freeze({ step, phase: "initialization", genotype, hash: phenotypeHash(genotype), redraws: 0 });
}

/** A custom method may return anything. */
function checkProposal(proposal: Proposal, step: number, method: SearchMethod): void {
  if (typeof proposal === "object" && proposal !== null && proposal.step === step) return;
  throw new InputError(
    `step ${step}: method ${printable(method.name)}: gave ${shown(proposal)}, must give a proposal for that step, as proposeInitial and proposeChild make it`,
  );
}
