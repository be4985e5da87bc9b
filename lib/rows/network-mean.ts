/** All trainings of a network taken together: a search meets some networks many times. */

/** What is needed about an evaluated individual. */
export interface TrainedRow {
  /** The search step, from 1. */
  readonly step: number;
  /** The phenotype hash: equal networks, equal hash. A row without one counts as a separate network. */
  readonly hash?: string;
  /** The mean accuracy of the evaluation's trainings; absent or null when it failed. */
  readonly fitness?: number | null;
  /** The standard deviation of those accuracies; 0, null or absent for one training. */
  readonly spread?: number | null;
  /** The trainings behind `fitness`; absent or 0 counts as one. */
  readonly trainingCount?: number;
  /** The step whose evaluation was reused; such a row adds no training to its network. */
  readonly reusedFrom?: number | null;
  /** The accuracies of its network's confirming trainings after the search; set on one of the network's rows only. */
  readonly confirmed?: readonly number[];
}

/** What all trainings of a network say about its fitness. */
export interface NetworkMean {
  /** The phenotype hash; null if the rows have none. */
  readonly hash: string | null;
  /** The step of its first scored evaluation. */
  readonly step: number;
  /** The number of trainings in its scored evaluations and confirmations, at least 1. Failed ones do not count. */
  readonly trainingCount: number;
  /** Their mean accuracy: the network's fitness. */
  readonly mean: number;
  /**
   * The standard error of `mean`: the standard deviation of one training, pooled over all networks, divided by the
   * square root of `trainingCount`. Null until a network has been trained twice.
   */
  readonly error: number | null;
  /** The expected accuracy of a new training, by which networks are compared: see `trainedNetworks`. */
  readonly expected: number;
}

/** One network of a study. */
export interface TrainedNetwork extends NetworkMean {
  /** The standard deviation of its own trainings; 0 for one. */
  readonly spread: number;
  /** Its scored evaluations in the search, by step, without those reused from another individual. */
  readonly evaluations: readonly { readonly step: number; readonly fitness: number }[];
  /** The accuracies of its confirming trainings. */
  readonly confirmed: readonly number[];
}

/** The noise of one training, estimated from the networks that were trained more than once. */
export interface SeedNoise {
  /** The pooled standard deviation of a network's accuracy over seeds; null without such a network. */
  readonly spread: number | null;
  /** Networks that were trained more than once. */
  readonly networks: number;
  /** Their trainings. */
  readonly trainings: number;
  /** The degrees of freedom of `spread`: `trainings` minus `networks`. */
  readonly freedom: number;
}
