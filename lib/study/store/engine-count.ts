/** Which kernels and devices did a study's evaluations. */

/** How many evaluations of a study one engine did. */
export interface EngineCount {
  /** As in `Evaluation`; null: not recorded, as in studies that are older than that field. */
  readonly engine: string | null;
  readonly evaluated: number;
}
