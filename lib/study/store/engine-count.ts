/** Counts a study's evaluations by kernels and device. */

/** The number of a study's evaluations on one engine. */
export interface EngineCount {
  /** As in `Evaluation`; null if not recorded, as in studies older than that field. */
  readonly engine: string | null;
  readonly evaluated: number;
}
