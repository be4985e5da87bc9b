/** Rebuilds the population of a recorded search from its order of proposals and arrivals. */
import { competitorsOf } from "./competitors.js";
import type { Individual, Proposal, Scored, SearchEvent } from "./individual.js";
import { checkSearchSettings, createProposer, type SearchSettings } from "./search-settings.js";

/** Settings of {@link replaySearch}: those of the search, and its record. */
export interface ReplayConfig<E extends Scored> extends SearchSettings {
  /** In chronological order. */
  readonly events: readonly SearchEvent[];
  /** The recorded individuals: the replay takes their evaluations and compares everything else. */
  readonly individuals: readonly Individual<E>[];
  /** Recorded proposals without an evaluation, compared too. */
  readonly unfinished?: readonly Proposal[];
}

/** The result of a replay. */
export interface Replay<E extends Scored> {
  /** The rebuilt population, by arrival. */
  readonly population: readonly Individual<E>[];
  /**
   * Each difference between the replay and the record as a line, for example `step 12: parent: replayed 7, recorded 5`;
   * empty when they agree.
   */
  readonly differences: readonly string[];
}

/**
 * Repeats a search in its recorded order, with its recorded evaluations, and reports where the result differs from the
 * record: an asynchronous search is determined by its seed, its evaluations and their order of arrival. Rejects with
 * InputError for settings that no search has.
 */
export async function replaySearch<E extends Scored>(config: ReplayConfig<E>): Promise<Replay<E>> {
  checkSearchSettings(config);
  const proposer = createProposer(config);
  const recorded = new Map<number, Proposal>(
    [...config.individuals, ...(config.unfinished ?? [])].map((each) => [each.step, each]),
  );
  const evaluated = new Map(config.individuals.map((each) => [each.step, each]));
  const proposed = new Map<number, Proposal>();
  const population: Individual<E>[] = [];
  const differences: string[] = [];

  for (const { kind, step } of config.events) {
    if (kind === "proposed") {
      if (proposed.has(step)) differences.push(`step ${step}: proposed twice`);
      const proposal = await proposer.propose(step, population);
      proposed.set(step, proposal);
      differences.push(...compareProposals(proposal, recorded.get(step), population));
      continue;
    }
    const proposal = proposed.get(step);
    const individual = evaluated.get(step);
    if (proposal === undefined || individual === undefined) {
      differences.push(`step ${step}: evaluated, but ${proposal ? "its evaluation" : "its proposal"} is not recorded`);
      continue;
    }
    const arrival = population.length + 1;
    if (individual.arrival !== arrival) {
      differences.push(`step ${step}: arrival: replayed ${arrival}, recorded ${individual.arrival}`);
    }
    const { status, trainings = [] } = individual.evaluation;
    const { trainingCount = trainings.length } = proposal;
    if (status === "scored" && trainings.length > 0 && trainings.length !== trainingCount) {
      differences.push(`step ${step}: trainings: replayed ${trainingCount}, recorded ${trainings.length}`);
    }
    population.push(Object.freeze({ ...proposal, evaluation: individual.evaluation, arrival }));
  }
  for (const step of recorded.keys()) if (!proposed.has(step)) differences.push(`step ${step}: recorded, but no event`);
  const missing = config.individuals.filter(({ step }) => !population.some((each) => each.step === step));
  for (const { step } of missing) if (proposed.has(step)) differences.push(`step ${step}: evaluated, but no event`);
  return Object.freeze({ population: Object.freeze(population), differences: Object.freeze(differences) });
}

const compared = ["phase", "parent", "competitors", "mutation", "redraws", "reusedFrom", "hash", "genotype"] as const;

function compareProposals(
  replayed: Proposal,
  recorded: Proposal | undefined,
  population: readonly Individual[],
): readonly string[] {
  if (recorded === undefined) return [`step ${replayed.step}: proposed, but not recorded`];
  // A study of version 3 has the competitors' steps.
  const isListed = Array.isArray(recorded.competitors);
  const valueOf = (proposal: Proposal, field: (typeof compared)[number]): unknown =>
    field === "competitors" && isListed ? competitorsOf(population, proposal) : proposal[field];
  return compared.flatMap((field) => {
    const [one, other] = [replayed, recorded].map((each) => JSON.stringify(valueOf(each, field)) ?? "none");
    if (one === other) return [];
    // A genotype is too long for one line; its hash and mutation say more.
    if (field === "genotype") return [`step ${replayed.step}: genotype: differs`];
    return [`step ${replayed.step}: ${field}: replayed ${one}, recorded ${other}`];
  });
}
