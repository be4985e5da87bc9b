/** What a final test measured, one row per training, for figures, tables and sentences. */

/** One training of one chosen genotype with a new seed, scored on the test images. */
export interface FinalTestRow {
  /** The genotype's name in figures, for example `best found`. */
  readonly name: string;
  /** Its phenotype hash. */
  readonly hash: string;
  readonly seed: string;
  /** The share of test images classified correctly, 0 to 1; null when the evaluation failed. */
  readonly accuracy: number | null;
  /** Why it failed, or null. */
  readonly reason: string | null;
  readonly parameterCount: number;
  /** The network's c0, if it is not the protocol's. */
  readonly channels?: number;
}
