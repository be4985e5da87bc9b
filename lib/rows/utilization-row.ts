/** How busy a search keeps its workers over time. */

/** The share of busy workers in one stretch of time. Plain data. */
export interface UtilizationRow {
  /** From the beginning of the search to the middle of the stretch. */
  readonly hours: number;
  /** Its mean, 0 to 1. */
  readonly busyShare: number;
  /** Whether a worker gets the next proposal at once, or waits until its generation has ended. */
  readonly kind: "controller" | "generations";
}
