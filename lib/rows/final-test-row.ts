/** What a final test measured: one row a training. Figures, tables and sentences are made from it. */

/** One training of one chosen genotype with a new seed, scored on the test images. */
export interface FinalTestRow {
  /** The genotype's name in figures, for example `best found`. */
  readonly name: string;
  /** Its phenotype hash. */
  readonly hash: string;
  readonly seed: string;
  /** The share of the test images that are classified rightly, 0 to 1; null when the evaluation failed. */
  readonly accuracy: number | null;
  /** Why it failed, or null. */
  readonly reason: string | null;
  readonly parameterCount: number;
}
