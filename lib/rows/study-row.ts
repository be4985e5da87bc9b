/** What is known about an evaluated individual: the row behind figures, tables and summaries. */
import type { FailureReason } from "../evaluation/evaluation.js";
import type { Mutation } from "../genotype/mutate.js";
import type { Competitors } from "../search/competitors.js";
import { confirmedFitnesses } from "../search/confirmed-fitnesses.js";
import type { Phase, Scored } from "../search/individual.js";
import type { TrainedNetwork } from "./network-mean.js";
import { bestNetwork } from "./trained-networks.js";

/** When and where an evaluation ran. */
export interface EvaluationPlace {
  /** The worker, from 1; 0 for an evaluation reused from another individual. */
  readonly worker: number;
  /** Milliseconds since 1970. */
  readonly startedMillis: number;
  readonly finishedMillis: number;
}

/**
 * An evaluated individual without its genotype and trainings: flat, null for no value, and quick to read by the
 * thousand.
 */
export interface StudyRow extends EvaluationPlace {
  /** The search step, from 1; initialization counts too. */
  readonly step: number;
  readonly phase: Phase;
  /** Phenotype hash. */
  readonly hash: string;
  /** The step of the parent. */
  readonly parent: number | null;
  readonly mutation: Mutation | null;
  /** Who competed in the tournament that the parent won; `competitorsOf` gives their steps. */
  readonly competitors: Competitors | null;
  /** Drafts discarded before this one. */
  readonly redraws: number;
  /** The step whose evaluation was reused. */
  readonly reusedFrom: number | null;
  /** Its place in the order in which evaluations finished, from 1. */
  readonly arrival: number;
  readonly status: "scored" | "failed";
  /** Mean accuracy of its trainings, 0 to 1. */
  readonly fitness: number | null;
  /** Standard deviation of their accuracies. */
  readonly spread: number | null;
  /** The finished trainings of its evaluation; 0 when a function of yours gave the fitness. */
  readonly trainingCount: number;
  /** Why the evaluation failed. */
  readonly reason: FailureReason | null;
  readonly parameterCount: number;
  /** For one image. */
  readonly multiplyAdds: number;
  /** For a finalist: the fitnesses from trainings after the search that confirm its network. */
  readonly confirmed?: readonly number[];
}

/** Rows as the store keeps them, by step, with the results of the study's `confirmations`. */
export function toRows(
  recorded: readonly StudyRow[],
  confirmations: readonly { readonly step: number; readonly evaluation: Scored }[] = [],
): readonly StudyRow[] {
  const confirmedBy = confirmedFitnesses(confirmations);
  const rows = recorded.map((record): StudyRow => {
    const confirmed = confirmedBy.get(record.step);
    return confirmed === undefined ? record : Object.freeze({ ...record, confirmed: Object.freeze(confirmed) });
  });
  return Object.freeze(rows.sort((one, other) => one.step - other.step));
}

/** The best network of a study, with what it costs. */
export interface BestNetwork extends TrainedNetwork {
  readonly hash: string;
  readonly parameterCount: number;
  /** For one image. */
  readonly multiplyAdds: number;
}

/** The first of `trainedNetworks`, with its cost; undefined when none is scored. */
export function bestOfRows(rows: readonly StudyRow[]): BestNetwork | undefined {
  const network = bestNetwork(rows);
  return network && withCosts(network, rows);
}

/** A network with the costs in the first of its `rows`. */
export function withCosts(network: TrainedNetwork, rows: readonly StudyRow[]): BestNetwork {
  const first = rows.find(({ step }) => step === network.step);
  if (first === undefined) throw new Error(`step ${network.step}: is not among the rows`);
  const { hash, parameterCount, multiplyAdds } = first;
  return Object.freeze({ ...network, hash, parameterCount, multiplyAdds });
}
