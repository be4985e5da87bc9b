/** The mean fitness, over all its trainings, of each network that a search has met. */
import type { Individual, Proposal, SearchEvent } from "./individual.js";

/** The networks of the evaluations that have finished so far. */
export interface NetworkMeans {
  /** Counts an individual's evaluation, weighted by its trainings; a failed one changes nothing. */
  add(individual: Pick<Individual, "hash" | "evaluation">): void;
  /** The mean fitness of the network with this phenotype hash; undefined until an evaluation of it is scored. */
  mean(hash: string): number | undefined;
}

/** An empty collection of networks. Adding an individual and reading a mean take constant time. */
export function createNetworkMeans(): NetworkMeans {
  const networks = new Map<string, { readonly sum: number; readonly count: number }>();
  return {
    add: ({ hash, evaluation: { status, fitness, trainings } }) => {
      if (status !== "scored" || fitness === undefined) return;
      const count = trainings?.length || 1;
      const before = networks.get(hash) ?? { sum: 0, count: 0 };
      networks.set(hash, { sum: before.sum + count * fitness, count: before.count + count });
    },
    mean: (hash) => {
      const network = networks.get(hash);
      return network && network.sum / network.count;
    },
  };
}

/** Limits a proposal of a known network to one training, since its fitness is the mean of all its trainings. */
export function trainKnownOnce(proposal: Proposal, means: NetworkMeans): Proposal {
  return means.mean(proposal.hash) === undefined ? proposal : Object.freeze({ ...proposal, trainingCount: 1 });
}

/**
 * Unfinished proposals with the number of trainings decided when they were made. That follows from the evaluations
 * finished by then, so a study need not record it.
 */
export function recallTrainingCounts(
  unfinished: readonly Proposal[],
  individuals: readonly Individual[],
  events: readonly SearchEvent[],
): readonly Proposal[] {
  const means = createNetworkMeans();
  const evaluated = new Map(individuals.map((each) => [each.step, each]));
  const recalled = new Map(unfinished.map((each) => [each.step, each]));
  for (const { kind, step } of events) {
    const individual = evaluated.get(step);
    const proposal = recalled.get(step);
    if (kind === "evaluated" && individual !== undefined) means.add(individual);
    if (kind === "proposed" && proposal !== undefined) recalled.set(step, trainKnownOnce(proposal, means));
  }
  return [...recalled.values()];
}
