/** All trainings of one network as one: a search meets some networks many times. */

/** What is needed of one evaluated individual. */
export interface TrainedRow {
  /** The search step, from 1. */
  readonly step: number;
  /** The phenotype hash: equal networks, equal hash. A row without one is a network of its own. */
  readonly hash?: string;
  /** The mean accuracy of the evaluation's trainings; absent or null when it failed. */
  readonly fitness?: number | null;
  /** The standard deviation of those accuracies; 0, null or absent for one training. */
  readonly spread?: number | null;
  /** The trainings behind `fitness`; absent or 0 counts as one. */
  readonly trainingCount?: number;
  /** The step whose evaluation was taken over: such a row adds no training to its network. */
  readonly reusedFrom?: number | null;
  /** The accuracies of trainings that its network got after the search, to confirm it; with one of its rows only. */
  readonly confirmed?: readonly number[];
}

/** What all trainings of one network say of its fitness. */
export interface NetworkMean {
  /** The phenotype hash; null where the rows have none. */
  readonly hash: string | null;
  /** The step of its first scored evaluation. */
  readonly step: number;
  /** The trainings of its scored evaluations and those that confirm it, at least 1. Failed ones do not count. */
  readonly trainingCount: number;
  /** Their mean accuracy: the network's fitness. */
  readonly mean: number;
  /**
   * The standard error of `mean`: the standard deviation of one training, pooled over all networks, divided by the
   * square root of `trainingCount`. Null while no network was trained twice.
   */
  readonly error: number | null;
  /** What a new training of it is expected to give, by which networks are compared: see `trainedNetworks`. */
  readonly expected: number;
}

/** One network of a study. */
export interface TrainedNetwork extends NetworkMean {
  /** The standard deviation of its own trainings; 0 for one. */
  readonly spread: number;
  /** Its scored evaluations in the search, by step. Those that were taken over from another are left out. */
  readonly evaluations: readonly { readonly step: number; readonly fitness: number }[];
  /** The accuracies of the trainings that confirm it. */
  readonly confirmed: readonly number[];
}

/** The noise of one training, from the networks that were trained more than once. */
export interface SeedNoise {
  /** The standard deviation of the accuracy of one network over seeds, pooled; null without such a network. */
  readonly spread: number | null;
  /** Networks that were trained more than once. */
  readonly networks: number;
  /** Their trainings. */
  readonly trainings: number;
  /** The degrees of freedom of `spread`: `trainings` less `networks`. */
  readonly freedom: number;
}
